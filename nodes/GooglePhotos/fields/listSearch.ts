import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { MediaItem } from '../model/mediaItem';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import { callApi } from '../request/send';
import { albumPages } from './albumListing';

/**
 * Google cannot search by name, so a search reads on until there is something to show; the editor asks for
 * more by itself only when nothing is searched for.
 */
const ENOUGH_MATCHES = 20;
const MOST_PAGES = 10;
const MEDIA_ITEMS_PER_PAGE = 50;

type Choice = INodeListSearchResult['results'][number];

async function matching<T>(
	pages: AsyncGenerator<{ entries: T[]; nextPageToken?: string }>,
	choiceOf: (entry: T) => Choice,
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = filter?.normalize('NFC').trim().toLocaleLowerCase() ?? '';
	const results: Choice[] = [];
	let read = 0;
	for await (const { entries, nextPageToken } of pages) {
		results.push(
			...entries
				.map(choiceOf)
				.filter(({ name }) => name.normalize('NFC').toLocaleLowerCase().includes(wanted)),
		);
		const enough = results.length >= (wanted ? ENOUGH_MATCHES : 1);
		if (enough || ++read === MOST_PAGES) return { results, paginationToken: nextPageToken };
	}
	return { results };
}

/** The album list of the editor: title, number of items, link. */
export async function searchAlbums(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await matching(
		albumPages(this, {}, undefined, paginationToken),
		({ id, title, mediaItemsCount, productUrl }) => ({
			name: `${title || 'Untitled'} (${Number(mediaItemsCount ?? 0)})`,
			value: id,
			url: productUrl,
		}),
		filter,
	);
}

/** The media item list of the editor: file name, capture date, link. */
export async function searchMediaItems(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const pages = pagesOf<MediaItem>(
		'mediaItems',
		async (pageToken) =>
			await callApi<Page>(this, {}, {
				verb: 'GET',
				path: '/v1/mediaItems',
				qs: pageParameters(MEDIA_ITEMS_PER_PAGE, pageToken),
			}),
		paginationToken,
	);
	return await matching(
		pages,
		({ id, filename, mediaMetadata, productUrl }) => ({
			name: [filename || id, mediaMetadata?.creationTime?.slice(0, 10)].filter(Boolean).join(', '),
			value: id,
			url: productUrl,
		}),
		filter,
	);
}

import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Album } from '../model/album';
import type { MediaItem } from '../model/mediaItem';
import { asItIs } from '../request/explain';
import { pagesOf } from '../request/pages';
import { LARGEST_ALBUM_PAGE } from './albumListing';
import { QuickRead } from './quickRead';

/**
 * Google cannot search by name, so a search reads on until there is something to show, at best to the end. The editor
 * asks for more only when the results are longer than its window, or when nothing is searched for.
 */
const ENOUGH_MATCHES = 20;

/** Each page is one of the requests of a day. */
const MOST_PAGES = 40;

/** The most that Google gives in one page of media items. */
const LARGEST_MEDIA_ITEM_PAGE = 100;

type Choice = INodeListSearchResult['results'][number];

/** A list of Google's that the editor offers entries of. */
interface Offered<T> {
	list: string;
	path: string;
	largestPage: number;
	/** of them, for the editor */
	called: string;
	choiceOf: (entry: T) => Choice;
}

async function search<T extends { id: string }>(
	caller: ILoadOptionsFunctions,
	{ list, path, largestPage, called, choiceOf }: Offered<T>,
	filter: string | undefined,
	firstToken: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = filter?.normalize('NFC').trim().toLocaleLowerCase() ?? '';
	const reading = new QuickRead(caller);
	const pages = pagesOf<T>(list, async (token) => await reading.page(path, largestPage, token), firstToken);
	const results: Choice[] = [];
	let seen = 0;
	let read = 0;
	let next = firstToken;
	try {
		for await (const { entries, nextPageToken } of pages) {
			seen += entries.length;
			next = nextPageToken;
			const choices = entries.map(choiceOf);
			results.push(...choices.filter(({ name }) => name.normalize('NFC').toLocaleLowerCase().includes(wanted)));
			if (nextPageToken === undefined) return { results };
			if (results.length >= (wanted ? ENOUGH_MATCHES : 1)) return { results, paginationToken: next };
			if (++read === MOST_PAGES || reading.isOver) break;
		}
	} catch (error) {
		if (read === 0) throw asItIs(error);
		// what was read up to here is worth more than why it went no further
	}
	return { results: [...results, notSearched(seen, called)], paginationToken: next };
}

/** A line of the list that says how far it goes. Chosen, it is an empty field. */
function notSearched(seen: number, called: string): Choice {
	return { name: `Only the first ${seen.toLocaleString('en')} ${called} were searched: enter an ID instead`, value: '' };
}

/** The album list of the editor: title, number of items, link. */
export async function searchAlbums(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const albums: Offered<Album> = {
		list: 'albums',
		path: '/v1/albums',
		largestPage: LARGEST_ALBUM_PAGE,
		called: 'albums',
		choiceOf: ({ id, title, mediaItemsCount, productUrl }) => ({
			name: `${title || 'Untitled'} (${Number(mediaItemsCount ?? 0)})`,
			value: id,
			url: productUrl,
		}),
	};
	return await search(this, albums, filter, paginationToken);
}

/** The media item list of the editor: file name, capture date, link. */
export async function searchMediaItems(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const mediaItems: Offered<MediaItem> = {
		list: 'mediaItems',
		path: '/v1/mediaItems',
		largestPage: LARGEST_MEDIA_ITEM_PAGE,
		called: 'photos and videos',
		choiceOf: ({ id, filename, mediaMetadata, productUrl }) => ({
			name: [filename || id, mediaMetadata?.creationTime?.slice(0, 10)].filter(Boolean).join(', '),
			value: id,
			url: productUrl,
		}),
	};
	return await search(this, mediaItems, filter, paginationToken);
}

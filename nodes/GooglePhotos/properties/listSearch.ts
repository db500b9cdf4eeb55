import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { MAX_ALBUM_PAGE } from '../api/album';
import type { Album } from '../api/album';
import { callApi } from '../api/client';
import { MAX_MEDIA_ITEM_PAGE } from '../api/mediaItem';
import type { MediaItem } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { isTransient } from '../errors/kinds';
import { failureOf, inputError, rethrow } from '../errors/nodeError';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';

/** Somebody looks at an empty list meanwhile. Milliseconds. */
export const MAX_READ_TIME = 8000;

/** A longer pause that Google asks for is told at once. Milliseconds. */
const MAX_PAUSE = 1000;

/** A fault that passes at once is repeated so often, after so many milliseconds. */
const REPETITIONS = 1;
const BEFORE_REPETITION = 1000;

/**
 * Reads pages for a list of the editor, for a person who waits: all of it together ends after some seconds, a fault is
 * repeated once, and while Google asks for a pause nothing is sent.
 */
export class EditorListReader {
	private readonly end = clock.now() + MAX_READ_TIME;
	private readonly over = clock.timeoutSignal(MAX_READ_TIME);

	constructor(private readonly caller: ILoadOptionsFunctions) {}

	get isOver(): boolean {
		return clock.now() >= this.end;
	}

	/**
	 * @param path of a list method of the Library API
	 * @throws NodeApiError made by `explain`, or NodeOperationError with what to do in the editor
	 */
	async page(path: string, pageSize: number, pageToken: string | undefined): Promise<Page> {
		for (let repetitions = 0; ; repetitions++) {
			try {
				return await this.request(path, pageParameters(pageSize, pageToken));
			} catch (error) {
				const failure = failureOf(error);
				const fault = failure !== undefined && isTransient(failure);
				if (!fault || repetitions === REPETITIONS || this.isOver) throw rethrow(this.forTheEditor(error));
				await clock.delay(BEFORE_REPETITION, this.over);
			}
		}
	}

	private async request(path: string, qs: IDataObject): Promise<Page> {
		return await callApi<Page>({ n8n: this.caller, settings: {} }, {
			verb: 'GET',
			path,
			qs,
			signal: this.over,
			timeout: MAX_READ_TIME,
			maximumWait: MAX_PAUSE,
			callerRecovers: isTransient,
		});
	}

	/** What to do about it stands in the editor beside "Could not load list": there is no item to run again. */
	private forTheEditor(error: Error): Error {
		const node = this.caller.getNode();
		switch (failureOf(error)?.kind) {
			case 'tooManyRequests':
				return inputError(
					node,
					'Google asks for a pause before it lists anything more',
					'Open the list again in a minute or later. Until then, enter an ID or URL, or the title of an album.',
				);
			case 'cancelled':
				return inputError(
					node,
					'Google did not answer in time',
					'Open the list again, or enter an ID or URL, or the title of an album.',
				);
			case 'serverFault':
			case 'connectionLost':
				return inputError(
					node,
					error.message,
					'Open the list again in a moment, or enter an ID or URL, or the title of an album.',
				);
			default:
				return error;
		}
	}
}

/**
 * Google cannot search by name, so a search reads on until there is something to show, at best to the end. The editor
 * asks for more only when the results are longer than its window, or when nothing is searched for.
 */
const MIN_MATCHES = 20;

/** Each page is one of the requests of a day. */
const MAX_PAGES = 40;

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
	const reading = new EditorListReader(caller);
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
			if (results.length >= (wanted ? MIN_MATCHES : 1)) return { results, paginationToken: next };
			if (++read === MAX_PAGES || reading.isOver) break;
		}
	} catch (error) {
		if (read === 0) throw rethrow(error);
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
		largestPage: MAX_ALBUM_PAGE,
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
		largestPage: MAX_MEDIA_ITEM_PAGE,
		called: 'photos and videos',
		choiceOf: ({ id, filename, mediaMetadata, productUrl }) => ({
			name: [filename || id, mediaMetadata?.creationTime?.slice(0, 10)].filter(Boolean).join(', '),
			value: id,
			url: productUrl,
		}),
	};
	return await search(this, mediaItems, filter, paginationToken);
}

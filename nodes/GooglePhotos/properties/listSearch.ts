import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { MAX_ALBUM_PAGE } from '../api/album';
import type { Album } from '../api/album';
import { callApi } from '../api/callApi';
import { MAX_MEDIA_ITEM_PAGE } from '../api/mediaItem';
import type { MediaItem } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { isTransient } from '../errors/kinds';
import { texts } from '../errors/messages';
import { failureOf, inputError, rethrow } from '../errors/nodeError';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';

/** Maximum time of one search, in milliseconds: the user sees an empty list meanwhile. */
export const MAX_READ_TIME = 8000;

/** Maximum wait while throttled, in milliseconds. A longer cool-down is reported at once. */
const MAX_PAUSE = 1000;

/** Number of retries after a transient failure, and the delay before each in milliseconds. */
const REPETITIONS = 1;
const BEFORE_REPETITION = 1000;

type ListMethod = 'albums.list' | 'mediaItems.list';

/**
 * Reads pages of a list for the editor while the user waits. All pages together time out after `MAX_READ_TIME`. A
 * transient failure is retried once. Nothing is sent during a cool-down.
 */
export class EditorListReader {
	private readonly end = clock.now() + MAX_READ_TIME;
	private readonly over = clock.timeoutSignal(MAX_READ_TIME);

	constructor(private readonly caller: ILoadOptionsFunctions) {}

	get isOver(): boolean {
		return clock.now() >= this.end;
	}

	/**
	 * @throws NodeApiError, or NodeOperationError with what to do in the editor
	 */
	async page(method: ListMethod, pageSize: number, pageToken: string | undefined): Promise<Page> {
		for (let repetitions = 0; ; repetitions++) {
			try {
				return await this.request(method, pageParameters(pageSize, pageToken));
			} catch (error) {
				const failure = failureOf(error);
				const fault = failure !== undefined && isTransient(failure);
				if (!fault || repetitions === REPETITIONS || this.isOver) throw rethrow(this.editorError(error));
				await clock.delay(BEFORE_REPETITION, this.over);
			}
		}
	}

	private async request(method: ListMethod, qs: IDataObject): Promise<Page> {
		return await callApi<Page>({ n8n: this.caller, settings: {} }, {
			method,
			qs,
			signal: this.over,
			timeout: MAX_READ_TIME,
			maximumWait: MAX_PAUSE,
			callerRecovers: isTransient,
		});
	}

	/** Gives the advice for the editor, shown beside "Could not load list": there is no input item to run again. */
	private editorError(error: Error): Error {
		const node = this.caller.getNode();
		const kind = failureOf(error)?.kind;
		switch (kind) {
			case 'tooManyRequests':
				return inputError(
					node,
					'Google is receiving too many requests to list anything now',
					'Open the list again in a minute or later. Until then, enter an ID or URL, or the title of an album.',
				);
			case 'cancelled':
				return inputError(
					node,
					'Google did not respond in time',
					'Open the list again, or enter an ID or URL, or the title of an album.',
				);
			case 'serverFault':
			case 'renewalFailed':
			case 'connectionLost':
				return inputError(
					node,
					texts[kind].message,
					'Open the list again in a moment, or enter an ID or URL, or the title of an album.',
				);
			default:
				return error;
		}
	}
}

/**
 * A search reads pages until it has this many matches, or up to the end of the list: Google cannot search by name. The
 * editor requests more only if the results overflow its window, or if there is no filter.
 */
const MIN_MATCHES = 20;

/** Maximum number of pages per search: each page counts against the daily request quota. */
const MAX_PAGES = 40;

type Choice = INodeListSearchResult['results'][number];

/** A list of the API whose entries the editor offers. */
interface ListRow<T> {
	list: string;
	method: ListMethod;
	largestPage: number;
	/** plural name of the entries, for the editor */
	called: string;
	choiceOf: (entry: T) => Choice;
}

async function search<T extends { id: string }>(
	caller: ILoadOptionsFunctions,
	{ list, method, largestPage, called, choiceOf }: ListRow<T>,
	filter: string | undefined,
	firstToken: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = filter?.normalize('NFC').trim().toLocaleLowerCase() ?? '';
	const reading = new EditorListReader(caller);
	const pages = pagesOf<T>(list, async (token) => await reading.page(method, largestPage, token), firstToken);
	const results: Choice[] = [];
	let seen = 0;
	let read = 0;
	let next = firstToken;
	try {
		for await (const { entries, nextPageToken, cut } of pages) {
			seen += entries.length;
			next = nextPageToken;
			const choices = entries.map(choiceOf);
			results.push(...choices.filter(({ name }) => name.normalize('NFC').toLocaleLowerCase().includes(wanted)));
			if (cut) break;
			if (nextPageToken === undefined) return { results };
			if (results.length >= (wanted ? MIN_MATCHES : 1)) return { results, paginationToken: next };
			if (++read === MAX_PAGES || reading.isOver) break;
		}
	} catch (error) {
		if (read === 0) throw rethrow(error);
		// the results so far are more useful than the error
	}
	return { results: [...results, notSearched(seen, called)], paginationToken: next };
}

/** Last entry of the results: says how many entries were searched. Choosing it leaves the field empty. */
function notSearched(seen: number, called: string): Choice {
	const searched = seen === 0 ? `Google has listed no ${called} yet` : `Only the first ${seen.toLocaleString('en')} ${called} were searched`;
	return { name: `${searched}: enter an ID instead`, value: '' };
}

/** List search for albums in the editor: title, number of media items, link. */
export async function searchAlbums(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const albums: ListRow<Album> = {
		list: 'albums',
		method: 'albums.list',
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

/** List search for media items in the editor: file name, capture date, link. */
export async function searchMediaItems(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const mediaItems: ListRow<MediaItem> = {
		list: 'mediaItems',
		method: 'mediaItems.list',
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

import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { failureOf, rethrow, withContext } from '../errors/nodeError';

/** Length of a page token's hash in characters: enough to distinguish the tokens of one listing. */
const HASH_LENGTH = 12;

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex').slice(0, HASH_LENGTH);
}

/** What a listing has read so far. Listings that are read in several calls share one. */
export class ListingProgress {
	/** page tokens, as short hashes: Google's tokens are hundreds of characters long */
	private readonly tokens = new Set<string>();
	private readonly ids = new Set<string>();
	/** consecutive pages without a new entry */
	emptyPages = 0;

	get pages(): number {
		return this.tokens.size;
	}

	hasToken(token: string): boolean {
		return this.tokens.has(hashOf(token));
	}

	addToken(token: string): void {
		this.tokens.add(hashOf(token));
	}

	/** @returns the entries that were on no earlier page */
	newEntries<T extends { id: string }>(entries: T[]): T[] {
		const added = entries.filter(({ id }) => !this.ids.has(id));
		for (const { id } of added) this.ids.add(id);
		this.emptyPages = added.length === 0 ? this.emptyPages + 1 : 0;
		return added;
	}
}

/** One page of a list. Google omits an empty list, even while more pages follow. */
export interface Page {
	nextPageToken?: string;
	[list: string]: unknown;
}

/** Where a listing goes on. */
export interface PageTokens {
	/** token of the page with which it begins; without one, the first page */
	firstToken?: string;
	/** what was read before: a listing that is read in several calls passes on the same object */
	progress?: ListingProgress;
}

/** Maximum number of pages of one listing: 100,000 albums have as many. */
const MAX_PAGES = 2000;

/** Maximum number of consecutive pages without a new entry: after these no new entry is expected. */
const MAX_EMPTY_PAGES = 200;

/**
 * Reads a list page by page until there is no token for a next page. A short or empty page does not mean the end. A
 * list that never ends is cut off, and so is one with a page token that occurred before: it would loop until the daily
 * quota is used up. A page of only known entries with such a token is the end: the list has started again from the top.
 * https://developers.google.com/photos/library/guides/list
 *
 * @param list name of the list in the reply, `albums` or `mediaItems`
 * @param fetchPage fetches the page of a token, or the first page without one
 * @param firstToken token of the page to begin with
 * @param progress what was read before; share one instance if the listing is read in several calls
 * @returns each page's entries without those of earlier pages, and the token of the next page; with the last page,
 *   `cut` if the list may have more entries that are not read
 */
export async function* pagesOf<T extends { id: string }>(
	list: string,
	fetchPage: (pageToken: string | undefined) => Promise<Page>,
	firstToken?: string,
	progress = new ListingProgress(),
): AsyncGenerator<{ entries: T[]; nextPageToken?: string; cut?: boolean }> {
	let pageToken = firstToken;
	if (firstToken !== undefined) progress.addToken(firstToken);
	do {
		let page: Page;
		try {
			page = await fetchPage(pageToken);
		} catch (error) {
			throw pageToken === undefined ? rethrow(error) : pageError(error);
		}
		const listed = (page[list] ?? []) as T[];
		const entries = progress.newEntries(listed);
		const next = page.nextPageToken || undefined;
		const repeats = next !== undefined && progress.hasToken(next);
		const isEndless = progress.pages >= MAX_PAGES || progress.emptyPages >= MAX_EMPTY_PAGES;
		const startsAgain = repeats && listed.length > 0 && entries.length === 0;
		const cut = next !== undefined && !startsAgain && (repeats || isEndless);
		pageToken = cut || startsAgain ? undefined : next;
		if (pageToken !== undefined) progress.addToken(pageToken);
		yield { entries, nextPageToken: pageToken, ...(cut && { cut }) };
	} while (pageToken !== undefined);
}

/**
 * Error of a page after the first. The other parameters are those of the page before, which Google accepted: a rejected
 * request means the page token. Google does not document how long page tokens are valid.
 */
function pageError(error: Error): Error {
	const failure = failureOf(error);
	if (failure?.kind !== 'invalid' || failure.foreign) return error;
	const explained = withContext(error, {
		message: 'Google Photos did not accept the page token of the next page',
		advice: 'Run this item again: it reads the list from its first page. Google returned the token with the page before.',
	});
	pageErrors.add(explained);
	return explained;
}

const pageErrors = new WeakSet<Error>();

/** Whether an error says that Google rejected a page token. */
export function isPageTokenError(error: Error): boolean {
	return pageErrors.has(error);
}

/** Parameters of a page, as all of Google's list methods name them. */
export function pageParameters(pageSize: number, pageToken: string | undefined): IDataObject {
	return { pageSize, ...(pageToken !== undefined && { pageToken }) };
}

import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** Length of a page token's hash in characters: enough to distinguish the tokens of one listing. */
const HASH_LENGTH = 12;

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex').slice(0, HASH_LENGTH);
}

/** Page tokens of a listing so far, as short hashes: Google's tokens are hundreds of characters long. */
export class SeenTokens {
	private readonly hashes: Set<string>;

	/** @param text result of `toString`, to continue a listing */
	constructor(text = '') {
		this.hashes = new Set(text.split(',').filter(Boolean));
	}

	get size(): number {
		return this.hashes.size;
	}

	has(token: string): boolean {
		return this.hashes.has(hashOf(token));
	}

	add(token: string): void {
		this.hashes.add(hashOf(token));
	}

	toString(): string {
		return [...this.hashes].join(',');
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
	/** tokens of the pages before: a listing that is read in several goes hands on the same object */
	seen?: SeenTokens;
}

/** Maximum number of pages of one listing: 100,000 albums have as many. */
const MAX_PAGES = 2000;

/** Maximum number of consecutive pages without a new entry: after these no new entry is expected. */
const MAX_EMPTY_PAGES = 200;

/**
 * Reads a list page by page until there is no token for a next page. A short or empty page does not mean the end. A
 * page token that occurred before ends the listing as well: it would loop until the daily quota is used up. A list
 * that never ends is cut off for the same reason.
 * https://developers.google.com/photos/library/guides/list
 *
 * @param list name of the list in the reply, `albums` or `mediaItems`
 * @param fetchPage fetches the page of a token, or the first page without one
 * @param firstToken token of the page to begin with
 * @param tokens page tokens that occurred before; share one instance if the listing is read in several calls
 * @returns each page's entries without those of earlier pages, and the token of the next page; with the last page,
 *   `cut` if there are more pages that are not read
 */
export async function* pagesOf<T extends { id: string }>(
	list: string,
	fetchPage: (pageToken: string | undefined) => Promise<Page>,
	firstToken?: string,
	tokens = new SeenTokens(),
): AsyncGenerator<{ entries: T[]; nextPageToken?: string; cut?: boolean }> {
	const seen = new Set<string>();
	let emptyPages = 0;
	let pageToken = firstToken;
	if (firstToken !== undefined) tokens.add(firstToken);
	do {
		const page = await fetchPage(pageToken);
		const entries = ((page[list] ?? []) as T[]).filter(({ id }) => !seen.has(id));
		for (const { id } of entries) seen.add(id);
		emptyPages = entries.length === 0 ? emptyPages + 1 : 0;
		const next = page.nextPageToken || undefined;
		const cut = next !== undefined && (tokens.size >= MAX_PAGES || emptyPages >= MAX_EMPTY_PAGES);
		pageToken = next === undefined || cut || tokens.has(next) ? undefined : next;
		if (pageToken !== undefined) tokens.add(pageToken);
		yield { entries, nextPageToken: pageToken, ...(cut && { cut }) };
	} while (pageToken !== undefined);
}

/** Parameters of a page, as all of Google's list methods name them. */
export function pageParameters(pageSize: number, pageToken: string | undefined): IDataObject {
	return { pageSize, ...(pageToken !== undefined && { pageToken }) };
}

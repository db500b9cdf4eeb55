import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** How many characters of a token's hash tell it from the others of a listing. */
const HASH_LENGTH = 12;

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex').slice(0, HASH_LENGTH);
}

/** The page tokens that a listing had, as short hashes: Google's tokens are hundreds of characters long. */
export class SeenTokens {
	private readonly hashes: Set<string>;

	/** @param text what `toString` gave, to go on with a listing */
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

/** One page of a list. Google leaves the list out when it is empty, also while more pages follow. */
export interface Page {
	nextPageToken?: string;
	[list: string]: unknown;
}

/** The most pages of one listing: 100,000 albums have as many. */
const MAX_PAGES = 2000;

/** After so many pages in a row without anything new, nothing new is to come. */
const MAX_EMPTY_PAGES = 200;

/**
 * Reads a list page by page until there is no token for a next page, which alone means the end: pages may
 * be short, or empty, in between. A token that was there before is the end as well: it would go round for ever, until
 * the requests of the day are used up. So is a list that never ends.
 * https://developers.google.com/photos/library/guides/list
 *
 * @param list name of the list in the reply, `albums` or `mediaItems`
 * @param fetchPage gets the page of a token; of none, the first one
 * @param firstToken where to begin
 * @param tokens those that were there before; a listing that is read in several goes hands on the same
 * @returns each page's entries, without those that an earlier page had, and the token of the page after it; with the
 *   last page, whether there are more that are not read
 */
export async function* pagesOf<T extends { id: string }>(
	list: string,
	fetchPage: (pageToken: string | undefined) => Promise<Page>,
	firstToken?: string,
	tokens = new SeenTokens(),
): AsyncGenerator<{ entries: T[]; nextPageToken?: string; cut?: boolean }> {
	const seen = new Set<string>();
	let inVain = 0;
	let pageToken = firstToken;
	if (firstToken !== undefined) tokens.add(firstToken);
	do {
		const page = await fetchPage(pageToken);
		const entries = ((page[list] ?? []) as T[]).filter(({ id }) => !seen.has(id));
		for (const { id } of entries) seen.add(id);
		inVain = entries.length === 0 ? inVain + 1 : 0;
		const next = page.nextPageToken || undefined;
		const cut = next !== undefined && (tokens.size >= MAX_PAGES || inVain >= MAX_EMPTY_PAGES);
		pageToken = next === undefined || cut || tokens.has(next) ? undefined : next;
		if (pageToken !== undefined) tokens.add(pageToken);
		yield { entries, nextPageToken: pageToken, ...(cut && { cut }) };
	} while (pageToken !== undefined);
}

/** The parameters of a page, as every list method of Google's calls them. */
export function pageParameters(pageSize: number, pageToken: string | undefined): IDataObject {
	return { pageSize, ...(pageToken !== undefined && { pageToken }) };
}

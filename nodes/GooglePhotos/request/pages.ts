import type { IDataObject } from 'n8n-workflow';

/** One page of a list. Google leaves the list out when it is empty, also while more pages follow. */
export interface Page {
	nextPageToken?: string;
	[list: string]: unknown;
}

/**
 * Reads a list page by page until there is no token for a next page, which alone means the end: pages may
 * be short, or empty, in between.
 * https://developers.google.com/photos/library/guides/list
 *
 * @param list name of the list in the reply, `albums` or `mediaItems`
 * @param fetchPage gets the page of a token; of none, the first one
 * @param firstToken where to begin
 * @returns each page's entries, without those that an earlier page had, and the token of the page after it
 */
export async function* pagesOf<T extends { id: string }>(
	list: string,
	fetchPage: (pageToken: string | undefined) => Promise<Page>,
	firstToken?: string,
): AsyncGenerator<{ entries: T[]; nextPageToken?: string }> {
	const seen = new Set<string>();
	const tokens = new Set<string | undefined>();
	let pageToken = firstToken;
	do {
		const page = await fetchPage(pageToken);
		const entries = ((page[list] ?? []) as T[]).filter(({ id }) => !seen.has(id));
		for (const { id } of entries) seen.add(id);
		pageToken = page.nextPageToken || undefined;
		// a token that comes again would make this go round for ever
		if (tokens.has(pageToken)) pageToken = undefined;
		tokens.add(pageToken);
		yield { entries, nextPageToken: pageToken };
	} while (pageToken !== undefined);
}

/** The parameters of a page, as every list method of Google's calls them. */
export function pageParameters(pageSize: number, pageToken: string | undefined): IDataObject {
	return { pageSize, ...(pageToken !== undefined && { pageToken }) };
}

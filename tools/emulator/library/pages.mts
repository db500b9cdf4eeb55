import { createHash } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import { invalid } from '../http/google-error.mts';

export interface PageRequest {
	pageSize?: number;
	pageToken?: string;
}

export interface PageSizes {
	default: number;
	max: number;
}

export interface Page<T> {
	entries: T[];
	nextPageToken: string | undefined;
}

/** Content of an opaque page token. */
interface Bookmark {
	/** Digest of the query that the token is valid for. */
	q: string;
	/** Id of the last entry returned, '' before the first. */
	after: string;
	/** Number of entries returned so far, in case that id was deleted. */
	given: number;
	/** Number of consecutive empty pages. */
	empty: number;
}

/**
 * One page of a listing, with the irregularities that the account's switches ask for.
 * @param query parameters of the listing; a page token is valid only for the same query
 * @throws GoogleError for an invalid size or token
 */
export function pageOf<T extends { id: string }>(
	all: readonly T[],
	request: PageRequest,
	sizes: PageSizes,
	query: unknown,
	{ switches }: Pick<Account, 'switches'>,
): Page<T> {
	const size = sizeOf(request.pageSize ?? 0, sizes, switches.pageSizeAboveMax === '400');
	const digest = createHash('sha256')
		.update(JSON.stringify(query))
		.digest('base64url')
		.slice(0, 16);
	const bookmark = request.pageToken
		? read(request.pageToken, digest)
		: { q: digest, after: '', given: 0, empty: 0 };

	if (bookmark.empty < switches.emptyPages && all.length > 0)
		return { entries: [], nextPageToken: write({ ...bookmark, empty: bookmark.empty + 1 }) };

	const anchor = bookmark.after === '' ? -1 : all.findIndex(({ id }) => id === bookmark.after);
	const start = anchor >= 0 ? anchor + 1 : bookmark.given;
	const end = start + (switches.shortPages ? Math.ceil(size / 2) : size);
	const repeated = switches.repeatFirstItem && start > 0 ? 1 : 0;
	const last = all[end - 1];
	return {
		entries: all.slice(start - repeated, end),
		nextPageToken:
			end < all.length && last
				? write({ q: digest, after: last.id, given: end, empty: 0 })
				: switches.repeatedPageTokens
					? write({ q: digest, after: '', given: 0, empty: 0 })
					: undefined,
	};
}

function sizeOf(asked: number, sizes: PageSizes, strict: boolean): number {
	if (asked < 0 || (strict && asked > sizes.max))
		throw invalid(`Page size must be between 1 and ${sizes.max}.`);
	return Math.min(asked === 0 ? sizes.default : asked, sizes.max);
}

function write(bookmark: Bookmark): string {
	return Buffer.from(JSON.stringify(bookmark)).toString('base64url');
}

function read(token: string, digest: string): Bookmark {
	let bookmark: Partial<Bookmark> | undefined;
	try {
		bookmark = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Bookmark>;
	} catch {
		// Not a token of this emulator: rejected below.
	}
	const { q, after, given, empty } = bookmark ?? {};
	if (q !== digest || after === undefined || given === undefined || empty === undefined)
		throw invalid('Invalid page token.');
	return { q, after, given, empty };
}

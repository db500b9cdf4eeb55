import { comparableTitle, MAX_ALBUM_PAGE } from '../api/album';
import type { Album } from '../api/album';
import { callApi } from '../api/client';
import { clock } from '../concurrency/clock';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { SingleFlight } from '../execution/singleFlight';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext, RequestContext } from '../http/n8nContext';
import { pageParameters, pagesOf, SeenTokens } from '../http/paging';
import type { Page } from '../http/paging';
import { cacheAlbum } from './cache';
import { albumStateOf } from './state';

type AlbumPages = AsyncGenerator<{ entries: Album[]; nextPageToken?: string; cut?: boolean }>;

/** The albums of the account, page by page, in Google's order. */
function albumPages(
	context: RequestContext,
	subject?: ErrorContext,
	firstToken?: string,
	tokens?: SeenTokens,
): AlbumPages {
	const fetchPage = async (pageToken: string | undefined) =>
		await callApi<Page>(context, {
			verb: 'GET',
			path: '/v1/albums',
			qs: pageParameters(MAX_ALBUM_PAGE, pageToken),
			subject,
		});
	return pagesOf<Album>('albums', fetchPage, firstToken, tokens);
}

/** What was listed longer ago than this is listed anew, also by the same run. */
const FRESH = 60_000;

/** Google may answer with empty pages before those that hold something. */
const MAX_EMPTY_PAGES = 3;

/**
 * The albums of an account by their titles, read as far as somebody needed it: whoever needs more reads the next
 * page, on his own behalf and until he is cancelled, while the others wait for it.
 */
class AlbumDirectory {
	/** how many are looking for a title */
	users = 0;
	private readonly began = clock.now();
	private readonly changesBefore: number;
	private readonly byTitle = new Map<string, Album>();
	private nextToken?: string;
	private readonly tokens = new SeenTokens();
	private complete = false;
	private readonly reading = new SingleFlight<void>();

	constructor(private readonly account: AccountState) {
		this.changesBefore = albumStateOf(account).changes;
	}

	/** Whether it can be used. @param account of whoever looks: the context of a trigger outlives a sign-in */
	isFreshFor(account: AccountState): boolean {
		const unchanged = account === this.account && this.changesBefore === albumStateOf(account).changes;
		return unchanged && clock.now() - this.began < FRESH;
	}

	/** @returns the first album of that title that Google lists; reading stops there */
	async find(context: RequestContext, title: string, subject?: ErrorContext): Promise<Album | undefined> {
		const wanted = comparableTitle(title);
		for (;;) {
			const found = this.byTitle.get(wanted);
			if (found || this.complete) return found;
			await this.readPage(context, subject);
		}
	}

	/** Reads as far as the newest albums usually are. @returns the first album of that title that is there */
	async findOnFirstPage(...[context, title, subject]: Parameters<AlbumDirectory['find']>): Promise<Album | undefined> {
		for (let pages = 0; pages < MAX_EMPTY_PAGES && this.byTitle.size === 0 && !this.complete; pages++) {
			await this.readPage(context, subject);
		}
		return this.byTitle.get(comparableTitle(title));
	}

	/** Keeps an album, unless Google lists another one of its title before it. */
	add(album: Album): void {
		const title = comparableTitle(album.title ?? '');
		if (this.byTitle.has(title)) return;
		this.byTitle.set(title, album);
		cacheAlbum(this.account, album, 'listed');
	}

	private async readPage(context: RequestContext, subject?: ErrorContext): Promise<void> {
		await this.reading.run('next', context.n8n, subject, async () => {
			const { value } = await albumPages(context, subject, this.nextToken, this.tokens).next();
			const { entries, nextPageToken, cut } = value as { entries: Album[]; nextPageToken?: string; cut?: boolean };
			for (const album of entries) this.add(album);
			if (cut) throw endlessAlbumList(context.n8n, subject);
			this.complete = nextPageToken === undefined;
			this.nextToken = nextPageToken;
		});
	}
}

/** Whether there is an album of the title nobody knows then: none may be made. */
function endlessAlbumList(n8n: N8nContext, subject?: ErrorContext): Error {
	return inputError(
		n8n.getNode(),
		'Google Photos gives page after page of albums without an end',
		'Whether there is an album of this title cannot be told. Choose it by its ID or URL, or run this again later.',
		subject ?? {},
	);
}

/** The listing that each run of a node began with: it asks once which titles there are. */
const listingOfRun = new WeakMap<N8nContext, AlbumDirectory>();

/** The listing of each account that is being looked into: others join it. */
const inUse = new WeakMap<AccountState, AlbumDirectory>();

/**
 * The first album of a title that Google lists. A run reads the list once, as far as it needs it, together with
 * all others that look at the same time.
 *
 * @throws NodeApiError made by `explain`
 */
export async function findListedAlbum(
	context: RequestContext,
	title: string,
	subject?: ErrorContext,
): Promise<Album | undefined> {
	const account = await accountStateOf(context.n8n);
	const candidates = [listingOfRun.get(context.n8n), inUse.get(account)];
	const listing = candidates.find((candidate) => candidate?.isFreshFor(account)) ?? new AlbumDirectory(account);
	listingOfRun.set(context.n8n, listing);
	inUse.set(account, listing);
	listing.users++;
	try {
		return await listing.find(context, title, subject);
	} finally {
		if (--listing.users === 0 && inUse.get(account) === listing) inUse.delete(account);
	}
}

/**
 * Looks for a title among the newest albums, which Google lists first: one request, right before an album is made.
 *
 * @throws NodeApiError made by `explain`
 */
export async function findNewAlbum(...given: Parameters<typeof findListedAlbum>): Promise<Album | undefined> {
	return await new AlbumDirectory(await accountStateOf(given[0].n8n)).findOnFirstPage(...given);
}

/** An album that was created after the list was read. */
export async function addToDirectory(n8n: N8nContext, album: Album): Promise<void> {
	const account = await accountStateOf(n8n);
	for (const listing of [listingOfRun.get(n8n), inUse.get(account)]) listing?.add(album);
}

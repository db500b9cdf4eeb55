import { comparableTitle } from '../api/album';
import type { Album } from '../api/album';
import { albumPages } from '../api/libraryCalls';
import { clock } from '../concurrency/clock';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { SingleFlight } from '../execution/singleFlight';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext, RequestContext } from '../http/n8nContext';
import { ListingProgress } from '../http/paging';
import { albumStateOf, cacheAlbum } from './cache';

/** Maximum age of a listing in milliseconds. An older one is read again, even by the same execution. */
const FRESH = 60_000;

/** Maximum number of pages read to find the newest albums: Google may return empty pages first. */
const MAX_EMPTY_PAGES = 3;

/**
 * The albums of an account by title, read lazily. A lookup that needs more reads the next page with its own context and
 * until it is cancelled; concurrent lookups wait for that page.
 */
class AlbumList {
	/** number of lookups in progress */
	users = 0;
	private readonly began = clock.now();
	private readonly changesBefore: number;
	private readonly byTitle = new Map<string, Album>();
	private nextToken?: string;
	private readonly progress = new ListingProgress();
	private complete = false;
	/** whether Google's pages do not end; see `pagesOf` */
	private endless = false;
	private readonly reading = new SingleFlight<void>();

	constructor(private readonly account: AccountState) {
		this.changesBefore = albumStateOf(account).changes;
	}

	/** Whether the listing is still valid. @param account the caller's: the context of a trigger outlives a sign-in */
	isFreshFor(account: AccountState): boolean {
		const unchanged = account === this.account && this.changesBefore === albumStateOf(account).changes;
		return unchanged && clock.now() - this.began < FRESH;
	}

	/**
	 * @returns the first album of the title in Google's order; reading stops there
	 * @throws NodeOperationError if the album is not in a list that cannot be read to its end
	 */
	async find(context: RequestContext, title: string, subject?: ErrorContext): Promise<Album | undefined> {
		const wanted = comparableTitle(title);
		for (;;) {
			const found = this.byTitle.get(wanted);
			if (found || this.complete) return found;
			if (this.endless) throw endlessAlbumList(context.n8n, subject);
			await this.readPage(context, subject);
		}
	}

	/** Reads only the page with the newest albums. @returns the first album of the title on it */
	async findOnFirstPage(...[context, title, subject]: Parameters<AlbumList['find']>): Promise<Album | undefined> {
		for (let pages = 0; pages < MAX_EMPTY_PAGES && this.byTitle.size === 0 && !this.complete && !this.endless; pages++) {
			await this.readPage(context, subject);
		}
		return this.byTitle.get(comparableTitle(title));
	}

	/** Stores an album, unless another one of its title is already stored, which Google lists before it. */
	add(album: Album): void {
		const title = comparableTitle(album.title ?? '');
		if (this.byTitle.has(title)) return;
		this.byTitle.set(title, album);
		cacheAlbum(this.account, album, 'listed');
	}

	private async readPage(context: RequestContext, subject?: ErrorContext): Promise<void> {
		await this.reading.run('next', context.n8n, subject, async () => {
			const { value } = await albumPages(context, subject, { firstToken: this.nextToken, progress: this.progress }).next();
			const { entries, nextPageToken, cut } = value as { entries: Album[]; nextPageToken?: string; cut?: boolean };
			for (const album of entries) this.add(album);
			this.endless = cut === true;
			this.complete = nextPageToken === undefined && !this.endless;
			this.nextToken = nextPageToken;
		});
	}
}

/** An incomplete list does not prove that an album of the title is missing, so none may be created. */
function endlessAlbumList(n8n: N8nContext, subject?: ErrorContext): Error {
	return inputError(
		n8n.getNode(),
		'The list of albums from Google Photos does not end',
		'Choose the album by its ID or URL, or run this again later. It is not known whether there is an album with this title.',
		subject ?? {},
	);
}

/** The listing that each execution used last, so that it reads the list once. */
const listingOfRun = new WeakMap<N8nContext, AlbumList>();

/** The listing of each account with lookups in progress: further lookups share it. */
const inUse = new WeakMap<AccountState, AlbumList>();

/**
 * The first album of a title in Google's order. An execution reads the list once, as far as needed, and shares it with
 * all concurrent lookups of the account.
 *
 * @throws NodeApiError
 */
export async function findListedAlbum(
	context: RequestContext,
	title: string,
	subject?: ErrorContext,
): Promise<Album | undefined> {
	const account = await accountStateOf(context.n8n);
	const candidates = [listingOfRun.get(context.n8n), inUse.get(account)];
	const listing = candidates.find((candidate) => candidate?.isFreshFor(account)) ?? new AlbumList(account);
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
 * Looks for a title among the newest albums, which Google lists first. Takes one request, or a few if Google returns
 * empty pages. Used right before an album is created.
 *
 * @throws NodeApiError
 */
export async function findNewAlbum(...args: Parameters<typeof findListedAlbum>): Promise<Album | undefined> {
	return await new AlbumList(await accountStateOf(args[0].n8n)).findOnFirstPage(...args);
}

/** Adds an album that was created after the list was read. */
export async function addToDirectory(n8n: N8nContext, album: Album): Promise<void> {
	const account = await accountStateOf(n8n);
	for (const listing of [listingOfRun.get(n8n), inUse.get(account)]) listing?.add(album);
}

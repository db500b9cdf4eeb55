import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import { SeenTokens } from '../request/seenTokens';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/settings';
import { rememberAlbum } from './knownAlbums';
import { SingleFlight } from './singleFlight';

/** The most that Google gives in one page of albums. */
export const LARGEST_ALBUM_PAGE = 50;

type AlbumPages = AsyncGenerator<{ entries: Album[]; nextPageToken?: string; cut?: boolean }>;

/** The albums of the account, page by page, in Google's order. */
function albumPages(
	caller: Caller,
	settings: RequestSettings,
	subject?: Subject,
	firstToken?: string,
	tokens?: SeenTokens,
): AlbumPages {
	const fetchPage = async (pageToken: string | undefined) =>
		await callApi<Page>(caller, settings, {
			verb: 'GET',
			path: '/v1/albums',
			qs: pageParameters(LARGEST_ALBUM_PAGE, pageToken),
			subject,
		});
	return pagesOf<Album>('albums', fetchPage, firstToken, tokens);
}

/** What was listed longer ago than this is listed anew, also by the same run. */
const FRESH = 60_000;

/** Google may answer with empty pages before those that hold something. */
const MOST_EMPTY_PAGES = 3;

/**
 * The albums of an account by their titles, read as far as somebody needed it: whoever needs more reads the next
 * page, on his own behalf and until he is cancelled, while the others wait for it.
 */
class AlbumListing {
	/** how many are looking for a title */
	lookers = 0;
	private readonly began = clock.now();
	private readonly changesBefore: number;
	private readonly byTitle = new Map<string, Album>();
	private nextToken?: string;
	private readonly tokens = new SeenTokens();
	private complete = false;
	private readonly reading = new SingleFlight<void>();

	constructor(private readonly account: Account) {
		this.changesBefore = account.albumChanges;
	}

	/** Whether it can be used. @param account of whoever looks: the context of a trigger outlives a sign-in */
	isFreshFor(account: Account): boolean {
		const unchanged = account === this.account && this.changesBefore === account.albumChanges;
		return unchanged && clock.now() - this.began < FRESH;
	}

	/** @returns the first album of that title that Google lists; reading stops there */
	async find(caller: Caller, settings: RequestSettings, title: string, subject?: Subject): Promise<Album | undefined> {
		const wanted = comparableTitle(title);
		for (;;) {
			const found = this.byTitle.get(wanted);
			if (found || this.complete) return found;
			await this.readPage(caller, settings, subject);
		}
	}

	/** Reads as far as the newest albums usually are. @returns the first album of that title that is there */
	async findOnFirstPage(...[caller, settings, title, subject]: Parameters<AlbumListing['find']>): Promise<Album | undefined> {
		for (let pages = 0; pages < MOST_EMPTY_PAGES && this.byTitle.size === 0 && !this.complete; pages++) {
			await this.readPage(caller, settings, subject);
		}
		return this.byTitle.get(comparableTitle(title));
	}

	/** Keeps an album, unless Google lists another one of its title before it. */
	add(album: Album): void {
		const title = comparableTitle(album.title ?? '');
		if (this.byTitle.has(title)) return;
		this.byTitle.set(title, album);
		rememberAlbum(this.account, album, 'listed');
	}

	private async readPage(caller: Caller, settings: RequestSettings, subject?: Subject): Promise<void> {
		await this.reading.do('next', caller, subject, async () => {
			const { value } = await albumPages(caller, settings, subject, this.nextToken, this.tokens).next();
			const { entries, nextPageToken, cut } = value as { entries: Album[]; nextPageToken?: string; cut?: boolean };
			for (const album of entries) this.add(album);
			if (cut) throw withoutEnd(caller, subject);
			this.complete = nextPageToken === undefined;
			this.nextToken = nextPageToken;
		});
	}
}

/** Whether there is an album of the title nobody knows then: none may be made. */
function withoutEnd(caller: Caller, subject?: Subject): Error {
	return refusal(
		caller.getNode(),
		'Google Photos gives page after page of albums without an end',
		'Whether there is an album of this title cannot be told. Choose it by its ID or URL, or run this again later.',
		subject ?? {},
	);
}

/** The listing that each run of a node began with: it asks once which titles there are. */
const listingOfRun = new WeakMap<Caller, AlbumListing>();

/** The listing of each account that is being looked into: others join it. */
const inUse = new WeakMap<Account, AlbumListing>();

/**
 * The first album of a title that Google lists. A run reads the list once, as far as it needs it, together with
 * all others that look at the same time.
 *
 * @throws NodeApiError made by `explain`
 */
export async function findListedAlbum(
	caller: Caller,
	settings: RequestSettings,
	title: string,
	subject?: Subject,
): Promise<Album | undefined> {
	const account = await accountOf(caller);
	const candidates = [listingOfRun.get(caller), inUse.get(account)];
	const listing = candidates.find((candidate) => candidate?.isFreshFor(account)) ?? new AlbumListing(account);
	listingOfRun.set(caller, listing);
	inUse.set(account, listing);
	listing.lookers++;
	try {
		return await listing.find(caller, settings, title, subject);
	} finally {
		if (--listing.lookers === 0 && inUse.get(account) === listing) inUse.delete(account);
	}
}

/**
 * Looks for a title among the newest albums, which Google lists first: one request, right before an album is made.
 *
 * @throws NodeApiError made by `explain`
 */
export async function findNewAlbum(...given: Parameters<typeof findListedAlbum>): Promise<Album | undefined> {
	return await new AlbumListing(await accountOf(given[0])).findOnFirstPage(...given);
}

/** An album that was created after the list was read. */
export async function addToListing(caller: Caller, album: Album): Promise<void> {
	const account = await accountOf(caller);
	for (const listing of [listingOfRun.get(caller), inUse.get(account)]) listing?.add(album);
}

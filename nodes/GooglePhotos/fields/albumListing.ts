import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import { cancelSignalOf } from '../request/caller';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import { asItIs, explain, failureOf, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/settings';
import { rememberAlbum } from './knownAlbums';
import { orCancelled } from './turn';

/** The most that Google gives in one page of albums. */
export const LARGEST_ALBUM_PAGE = 50;

type AlbumPages = AsyncGenerator<{ entries: Album[]; nextPageToken?: string }>;

/** The albums of the account, page by page, in Google's order. */
function albumPages(
	caller: Caller,
	settings: RequestSettings,
	subject?: Subject,
	firstToken?: string,
): AlbumPages {
	const fetchPage = async (pageToken: string | undefined) =>
		await callApi<Page>(caller, settings, {
			verb: 'GET',
			path: '/v1/albums',
			qs: pageParameters(LARGEST_ALBUM_PAGE, pageToken),
			subject,
		});
	return pagesOf<Album>('albums', fetchPage, firstToken);
}

/** What was listed longer ago than this is listed anew, also by the same run. */
const FRESH = 60_000;

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
	private complete = false;
	private reading?: Promise<Error | undefined>;

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
		const cancelled = () =>
			explain(caller.getNode(), { kind: 'cancelled', message: '', mayHaveActed: false }, subject);
		for (;;) {
			const found = this.byTitle.get(wanted);
			if (found || this.complete) return found;
			if (!this.reading) {
				const error = await (this.reading = this.readPage(caller, settings, subject));
				if (error) throw asItIs(error);
			} else {
				let error: Error | undefined;
				const settled = this.reading.then((end) => void (error = end));
				await orCancelled(settled, cancelSignalOf(caller), cancelled);
				// that somebody else was cancelled is no reason to stop
				if (error && failureOf(error)?.kind !== 'cancelled') throw sameFor(error, { ...subject });
			}
		}
	}

	/** Keeps an album, unless Google lists another one of its title before it. */
	add(album: Album): void {
		const title = comparableTitle(album.title ?? '');
		if (this.byTitle.has(title)) return;
		this.byTitle.set(title, album);
		rememberAlbum(this.account, album, true);
	}

	/** @returns the error that it ended with; the page can then be read again */
	private async readPage(...[caller, settings, subject]: Parameters<typeof albumPages>): Promise<Error | undefined> {
		try {
			const { value } = await albumPages(caller, settings, subject, this.nextToken).next();
			const { entries, nextPageToken } = value as { entries: Album[]; nextPageToken?: string };
			for (const album of entries) this.add(album);
			this.complete = nextPageToken === undefined || nextPageToken === this.nextToken;
			this.nextToken = nextPageToken;
			return undefined;
		} catch (error) {
			return error;
		} finally {
			this.reading = undefined;
		}
	}
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

/** An album that was created after the list was read. */
export async function addToListing(caller: Caller, album: Album): Promise<void> {
	const account = await accountOf(caller);
	for (const listing of [listingOfRun.get(caller), inUse.get(account)]) listing?.add(album);
}

import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import { cancelSignalOf } from '../request/caller';
import type { Caller } from '../request/caller';
import { clock, waitFor } from '../request/clock';
import type { Subject } from '../request/explain';
import { asItIs, failureOf } from '../request/explain';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import { grantedScopes } from '../request/scopes';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/settings';

/** What an operation needs to know of the album it works on. */
export interface KnownAlbum {
	id: string;
	title: string;
	productUrl?: string;
}

/** The most that Google gives in one page of albums. */
export const LARGEST_ALBUM_PAGE = 50;

const HOUR = 60 * 60 * 1000;
const MOST_KNOWN_ALBUMS = 1000;

/**
 * @param asTheOneOfItsTitle whether it is the first that Google lists of its title; of an album that was asked
 *   for by id that is not known
 */
function remember(
	caller: Caller,
	{ id, title = '', productUrl }: Album,
	asTheOneOfItsTitle: boolean,
): KnownAlbum {
	const known = { id, title, productUrl };
	const { albums } = accountOf(caller.getNode());
	// titles hold no control characters that could make one look like an id
	for (const key of asTheOneOfItsTitle ? [titleKey(title), idKey(id)] : [idKey(id)]) {
		albums.delete(key);
		albums.set(key, { ...known, knownSince: clock.now() });
		if (albums.size > MOST_KNOWN_ALBUMS) albums.delete(albums.keys().next().value as string);
	}
	return known;
}

const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
const idKey = (id: string) => `id\0${id}`;

async function recall(caller: Caller, key: string): Promise<KnownAlbum | undefined> {
	await grantedScopes(caller);
	const { albums } = accountOf(caller.getNode());
	const known = albums.get(key);
	if (!known || clock.now() - known.knownSince > HOUR) return undefined;
	const { id, title, productUrl } = known;
	return { id, title, productUrl };
}

/** Forgets an album that Google refused, so that the next run looks again. */
export function forgetAlbum(caller: Caller, { id, title }: KnownAlbum): void {
	const { albums } = accountOf(caller.getNode());
	albums.delete(titleKey(title));
	albums.delete(idKey(id));
}

/** Whether an error says that Google does not let this app use an album. */
export function refusesAnAlbum(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'foreignAlbum' || kind === 'unknownAlbum' || kind === 'notFound';
}

/** The albums of the account, page by page, in Google's order. */
export function albumPages(
	caller: Caller,
	settings: RequestSettings,
	subject?: Subject,
	firstToken?: string,
): AsyncGenerator<{ entries: Album[]; nextPageToken?: string }> {
	return pagesOf<Album>(
		'albums',
		async (pageToken) =>
			await callApi<Page>(caller, settings, {
				verb: 'GET',
				path: '/v1/albums',
				qs: pageParameters(LARGEST_ALBUM_PAGE, pageToken),
				subject,
			}),
		firstToken,
	);
}

/**
 * The first album of that title that Google lists; the listing stops there.
 *
 * @param title compared after Unicode normalisation and trimming
 * @returns undefined if there is none that this app created
 */
export async function findAlbumByTitle(
	caller: Caller,
	settings: RequestSettings,
	title: string,
	subject?: Subject,
): Promise<KnownAlbum | undefined> {
	const known = await recall(caller, titleKey(title));
	if (known) return known;
	const wanted = comparableTitle(title);
	const seen = new Set<string>();
	for await (const { entries } of albumPages(caller, settings, subject)) {
		for (const album of entries) {
			const itsTitle = comparableTitle(album.title ?? '');
			if (!seen.has(itsTitle)) remember(caller, album, true);
			seen.add(itsTitle);
		}
		const found = entries.find((album) => comparableTitle(album.title ?? '') === wanted);
		if (found) return { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
	}
	return undefined;
}

/**
 * The album of that title, created if there is none. One creation per title at a time in this process; two
 * processes can still both create one, since Google has no such thing as a unique title.
 *
 * @param settings Request Options
 * @throws NodeApiError made by `explain`
 */
export async function getOrCreateAlbum(
	caller: Caller,
	settings: RequestSettings,
	title: string,
	subject?: Subject,
): Promise<KnownAlbum & { created: boolean }> {
	const { titleQueues } = accountOf(caller.getNode());
	const key = titleKey(title);
	const previous = titleQueues.get(key) ?? Promise.resolve();
	const task = previous.then(async () => {
		const found = await findAlbumByTitle(caller, settings, title, subject);
		if (found) return { ...found, created: false };
		return await createAlbum(caller, settings, title, subject);
	});
	const settled = task.catch(() => undefined);
	titleQueues.set(key, settled);
	try {
		return await task;
	} finally {
		if (titleQueues.get(key) === settled) titleQueues.delete(key);
	}
}

async function createAlbum(
	caller: Caller,
	settings: RequestSettings,
	title: string,
	subject?: Subject,
): Promise<KnownAlbum & { created: boolean }> {
	for (let tries = 1; ; tries++) {
		try {
			const album = await callApi<Album>(caller, settings, {
				verb: 'POST',
				path: '/v1/albums',
				body: { album: { title: comparableTitle(title) } },
				subject,
			});
			return { ...remember(caller, { title, ...album }, true), created: true };
		} catch (error) {
			// the door does not repeat a creation that may have worked: it is repeated when the list shows that it did not
			if (failureOf(error)?.mayHaveActed !== true) throw asItIs(error);
			const list = await attempt(findAlbumByTitle(caller, settings, title, subject));
			if (list?.found) return { ...list.found, created: true };
			if (!list || tries === MOST_CREATIONS) throw asItIs(error);
			await waitFor(SECOND * 2 ** tries, cancelSignalOf(caller));
		}
	}
}

const MOST_CREATIONS = 3;
const SECOND = 1000;

/** @returns undefined if the list could not be read */
async function attempt(
	find: Promise<KnownAlbum | undefined>,
): Promise<{ found: KnownAlbum | undefined } | undefined> {
	try {
		return { found: await find };
	} catch {
		return undefined;
	}
}

/**
 * The album of an id, asked for once in an hour: so that one which this app did not create is refused before
 * any file is sent, and outputs can name the album.
 */
export async function getAlbum(
	caller: Caller,
	settings: RequestSettings,
	id: string,
	subject?: Subject,
): Promise<KnownAlbum> {
	const known = await recall(caller, idKey(id));
	if (known) return known;
	const album = await callApi<Album>(caller, settings, {
		verb: 'GET',
		path: `/v1/albums/${encodeURIComponent(id)}`,
		subject,
	});
	return remember(caller, { ...album, id }, false);
}

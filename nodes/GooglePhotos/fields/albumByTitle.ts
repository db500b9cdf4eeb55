import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import type { Subject } from '../request/explain';
import { asItIs, failureOf } from '../request/explain';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/send';

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

function remember(caller: Caller, { id, title = '', productUrl }: Album): KnownAlbum {
	const known = { id, title, productUrl };
	const { albums } = accountOf(caller.getNode());
	// by title and by id: titles hold no control characters that could make one look like the other
	for (const key of [titleKey(title), idKey(id)]) {
		albums.delete(key);
		albums.set(key, { ...known, knownSince: clock.now() });
		if (albums.size > MOST_KNOWN_ALBUMS) albums.delete(albums.keys().next().value as string);
	}
	return known;
}

const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
const idKey = (id: string) => `id\0${id}`;

function recall(caller: Caller, key: string): KnownAlbum | undefined {
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
	const known = recall(caller, titleKey(title));
	if (known) return known;
	const wanted = comparableTitle(title);
	for await (const { entries } of albumPages(caller, settings, subject)) {
		const found = entries.find((album) => comparableTitle(album.title ?? '') === wanted);
		if (found) return remember(caller, found);
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
	try {
		const album = await callApi<Album>(caller, settings, {
			verb: 'POST',
			path: '/v1/albums',
			body: { album: { title: comparableTitle(title) } },
			subject,
		});
		return { ...remember(caller, { title, ...album }), created: true };
	} catch (error) {
		// creating is not repeated after a lost reply: the album may be there, and then it is the one
		const lost = failureOf(error)?.mayHaveActed === true;
		const adopted = lost ? await findAlbumByTitle(caller, settings, title, subject).catch(() => undefined) : undefined;
		if (!adopted) throw asItIs(error);
		return { ...adopted, created: true };
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
	const known = recall(caller, idKey(id));
	if (known) return known;
	const album = await callApi<Album>(caller, settings, {
		verb: 'GET',
		path: `/v1/albums/${encodeURIComponent(id)}`,
		subject,
	});
	return remember(caller, { ...album, id });
}

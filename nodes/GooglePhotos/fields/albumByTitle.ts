import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import { cancelSignalOf } from '../request/caller';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import type { Subject } from '../request/explain';
import { asItIs, explain, failureOf } from '../request/explain';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/settings';
import { addToListing, findListedAlbum } from './albumListing';
import { idKey, recallAlbum, rememberAlbum, titleKey } from './knownAlbums';
import type { KnownAlbum } from './knownAlbums';
import { inTurn } from './turn';

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
	const known = await recallAlbum(caller, titleKey(title));
	if (known) return known;
	const found = await findListedAlbum(caller, settings, title, subject);
	return found && { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
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
	const cancelled = () =>
		explain(caller.getNode(), { kind: 'cancelled', message: '', mayHaveActed: false }, subject);
	const { titleTurns } = await accountOf(caller);
	return await inTurn(titleTurns, titleKey(title), cancelSignalOf(caller), cancelled, async () => {
		const found = await findAlbumByTitle(caller, settings, title, subject);
		if (found) return { ...found, created: false };
		return await createAlbum(caller, settings, title, subject);
	});
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
			await addToListing(caller, { title, ...album });
			return { ...rememberAlbum(await accountOf(caller), { title, ...album }, true), created: true };
		} catch (error) {
			// the door does not repeat a creation that may have worked: it is repeated when the list shows that it did not
			if (failureOf(error)?.mayHaveActed !== true) throw asItIs(error);
			(await accountOf(caller)).albumChanges++;
			const list = await attempt(findAlbumByTitle(caller, settings, title, subject));
			if (list?.found) return { ...list.found, created: true };
			if (!list || tries === MOST_CREATIONS) throw asItIs(error);
			await clock.delay(SECOND * 2 ** tries, cancelSignalOf(caller));
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
	const known = await recallAlbum(caller, idKey(id));
	if (known) return known;
	const album = await callApi<Album>(caller, settings, {
		verb: 'GET',
		path: `/v1/albums/${encodeURIComponent(id)}`,
		subject,
	});
	return rememberAlbum(await accountOf(caller), { ...album, id }, false);
}

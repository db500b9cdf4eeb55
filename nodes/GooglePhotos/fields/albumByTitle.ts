import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import type { Caller } from '../request/caller';
import type { Subject } from '../request/explain';
import { asItIs } from '../request/explain';
import { callApi } from '../request/send';
import type { RequestSettings } from '../request/settings';
import { findListedAlbum } from './albumListing';
import { confirmAlbum, forgetAlbum, idKey, isLearnedInRun, recallAlbum, refusesAnAlbum, rememberAlbum, titleKey } from './knownAlbums';
import type { KnownAlbum, RememberedAlbum } from './knownAlbums';
import { lastCreation } from './recentCreations';
import { SingleFlight } from './singleFlight';

/**
 * The first album of that title that Google lists; the listing stops there. One that an earlier run learned of is
 * asked for once in this run, since its owner may have renamed or deleted it, or another process may have made
 * another one that Google lists before it.
 *
 * @param title compared after Unicode normalisation and trimming
 * @param seen whether the caller will see for itself how the album is called now
 * @returns undefined if there is none that this app created
 */
export async function findAlbumByTitle(
	caller: Caller,
	settings: RequestSettings,
	title: string,
	subject?: Subject,
	seen = false,
): Promise<KnownAlbum | undefined> {
	const known = await recallAlbum(caller, titleKey(title));
	if (known && (seen || (await isStillTheOne(caller, settings, known, subject)))) return plain(known);
	const found = await findListedAlbum(caller, settings, title, subject);
	if (found) return { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
	// an album that this process made may be missing in the list for a while
	const own = await recallAlbum(caller, titleKey(title));
	const isThere = own && (lastCreation(await accountOf(caller), title) || (await confirm(caller, settings, own, subject)));
	return isThere ? plain(own) : undefined;
}

function plain({ id, title, productUrl }: RememberedAlbum): KnownAlbum {
	return { id, title, productUrl };
}

/** Who is asking whether an album is still called as it was. */
const confirmations = new WeakMap<Account, SingleFlight<boolean>>();

async function isStillTheOne(
	caller: Caller,
	settings: RequestSettings,
	known: RememberedAlbum,
	subject?: Subject,
): Promise<boolean> {
	if (isLearnedInRun(caller, known)) return true;
	const account = await accountOf(caller);
	// another process may have made one at the same time: only a list tells which is the first
	if (known.from === 'made' || lastCreation(account, known.title)) return false;
	const flight = confirmations.get(account) ?? new SingleFlight<boolean>();
	confirmations.set(account, flight);
	return await flight.do(known.id, caller, subject, async () => await confirm(caller, settings, known, subject));
}

/** Asks for the album once: it was renamed or deleted if Google shows another title, or refuses it. */
async function confirm(
	caller: Caller,
	settings: RequestSettings,
	known: RememberedAlbum,
	subject?: Subject,
): Promise<boolean> {
	try {
		const { title } = await askForAlbum(caller, settings, known.id, subject);
		if (comparableTitle(title) !== comparableTitle(known.title)) return false;
		confirmAlbum(known);
		return true;
	} catch (error) {
		if (!refusesAnAlbum(error)) throw asItIs(error);
		await forgetAlbum(caller, known);
		return false;
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
	return known ? plain(known) : await askForAlbum(caller, settings, id, subject);
}

async function askForAlbum(caller: Caller, settings: RequestSettings, id: string, subject?: Subject): Promise<KnownAlbum> {
	const path = `/v1/albums/${encodeURIComponent(id)}`;
	const album = await callApi<Album>(caller, settings, { verb: 'GET', path, subject });
	return rememberAlbum(await accountOf(caller), { ...album, id }, 'asked');
}

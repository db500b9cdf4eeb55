import { comparableTitle } from '../api/album';
import type { Album } from '../api/album';
import { callApi } from '../api/client';
import { rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { SingleFlight } from '../execution/singleFlight';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { RequestContext } from '../http/n8nContext';
import {
	cacheAlbum,
	confirmCachedAlbum,
	getCachedAlbum,
	idKey,
	invalidateAlbum,
	isAlbumRejection,
	isLearnedInRun,
	titleKey,
} from './cache';
import { findListedAlbum } from './directory';
import { lastCreation } from './recentCreations';
import type { AlbumRef, CachedAlbum } from './state';

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
	context: RequestContext,
	title: string,
	subject?: ErrorContext,
	seen = false,
): Promise<AlbumRef | undefined> {
	const known = await getCachedAlbum(context.n8n, titleKey(title));
	if (known && (seen || (await isStillTheOne(context, known, subject)))) return plain(known);
	const found = await findListedAlbum(context, title, subject);
	if (found) return { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
	// an album that this process made may be missing in the list for a while
	const own = await getCachedAlbum(context.n8n, titleKey(title));
	const isThere = own && (lastCreation(await accountStateOf(context.n8n), title) || (await confirm(context, own, subject)));
	return isThere ? plain(own) : undefined;
}

function plain({ id, title, productUrl }: CachedAlbum): AlbumRef {
	return { id, title, productUrl };
}

/** Who is asking whether an album is still called as it was. */
const confirmations = new WeakMap<AccountState, SingleFlight<boolean>>();

async function isStillTheOne(
	context: RequestContext,
	known: CachedAlbum,
	subject?: ErrorContext,
): Promise<boolean> {
	if (isLearnedInRun(context.n8n, known)) return true;
	const account = await accountStateOf(context.n8n);
	// another process may have made one at the same time: only a list tells which is the first
	if (known.from === 'made' || lastCreation(account, known.title)) return false;
	const flight = confirmations.get(account) ?? new SingleFlight<boolean>();
	confirmations.set(account, flight);
	return await flight.run(known.id, context.n8n, subject, async () => await confirm(context, known, subject));
}

/** Asks for the album once: it was renamed or deleted if Google shows another title, or refuses it. */
async function confirm(
	context: RequestContext,
	known: CachedAlbum,
	subject?: ErrorContext,
): Promise<boolean> {
	try {
		const { title } = await askForAlbum(context, known.id, subject);
		if (comparableTitle(title) !== comparableTitle(known.title)) return false;
		confirmCachedAlbum(known);
		return true;
	} catch (error) {
		if (!isAlbumRejection(error)) throw rethrow(error);
		await invalidateAlbum(context.n8n, known);
		return false;
	}
}

/**
 * The album of an id, asked for once in an hour: so that one which this app did not create is refused before
 * any file is sent, and outputs can name the album.
 */
export async function getAlbum(
	context: RequestContext,
	id: string,
	subject?: ErrorContext,
): Promise<AlbumRef> {
	const known = await getCachedAlbum(context.n8n, idKey(id));
	return known ? plain(known) : await askForAlbum(context, id, subject);
}

async function askForAlbum(context: RequestContext, id: string, subject?: ErrorContext): Promise<AlbumRef> {
	const path = `/v1/albums/${encodeURIComponent(id)}`;
	const album = await callApi<Album>(context, { verb: 'GET', path, subject });
	return cacheAlbum(await accountStateOf(context.n8n), { ...album, id }, 'asked');
}

import { comparableTitle } from '../api/album';
import { fetchAlbum } from '../api/libraryCalls';
import { failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { accountStateOf } from '../http/accountState';
import type { RequestContext } from '../http/n8nContext';
import { findListedAlbum } from './albumList';
import {
	albumStateOf,
	cacheAlbum,
	confirmCachedAlbum,
	getCachedAlbum,
	idKey,
	invalidateAlbum,
	isLearnedInRun,
	lastCreation,
	mayMeanDeleted,
	titleKey,
} from './cache';
import type { AlbumRef, CachedAlbum } from './cache';

/**
 * The first album of the title in Google's order; reading the list stops there. An album that an earlier execution
 * cached is requested once in this execution: its owner may have renamed or deleted it, or another process may have
 * created another one that Google lists before it.
 *
 * @param title compared after Unicode normalization and trimming
 * @param seen whether the caller itself checks the current title, so that a cached album needs no confirmation
 * @returns undefined if this app created no album of the title
 */
export async function findAlbumByTitle(
	context: RequestContext,
	title: string,
	subject?: ErrorContext,
	seen = false,
): Promise<AlbumRef | undefined> {
	const cached = await getCachedAlbum(context.n8n, titleKey(title));
	if (cached && (seen || (await isStillTheOne(context, cached, subject)))) return toRef(cached);
	const found = await findListedAlbum(context, title, subject);
	if (found) return { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
	// the list may lack an album that this process created a short time ago
	const own = await getCachedAlbum(context.n8n, titleKey(title));
	const isThere = own && (lastCreation(await accountStateOf(context.n8n), title) || (await confirm(context, own, subject)));
	return isThere ? toRef(own) : undefined;
}

function toRef({ id, title, productUrl }: CachedAlbum): AlbumRef {
	return { id, title, productUrl };
}

async function isStillTheOne(
	context: RequestContext,
	cached: CachedAlbum,
	subject?: ErrorContext,
): Promise<boolean> {
	if (isLearnedInRun(context.n8n, cached)) return true;
	const account = await accountStateOf(context.n8n);
	// another process may have created an album of the title at the same time: only the list tells which is the first
	if (cached.from === 'made' || lastCreation(account, cached.title)) return false;
	const { confirmations } = albumStateOf(account);
	return await confirmations.run(cached.id, context.n8n, subject, async () => await confirm(context, cached, subject));
}

/** Requests the album once. It was renamed if Google returns another title, or deleted if Google rejects it. */
async function confirm(
	context: RequestContext,
	cached: CachedAlbum,
	subject?: ErrorContext,
): Promise<boolean> {
	try {
		const { title } = await fetchAndCacheAlbum(context, cached.id, subject);
		if (comparableTitle(title) !== comparableTitle(cached.title)) return false;
		confirmCachedAlbum(cached);
		return true;
	} catch (error) {
		const failure = failureOf(error);
		if (!failure || !mayMeanDeleted(failure)) throw rethrow(error);
		await invalidateAlbum(context.n8n, cached);
		return false;
	}
}

/**
 * The album of an ID, cached for an hour. This rejects an album that this app did not create before any file is sent,
 * and lets outputs name the album.
 */
export async function getAlbum(
	context: RequestContext,
	id: string,
	subject?: ErrorContext,
): Promise<AlbumRef> {
	const cached = await getCachedAlbum(context.n8n, idKey(id));
	if (cached) return toRef(cached);
	const { lookups } = albumStateOf(await accountStateOf(context.n8n));
	return await lookups.run(id, context.n8n, subject, async () => await fetchAndCacheAlbum(context, id, subject));
}

async function fetchAndCacheAlbum(context: RequestContext, id: string, subject?: ErrorContext): Promise<AlbumRef> {
	const album = await fetchAlbum(context, id, subject);
	return cacheAlbum(await accountStateOf(context.n8n), { ...album, id }, 'asked');
}

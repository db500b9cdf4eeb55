import { comparableTitle } from '../api/album';
import type { Album } from '../api/album';
import { callApi } from '../api/callApi';
import { clock } from '../concurrency/clock';
import { cancelledError, failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { accountStateOf } from '../http/accountState';
import { cancelSignalOf } from '../http/n8nContext';
import type { RequestContext } from '../http/n8nContext';
import { addToDirectory, findListedAlbum, findNewAlbum } from './albumList';
import { albumStateOf, cacheAlbum, lastCreation, recordCreation, titleKey } from './cache';
import type { AlbumRef } from './cache';
import { findAlbumByTitle } from './findByTitle';

const SECOND = 1000;

/**
 * Times of the list reads after a creation without a reply, in milliseconds after it failed. The album may still appear
 * until the last one, so no other album of the title is created before.
 */
const LIST_DELAYS = [2 * SECOND, 6 * SECOND, 12 * SECOND];

const MAX_CREATIONS = 3;

/**
 * The album of a title, created if there is none. This process runs one creation per title at a time. The list is read
 * right before the creation and again after each rejection, since another process may have created the album: a
 * rejection for a "concurrent write" means that another creation was in progress.
 *
 * @param settings Request Options
 * @throws NodeApiError
 */
export async function getOrCreateAlbum(
	context: RequestContext,
	title: string,
	subject?: ErrorContext,
): Promise<AlbumRef & { created: boolean }> {
	const find = async () => await findAlbumByTitle(context, title, subject);
	const found = await find();
	if (found) return { ...found, created: false };
	const { titleLocks } = albumStateOf(await accountStateOf(context.n8n));
	const cancelled = () => cancelledError(context.n8n.getNode(), subject);
	return await titleLocks.run(titleKey(title), cancelSignalOf(context.n8n), cancelled, async () => {
		const album = (await find()) ?? (await findAfterUnknownOutcome(context, title, subject));
		return album ? { ...album, created: false } : await createAlbum(context, title, subject);
	});
}

/** Arguments of a lookup by title. */
type TitleLookup = Parameters<typeof findListedAlbum>;

async function createAlbum(...wanted: TitleLookup): Promise<AlbumRef & { created: boolean }> {
	const [context, title] = wanted;
	for (let tries = 1; ; tries++) {
		try {
			return await createOnce(...wanted);
		} catch (error) {
			// the request pipeline does not retry a creation that may have succeeded: retried once the list lacks it
			if (failureOf(error)?.outcomeUnknown !== true) throw rethrow(error);
			recordCreation(await accountStateOf(context.n8n), title, true);
			const list = await attempt(findAfterUnknownOutcome(...wanted));
			if (list?.found) return { ...list.found, created: true };
			if (!list || tries === MAX_CREATIONS) throw rethrow(error);
		}
	}
}

async function createOnce(...wanted: TitleLookup): Promise<AlbumRef & { created: boolean }> {
	const [context, title, subject] = wanted;
	const account = await accountStateOf(context.n8n);
	let there: Album | undefined;
	let tries = 0;
	const album = await callApi<Album>(context, {
		method: 'albums.create',
		body: { album: { title: comparableTitle(title) } },
		subject,
		beforeAttempt: async (wait) => {
			const limited = { ...context, settings: { ...context.settings, maximumWait: wait } };
			if (tries++ === 0) return (there = await findNewAlbum(limited, title, subject));
			albumStateOf(account).changes++;
			return (there = await findListedAlbum(limited, title, subject));
		},
	});
	if (there) return { ...cacheAlbum(account, there, 'listed'), created: false };
	recordCreation(account, title, false);
	await addToDirectory(context.n8n, { title, ...album });
	return { ...cacheAlbum(account, { title, ...album }, 'made'), created: true };
}

/**
 * Looks for the album of a creation without a reply, as long as it may still appear.
 *
 * @returns undefined if there was no such creation, or if it created no album
 */
async function findAfterUnknownOutcome(...wanted: TitleLookup): Promise<AlbumRef | undefined> {
	const [context, title] = wanted;
	const account = await accountStateOf(context.n8n);
	const creation = lastCreation(account, title);
	if (!creation?.outcomeUnknown) return undefined;
	for (const after of LIST_DELAYS) {
		const wait = creation.at + after - clock.now();
		if (wait <= 0) continue;
		await clock.delay(wait, cancelSignalOf(context.n8n));
		albumStateOf(account).changes++;
		const found = await findListedAlbum(...wanted);
		if (found) return { id: found.id, title: found.title ?? '', productUrl: found.productUrl };
	}
	return undefined;
}

/** @returns undefined if the list could not be read */
async function attempt<T>(find: Promise<T>): Promise<{ found: T } | undefined> {
	try {
		return { found: await find };
	} catch {
		return undefined;
	}
}

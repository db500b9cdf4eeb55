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
import { findAlbumByTitle } from './albumByTitle';
import { addToListing, findListedAlbum, findNewAlbum } from './albumListing';
import { rememberAlbum, titleKey } from './knownAlbums';
import type { KnownAlbum } from './knownAlbums';
import { lastCreation, noteCreation } from './recentCreations';
import { inTurn } from './turn';

const SECOND = 1000;

/**
 * When the list is read after a creation of which no reply came, in milliseconds after it was cut off: until the
 * last of them the album may still appear, and no other one of the title is made.
 */
const LOOKS = [2 * SECOND, 6 * SECOND, 12 * SECOND];

const MOST_CREATIONS = 3;

/**
 * The album of that title, created if there is none. One creation per title at a time in this process; right before
 * the album is made, and again after each refusal, the list is read, since another process may have made it: one
 * that Google refuses for a "concurrent write" was in the way of somebody else's.
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
	const find = async () => await findAlbumByTitle(caller, settings, title, subject);
	const found = await find();
	if (found) return { ...found, created: false };
	const cancelled = () =>
		explain(caller.getNode(), { kind: 'cancelled', message: '', mayHaveActed: false }, subject);
	const { titleTurns } = await accountOf(caller);
	return await inTurn(titleTurns, titleKey(title), cancelSignalOf(caller), cancelled, async () => {
		const made = (await find()) ?? (await perhapsMade(caller, settings, title, subject));
		return made ? { ...made, created: false } : await createAlbum(caller, settings, title, subject);
	});
}

/** What looking for a title needs. */
type Wanted = Parameters<typeof findListedAlbum>;

async function createAlbum(...wanted: Wanted): Promise<KnownAlbum & { created: boolean }> {
	const [caller, , title] = wanted;
	for (let tries = 1; ; tries++) {
		try {
			return await createOnce(...wanted);
		} catch (error) {
			// the door does not repeat a creation that may have worked: it is repeated when the list shows that it did not
			if (failureOf(error)?.mayHaveActed !== true) throw asItIs(error);
			noteCreation(await accountOf(caller), title, true);
			const list = await attempt(perhapsMade(...wanted));
			if (list?.found) return { ...list.found, created: true };
			if (!list || tries === MOST_CREATIONS) throw asItIs(error);
		}
	}
}

async function createOnce(...wanted: Wanted): Promise<KnownAlbum & { created: boolean }> {
	const [caller, settings, title, subject] = wanted;
	const account = await accountOf(caller);
	let there: Album | undefined;
	let tries = 0;
	const album = await callApi<Album>(caller, settings, {
		verb: 'POST',
		path: '/v1/albums',
		body: { album: { title: comparableTitle(title) } },
		subject,
		askFirst: async () => {
			if (tries++ === 0) return (there = await findNewAlbum(...wanted));
			account.albumChanges++;
			return (there = await findListedAlbum(...wanted));
		},
	});
	if (there) return { ...rememberAlbum(account, there, 'listed'), created: false };
	noteCreation(account, title, false);
	await addToListing(caller, { title, ...album });
	return { ...rememberAlbum(account, { title, ...album }, 'made'), created: true };
}

/**
 * Looks for the album of a creation that was cut off, as long as it may still appear.
 *
 * @returns undefined if there was no such creation, or if it has made nothing
 */
async function perhapsMade(...wanted: Wanted): Promise<KnownAlbum | undefined> {
	const [caller, , title] = wanted;
	const account = await accountOf(caller);
	const creation = lastCreation(account, title);
	if (!creation?.unsure) return undefined;
	for (const after of LOOKS) {
		const wait = creation.at + after - clock.now();
		if (wait <= 0) continue;
		await clock.delay(wait, cancelSignalOf(caller));
		account.albumChanges++;
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

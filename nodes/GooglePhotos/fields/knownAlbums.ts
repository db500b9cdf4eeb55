/**
 * What this process remembers of albums, so that a run does not ask Google again what the run before it learned:
 * requests of a day are few. Kept per account, dropped when Google refuses an album.
 */
import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import { failureOf } from '../request/explain';

/** What an operation needs to know of the album it works on. */
export interface KnownAlbum {
	id: string;
	title: string;
	productUrl?: string;
}

const HOUR = 60 * 60 * 1000;
const MOST_KNOWN_ALBUMS = 1000;

/**
 * Keeps what is known of an album for an hour.
 *
 * @param asTheOneOfItsTitle whether it is the first that Google lists of its title; of an album that was asked
 *   for by id that is not known
 */
export function rememberAlbum(
	{ albums }: Account,
	{ id, title = '', productUrl }: Album,
	asTheOneOfItsTitle: boolean,
): KnownAlbum {
	const known = { id, title, productUrl };
	for (const key of asTheOneOfItsTitle ? [titleKey(title), idKey(id)] : [idKey(id)]) {
		albums.delete(key);
		albums.set(key, { ...known, knownSince: clock.now() });
		if (albums.size > MOST_KNOWN_ALBUMS) albums.delete(albums.keys().next().value as string);
	}
	return known;
}

/** Titles hold no control characters that could make one look like an id. */
export const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
export const idKey = (id: string) => `id\0${id}`;

/**
 * What is known of an album, if it was learned within the hour.
 *
 * @param key made by `titleKey` or `idKey`
 */
export async function recallAlbum(caller: Caller, key: string): Promise<KnownAlbum | undefined> {
	const { albums } = await accountOf(caller);
	const known = albums.get(key);
	if (!known || clock.now() - known.knownSince > HOUR) return undefined;
	const { id, title, productUrl } = known;
	return { id, title, productUrl };
}

/** Forgets an album that Google refused or that is called otherwise now, so that the next run looks again. */
export async function forgetAlbum(caller: Caller, album: { id: string; title?: string }): Promise<void> {
	const account = await accountOf(caller);
	const { albums } = account;
	account.albumChanges++;
	if (album.title !== undefined) albums.delete(titleKey(album.title));
	for (const [key, { id }] of albums) if (id === album.id) albums.delete(key);
}

/** Whether an error says that Google does not let this app use an album. */
export function refusesAnAlbum(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'foreignAlbum' || kind === 'unknownAlbum' || kind === 'notFound';
}

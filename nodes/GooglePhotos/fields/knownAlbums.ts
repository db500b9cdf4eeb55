/**
 * What this process remembers of albums, so that a run does not ask Google again what the run before it learned:
 * requests of a day are few. Kept per account, dropped when Google refuses an album or shows it with another title.
 */
import type { Album } from '../model/album';
import { comparableTitle } from '../model/album';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import type { Caller } from '../request/caller';
import { clock } from '../request/clock';
import { sharedRunOf } from '../request/declarative';
import { failureOf } from '../request/explain';
import type { Failure } from '../request/failure';

/** What an operation needs to know of the album it works on. */
export interface KnownAlbum {
	id: string;
	title: string;
	productUrl?: string;
}

/** An album as it is remembered. */
export interface RememberedAlbum extends KnownAlbum {
	/** milliseconds since 1970 */
	knownSince: number;
	/** what has a greater number was learned later */
	learned: number;
	from: Learned;
}

/** How it was learned what an album is called: from a list, by asking for it, or by making it. */
type Learned = 'listed' | 'asked' | 'made';

const HOUR = 60 * 60 * 1000;
const MOST_KNOWN_ALBUMS = 1000;

/** How many things this process has learned of albums */
let learned = 0;

/** What had been learned when a run of a node first asked for an album. */
const learnedBefore = new WeakMap<object, number>();

/**
 * Keeps what Google has just told of an album for an hour. When it was known under another title, that one is
 * forgotten: the album was renamed.
 *
 * @param from how it was learned: of an album that was asked for by its id it is not known whether it is the first
 *   that Google lists of its title; of one that this process made, a list has yet to tell
 */
export function rememberAlbum(account: Account, { id, title = '', productUrl }: Album, from: Learned): KnownAlbum {
	const { albums } = account;
	const known = { id, title, productUrl };
	const before = albums.get(idKey(id));
	if (before && comparableTitle(before.title) !== comparableTitle(title)) {
		if (from === 'asked') account.albumChanges++;
		if (albums.get(titleKey(before.title))?.id === id) albums.delete(titleKey(before.title));
	}
	learned++;
	for (const key of from === 'asked' ? [idKey(id)] : [titleKey(title), idKey(id)]) {
		albums.delete(key);
		albums.set(key, { ...known, knownSince: clock.now(), learned, from });
		if (albums.size > MOST_KNOWN_ALBUMS) albums.delete(albums.keys().next().value as string);
	}
	return known;
}

/** Takes note of how an album is called that some reply shows, if it is known at all: it may have been renamed. */
export function noteTitle(account: Account, album: Album): void {
	if (account.albums.has(idKey(album.id))) rememberAlbum(account, album, 'asked');
}

/** Titles hold no control characters that could make one look like an id. */
export const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
export const idKey = (id: string) => `id\0${id}`;

/**
 * What is known of an album, if it was learned within the hour.
 *
 * @param key made by `titleKey` or `idKey`
 */
export async function recallAlbum(caller: Caller, key: string): Promise<RememberedAlbum | undefined> {
	const { albums } = await accountOf(caller);
	const run = runOf(caller);
	if (!learnedBefore.has(run)) learnedBefore.set(run, learned);
	const known = albums.get(key);
	return known && clock.now() - known.knownSince <= HOUR ? known : undefined;
}

/** Whether an album was learned of after the caller's run began to ask: then it need not be asked for again. */
export function isLearnedInRun(caller: Caller, known: RememberedAlbum): boolean {
	return known.learned > (learnedBefore.get(runOf(caller)) ?? learned);
}

/** Says that the title has just been confirmed by Google; its hour goes on. */
export function confirmAlbum(known: RememberedAlbum): void {
	known.learned = ++learned;
}

/** What the items of one run have in common: n8n gives each item of a declarative operation a context of its own. */
function runOf(caller: Caller): object {
	return ('getItemIndex' in caller ? sharedRunOf(caller) : undefined) ?? caller;
}

/** Forgets an album that Google refused or that is called otherwise now, so that the next one who asks looks again. */
export async function forgetAlbum(caller: Caller, album: { id: string; title?: string }): Promise<void> {
	const account = await accountOf(caller);
	const { albums } = account;
	account.albumChanges++;
	if (album.title !== undefined) albums.delete(titleKey(album.title));
	for (const [key, { id }] of albums) if (id === album.id) albums.delete(key);
}

/** Whether an error says that Google does not let this app use an album. */
export function refusesAnAlbum(error: unknown): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isOfAlbum(failure);
}

/** Whether Google does not let this app use an album. */
export function isOfAlbum({ kind }: Failure): boolean {
	return kind === 'foreignAlbum' || kind === 'unknownAlbum' || kind === 'notFound';
}

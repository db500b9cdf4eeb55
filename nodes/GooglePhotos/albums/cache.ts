import { comparableTitle } from '../api/album';
import type { Album } from '../api/album';
import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import { failureOf } from '../errors/nodeError';
import { sharedExecutionOf } from '../execution/declarative';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext } from '../http/n8nContext';
import { albumStateOf } from './state';
import type { AlbumRef, CachedAlbum, Learned } from './state';

const HOUR = 60 * 60 * 1000;
const MAX_CACHED_ALBUMS = 1000;

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
export function cacheAlbum(account: AccountState, { id, title = '', productUrl }: Album, from: Learned): AlbumRef {
	const state = albumStateOf(account);
	const { cache } = state;
	const known = { id, title, productUrl };
	const before = cache.get(idKey(id));
	if (before && comparableTitle(before.title) !== comparableTitle(title)) {
		if (from === 'asked') state.changes++;
		if (cache.get(titleKey(before.title))?.id === id) cache.delete(titleKey(before.title));
	}
	learned++;
	for (const key of from === 'asked' ? [idKey(id)] : [titleKey(title), idKey(id)]) {
		cache.delete(key);
		cache.set(key, { ...known, knownSince: clock.now(), learned, from });
		if (cache.size > MAX_CACHED_ALBUMS) cache.delete(cache.keys().next().value as string);
	}
	return known;
}

/** Takes note of how an album is called that some reply shows, if it is known at all: it may have been renamed. */
export function updateCachedTitle(account: AccountState, album: Album): void {
	if (albumStateOf(account).cache.has(idKey(album.id))) cacheAlbum(account, album, 'asked');
}

/** Titles hold no control characters that could make one look like an id. */
export const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
export const idKey = (id: string) => `id\0${id}`;

/**
 * What is known of an album, if it was learned within the hour.
 *
 * @param key made by `titleKey` or `idKey`
 */
export async function getCachedAlbum(n8n: N8nContext, key: string): Promise<CachedAlbum | undefined> {
	const { cache } = albumStateOf(await accountStateOf(n8n));
	const run = runOf(n8n);
	if (!learnedBefore.has(run)) learnedBefore.set(run, learned);
	const known = cache.get(key);
	return known && clock.now() - known.knownSince <= HOUR ? known : undefined;
}

/** Whether an album was learned of after the caller's run began to ask: then it need not be asked for again. */
export function isLearnedInRun(n8n: N8nContext, known: CachedAlbum): boolean {
	return known.learned > (learnedBefore.get(runOf(n8n)) ?? learned);
}

/** Says that the title has just been confirmed by Google; its hour goes on. */
export function confirmCachedAlbum(known: CachedAlbum): void {
	known.learned = ++learned;
}

/** What the items of one run have in common: n8n gives each item of a declarative operation a context of its own. */
function runOf(n8n: N8nContext): object {
	return ('getItemIndex' in n8n ? sharedExecutionOf(n8n) : undefined) ?? n8n;
}

/** Forgets an album that Google refused or that is called otherwise now, so that the next one who asks looks again. */
export async function invalidateAlbum(n8n: N8nContext, album: { id: string; title?: string }): Promise<void> {
	const state = albumStateOf(await accountStateOf(n8n));
	const { cache } = state;
	state.changes++;
	if (album.title !== undefined) cache.delete(titleKey(album.title));
	for (const [key, { id }] of cache) if (id === album.id) cache.delete(key);
}

/** Whether an error says that Google does not let this app use an album. */
export function isAlbumRejection(error: unknown): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isAlbumFailure(failure);
}

/** Whether Google does not let this app use an album. */
export function isAlbumFailure({ kind }: Failure): boolean {
	return kind === 'foreignAlbum' || kind === 'unknownAlbum' || kind === 'notFound';
}

import { comparableTitle } from '../api/album';
import type { Album } from '../api/album';
import { clock } from '../concurrency/clock';
import { KeyedMutex } from '../concurrency/keyedMutex';
import { stateByKey } from '../concurrency/stateByKey';
import type { Failure } from '../errors/kinds';
import { failureOf } from '../errors/nodeError';
import { sharedExecutionOf } from '../execution/declarative';
import { SingleFlight } from '../execution/singleFlight';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext } from '../http/n8nContext';

/** What an operation needs to know about its album. */
export interface AlbumRef {
	id: string;
	title: string;
	productUrl?: string;
}

/** A cached album. */
export interface CachedAlbum extends AlbumRef {
	/** milliseconds since 1970 */
	knownSince: number;
	/** logical time: an entry with a greater number was learned later */
	learned: number;
	from: Learned;
}

/** Source of a title: a list of albums, a request for the album by ID, or its creation. */
export type Learned = 'listed' | 'asked' | 'made';

/** An album that this process created a short time ago. */
export interface RecentCreation {
	/** end of the creation, in milliseconds since 1970 */
	at: number;
	/** no reply says whether the album was created */
	outcomeUnknown: boolean;
}

/** What this process keeps of the albums of one account. */
export class AlbumState {
	/** Albums by the keys of `titleKey` and `idKey`. */
	readonly cache = new Map<string, CachedAlbum>();
	/** Albums created in the last minute, by `titleKey`. */
	readonly creations = new Map<string, RecentCreation>();
	/** Held while a title is looked up or created. */
	readonly titleLocks = new KeyedMutex();
	/** Requests for albums by their ID: executions that need the same album at the same time share one. */
	readonly lookups = new SingleFlight<AlbumRef>();
	/** Requests that confirm the title of a cached album, by its ID. */
	readonly confirmations = new SingleFlight<boolean>();
	/** Incremented whenever earlier listings of albums may be out of date. */
	changes = 0;
}

export const albumStateOf = stateByKey<AccountState, AlbumState>(() => new AlbumState());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MAX_CACHED_ALBUMS = 1000;

/** Logical clock of this process: counts what it has learned about albums. */
let learned = 0;

/** Value of `learned` when an execution first looked up an album. */
const learnedBefore = new WeakMap<object, number>();

/**
 * Caches an album from a reply of Google for an hour. If the album was cached with another title, it was renamed: the
 * entry of the old title is deleted.
 *
 * @param from source of the album. One requested by its ID is cached by ID only: it may not be the first that Google
 *   lists of its title. Of one that this process created, only the list can tell whether it is the first
 */
export function cacheAlbum(account: AccountState, { id, title = '', productUrl }: Album, from: Learned): AlbumRef {
	const state = albumStateOf(account);
	const { cache } = state;
	const cached = { id, title, productUrl };
	const before = cache.get(idKey(id));
	if (before && comparableTitle(before.title) !== comparableTitle(title)) {
		if (from === 'asked') state.changes++;
		if (cache.get(titleKey(before.title))?.id === id) cache.delete(titleKey(before.title));
	}
	learned++;
	for (const key of from === 'asked' ? [idKey(id)] : [titleKey(title), idKey(id)]) {
		cache.delete(key);
		cache.set(key, { ...cached, knownSince: clock.now(), learned, from });
		if (cache.size > MAX_CACHED_ALBUMS) cache.delete(cache.keys().next().value as string);
	}
	return cached;
}

/** Updates the title of a cached album from any reply that contains the album, since it may have been renamed. */
export function updateCachedTitle(account: AccountState, album: Album): void {
	if (albumStateOf(account).cache.has(idKey(album.id))) cacheAlbum(account, album, 'asked');
}

/** Cache keys of titles and IDs. Titles contain no control characters, so no title can look like the key of an ID. */
export const titleKey = (title: string) => `title\0${comparableTitle(title)}`;
export const idKey = (id: string) => `id\0${id}`;

/**
 * A cached album, if its entry is at most an hour old.
 *
 * @param key from `titleKey` or `idKey`
 */
export async function getCachedAlbum(n8n: N8nContext, key: string): Promise<CachedAlbum | undefined> {
	const { cache } = albumStateOf(await accountStateOf(n8n));
	const run = runOf(n8n);
	if (!learnedBefore.has(run)) learnedBefore.set(run, learned);
	const cached = cache.get(key);
	return cached && clock.now() - cached.knownSince <= HOUR ? cached : undefined;
}

/** Whether an entry is newer than the first lookup of the caller's execution: then no new request for it is needed. */
export function isLearnedInRun(n8n: N8nContext, cached: CachedAlbum): boolean {
	return cached.learned > (learnedBefore.get(runOf(n8n)) ?? learned);
}

/** Records that Google has just confirmed the title. The entry still expires an hour after it was cached. */
export function confirmCachedAlbum(cached: CachedAlbum): void {
	cached.learned = ++learned;
}

/** Object shared by all items of an execution: n8n gives each item of a declarative operation its own context. */
function runOf(n8n: N8nContext): object {
	return ('getItemIndex' in n8n ? sharedExecutionOf(n8n) : undefined) ?? n8n;
}

/** Removes an album from the cache that Google rejected or that was renamed, so that the next lookup asks Google. */
export async function invalidateAlbum(n8n: N8nContext, album: { id: string; title?: string }): Promise<void> {
	const state = albumStateOf(await accountStateOf(n8n));
	const { cache } = state;
	state.changes++;
	if (album.title !== undefined) cache.delete(titleKey(album.title));
	for (const [key, { id }] of cache) if (id === album.id) cache.delete(key);
}

/** Whether an error means that this app cannot use an album. */
export function isAlbumRejection(error: unknown): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isAlbumFailure(failure);
}

/** Whether a failure means that this app cannot use an album. */
export function isAlbumFailure({ kind }: Failure): boolean {
	return kind === 'foreignAlbum' || kind === 'unknownAlbum' || kind === 'notFound';
}

function creationsOf(account: AccountState): Map<string, RecentCreation> {
	const { creations } = albumStateOf(account);
	for (const [key, { at }] of creations) if (clock.now() - at > MINUTE) creations.delete(key);
	return creations;
}

/**
 * Records that an album of this title was created. If the outcome is unknown, earlier listings become invalid.
 *
 * @param outcomeUnknown no reply says whether it was created
 */
export function recordCreation(account: AccountState, title: string, outcomeUnknown: boolean): void {
	creationsOf(account).set(titleKey(title), { at: clock.now(), outcomeUnknown });
	if (outcomeUnknown) albumStateOf(account).changes++;
}

/**
 * The creation of an album of the title within the last minute. Titles are not unique at Google, so another process may
 * have created one at the same time: only the list tells which is the first.
 */
export function lastCreation(account: AccountState, title: string): RecentCreation | undefined {
	return creationsOf(account).get(titleKey(title));
}

/**
 * Whether a failure of `albums.get` may mean that the album was deleted. Google does not document how it rejects such an
 * id: an HTTP status 400 that names no cause may mean it.
 */
export function mayMeanDeleted(failure: Failure): boolean {
	return isAlbumFailure(failure) || failure.kind === 'invalid';
}

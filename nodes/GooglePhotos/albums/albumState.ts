import { KeyedMutex } from '../concurrency/keyedMutex';
import type { AccountState } from '../http/accountState';

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
	/** Albums by the keys of `titleKey` and `idKey`; see cache. */
	readonly cache = new Map<string, CachedAlbum>();
	/** Albums created in the last minute, by `titleKey`; see recentCreations. */
	readonly creations = new Map<string, RecentCreation>();
	/** Held while a title is looked up or created. */
	readonly titleLocks = new KeyedMutex();
	/** Incremented whenever earlier listings of albums may be out of date. */
	changes = 0;
}

const states = new WeakMap<AccountState, AlbumState>();

export function albumStateOf(account: AccountState): AlbumState {
	const state = states.get(account) ?? new AlbumState();
	states.set(account, state);
	return state;
}

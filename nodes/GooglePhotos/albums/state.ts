import { KeyedMutex } from '../concurrency/keyedMutex';
import type { AccountState } from '../http/accountState';

/** What an operation needs to know of the album it works on. */
export interface AlbumRef {
	id: string;
	title: string;
	productUrl?: string;
}

/** An album as it is remembered. */
export interface CachedAlbum extends AlbumRef {
	/** milliseconds since 1970 */
	knownSince: number;
	/** what has a greater number was learned later */
	learned: number;
	from: Learned;
}

/** How it was learned what an album is called: from a list, by asking for it, or by making it. */
export type Learned = 'listed' | 'asked' | 'made';

/** What this process knows of its creation of an album */
export interface RecentCreation {
	/** when it ended, in milliseconds since 1970 */
	at: number;
	/** no reply tells whether the album was made */
	outcomeUnknown: boolean;
}

/** What this process knows of the albums of one account. */
export class AlbumState {
	/** Albums by the keys of `titleKey` and `idKey`; see cache. */
	readonly cache = new Map<string, CachedAlbum>();
	/** Albums created in the last minute, by `titleKey`; see recentCreations. */
	readonly creations = new Map<string, RecentCreation>();
	/** Held while a title is looked up or created. */
	readonly titleLocks = new KeyedMutex();
	/** Grows whenever a list of albums that was read before may be out of date. */
	changes = 0;
}

const states = new WeakMap<AccountState, AlbumState>();

export function albumStateOf(account: AccountState): AlbumState {
	const state = states.get(account) ?? new AlbumState();
	states.set(account, state);
	return state;
}

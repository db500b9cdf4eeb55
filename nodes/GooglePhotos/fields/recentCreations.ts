import type { Account } from '../request/account';
import { clock } from '../request/clock';
import { titleKey } from './knownAlbums';

const MINUTE = 60_000;

/** What this process knows of its creation of an album */
export interface Creation {
	/** when it ended, in milliseconds since 1970 */
	at: number;
	/** no reply tells whether the album was made */
	unsure: boolean;
}

/** The creations of the last minute, by title. */
const creations = new WeakMap<Account, Map<string, Creation>>();

function creationsOf(account: Account): Map<string, Creation> {
	const own = creations.get(account) ?? new Map<string, Creation>();
	creations.set(account, own);
	for (const [key, { at }] of own) if (clock.now() - at > MINUTE) own.delete(key);
	return own;
}

/**
 * Takes note that an album of this title was made, or perhaps made: what the list was read for before that does not
 * count any more.
 *
 * @param unsure no reply tells whether it was made
 */
export function noteCreation(account: Account, title: string, unsure: boolean): void {
	creationsOf(account).set(titleKey(title), { at: clock.now(), unsure });
	if (unsure) account.albumChanges++;
}

/**
 * The creation of a title within the last minute. Another process can have made an album of it at the same moment,
 * since Google knows no unique titles: which one is the first the list has to tell.
 */
export function lastCreation(account: Account, title: string): Creation | undefined {
	return creationsOf(account).get(titleKey(title));
}

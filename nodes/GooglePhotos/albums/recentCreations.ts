import { clock } from '../concurrency/clock';
import type { AccountState } from '../http/accountState';
import { titleKey } from './cache';
import { albumStateOf } from './state';
import type { RecentCreation } from './state';

const MINUTE = 60_000;

function creationsOf(account: AccountState): Map<string, RecentCreation> {
	const { creations } = albumStateOf(account);
	for (const [key, { at }] of creations) if (clock.now() - at > MINUTE) creations.delete(key);
	return creations;
}

/**
 * Takes note that an album of this title was made, or perhaps made: what the list was read for before that does not
 * count any more.
 *
 * @param outcomeUnknown no reply tells whether it was made
 */
export function recordCreation(account: AccountState, title: string, outcomeUnknown: boolean): void {
	creationsOf(account).set(titleKey(title), { at: clock.now(), outcomeUnknown });
	if (outcomeUnknown) albumStateOf(account).changes++;
}

/**
 * The creation of a title within the last minute. Another process can have made an album of it at the same moment,
 * since Google knows no unique titles: which one is the first the list has to tell.
 */
export function lastCreation(account: AccountState, title: string): RecentCreation | undefined {
	return creationsOf(account).get(titleKey(title));
}

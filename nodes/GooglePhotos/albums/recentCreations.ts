import { clock } from '../concurrency/clock';
import type { AccountState } from '../http/accountState';
import { albumStateOf } from './albumState';
import type { RecentCreation } from './albumState';
import { titleKey } from './cache';

const MINUTE = 60_000;

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

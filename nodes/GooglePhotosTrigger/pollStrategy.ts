import { clock } from '../GooglePhotos/concurrency/clock';
import { scanAlbum } from './albumStrategy';
import type { Feed } from './feed';
import { isFullCheckDue } from './fullCheck';
import { captureTimeOf, scanList } from './listStrategy';
import { Scan } from './scan';
import type { PollContext, PollResult } from './scan';
import { SeenIds } from './seenIds';
import type { TriggerState } from './state';

/** Options of a poll. */
export interface PollOptions {
	/** milliseconds between full scans */
	fullCheckEvery: number;
	/** time budget of a poll, in milliseconds */
	budget: number;
	/** maximum number of remembered IDs; see SeenIds */
	maxKnown?: number;
}

/**
 * Finds the entries that are new since the last poll. At the first poll nothing is new.
 *
 * @param memory memory of the last poll, possibly of another list; it is not changed
 */
export async function runPoll(feed: Feed, memory: TriggerState | undefined, options: PollOptions): Promise<PollResult> {
	const now = clock.now();
	const before = memoryOf(feed, memory) ?? firstMemory(feed, now);
	const { signIn, titled } = feed;
	const isNewSignIn = before.signIn !== signIn;
	const deadline = now + options.budget;
	const poll: PollContext = {
		feed,
		memory: { ...before, signIn, album: titled },
		scan: new Scan(feed, new SeenIds(before.known, options.maxKnown), deadline),
		now,
		deadline,
		due: isFullCheckDue(before, feed, now, options.fullCheckEvery),
	};
	// the same album belongs to the same account
	if (feed.count) return await scanAlbum(poll);
	return isNewSignIn ? await scanAfterNewSignIn(poll, before.signIn) : await scanList(poll);
}

/** The memory, as far as it holds for the feed list; undefined for another list, credential or client ID. */
function memoryOf({ source, signIn, titled, movedFrom }: Feed, memory?: TriggerState): TriggerState | undefined {
	if (memory?.source === source) return memory;
	if (!titled || memory === undefined || memory.source !== movedFrom || memory.signIn !== signIn) return undefined;
	// another album has the title now: its items have not been seen
	return { source, signIn, known: memory.known, checkedAt: 0 };
}

function firstMemory({ source, signIn }: Feed, now: number): TriggerState {
	return { source, signIn, known: '', checkedAt: now, fullScan: { begun: now, baseline: true } };
}

/**
 * Polls a list after the credential has got a new sign-in. Sign-ins of an app in Testing expire every week, and mostly
 * the same person signs in again. It is the same account if the list contains a known ID, or if the list was or is
 * empty. If a scan to the end finds no known ID, another account is assumed.
 *
 * @param before the sign-in with which the memory was made; it stays in the memory until the account is identified
 */
export async function scanAfterNewSignIn(poll: PollContext, before: string): Promise<PollResult> {
	const { memory, feed, now } = poll;
	const { signIn } = feed;
	const identified = { ...poll, memory: { ...memory, identifying: undefined } };
	const { known } = poll.scan;
	if (known.size === 0 || memory.empty) return await scanList(identified);

	const unfinished = memory.identifying?.signIn === signIn ? memory.identifying.fullScan : undefined;
	// a scan of its own: its pages are read again below, once the account is identified
	const scan = new Scan(feed, known, poll.deadline);
	const isKnown = ({ id }: { id: string }) => known.has(id);
	const { left } = await scan.continueScan(unfinished ?? { begun: now, baseline: true }, (page) => page.some(isKnown));
	if (scan.items.some(isKnown)) return await scanList(identified);
	if (left) return { found: [], memory: { ...memory, signIn: before, identifying: { signIn, fullScan: left } } };

	const seen = await scanList(identified);
	return unfinished || scan.items.length > 0 ? inAnotherAccount(identified, seen) : seen;
}

/** Existing entries of the other account are not new, except those captured after the last full scan. */
function inAnotherAccount({ memory: before }: PollContext, { found, memory }: PollResult): PollResult {
	const fullScan = memory.fullScan && { ...memory.fullScan, baseline: true };
	return { found: found.filter((entry) => captureTimeOf(entry) > before.checkedAt), memory: { ...memory, fullScan } };
}

import { clock } from '../GooglePhotos/concurrency/clock';
import { lookIntoAlbum } from './albumStrategy';
import type { Feed } from './feed';
import { lookThroughList, takenAt } from './listStrategy';
import type { PollContext, PollResult } from './pollContext';
import { Scan } from './scan';
import { SeenIds } from './seenIds';
import type { TriggerState } from './state';

/** How a poll is to go about it. */
export interface PollOptions {
	/** milliseconds between whole readings */
	fullCheckEvery: number;
	/** milliseconds that a poll may take */
	budget: number;
	/** how many ids to remember; see Known */
	mostKnown?: number;
}

/**
 * Looks what has come since the last poll. The first time everything is there already.
 *
 * @param memory what the last poll left, also of something else; it is not changed
 */
export async function runPoll(watched: Feed, memory: TriggerState | undefined, habits: PollOptions): Promise<PollResult> {
	const now = clock.now();
	const before = memoryOf(watched, memory) ?? firstMemory(watched, now);
	const { signIn, titled } = watched;
	const anew = before.signIn !== signIn;
	const deadline = now + habits.budget;
	const view: PollContext = {
		watched,
		memory: { ...before, signIn, album: titled },
		reading: new Scan(watched, new SeenIds(before.known, habits.mostKnown), deadline),
		now,
		deadline,
		due: anew || now - before.checkedAt >= habits.fullCheckEvery,
	};
	// an album that is the same one is of the same account
	if (watched.count) return await lookIntoAlbum(view);
	return anew ? await lookWithNewSignIn(view, before.signIn) : await lookThroughList(view);
}

/** What is remembered of what is watched now: not of another list, credential or client. */
function memoryOf({ source, signIn, titled, movedFrom }: Feed, memory?: TriggerState): TriggerState | undefined {
	if (memory?.source === source) return memory;
	if (!titled || memory === undefined || memory.source !== movedFrom || memory.signIn !== signIn) return undefined;
	// another album has the title: what is in it has not been seen
	return { source, signIn, known: memory.known, checkedAt: 0 };
}

function firstMemory({ source, signIn }: Feed, now: number): TriggerState {
	return { source, signIn, known: '', checkedAt: now, fullScan: { begun: now, baseline: true } };
}

/**
 * Looks through a list for the first time after the credential was signed in anew. Sign-ins of an app in Testing end
 * every week, and mostly the same person signs in again. It is the same account if a known id is in the list, or if
 * nothing was or is in it. If the list has none to its end, somebody else has signed in, as it seems.
 *
 * @param before the sign-in with which the memory was made; it stays in the memory until the account is known
 */
export async function lookWithNewSignIn(view: PollContext, before: string): Promise<PollResult> {
	const { memory, watched, now } = view;
	const { signIn } = watched;
	const identified = { ...view, memory: { ...memory, identifying: undefined } };
	const { known } = view.reading;
	if (known.size === 0 || memory.empty) return await lookThroughList(identified);

	const begun = memory.identifying?.signIn === signIn ? memory.identifying.walk : undefined;
	// what this reads is read once more when it is known how to take it
	const reading = new Scan(watched, known, view.deadline);
	const isKnown = ({ id }: { id: string }) => known.has(id);
	const { left } = await reading.walkOn(begun ?? { begun: now, baseline: true }, (page) => page.some(isKnown));
	if (reading.items.some(isKnown)) return await lookThroughList(identified);
	if (left) return { found: [], memory: { ...memory, signIn: before, identifying: { signIn, walk: left } } };

	const seen = await lookThroughList(identified);
	return begun || reading.items.length > 0 ? inAnotherAccount(identified, seen) : seen;
}

/** What is in the list was there before and is not new, but for what was taken after the last whole reading. */
function inAnotherAccount({ memory: before }: PollContext, { found, memory }: PollResult): PollResult {
	const fullScan = memory.fullScan && { ...memory.fullScan, baseline: true };
	return { found: found.filter((entry) => takenAt(entry) > before.checkedAt), memory: { ...memory, fullScan } };
}

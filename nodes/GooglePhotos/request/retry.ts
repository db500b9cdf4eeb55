import { clock } from './clock';
import type { Failure, FailureKind } from './failure';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Passing faults: at most this many requests in all, within this time. */
const MOST_TRIES = 6;
const LONGEST_FAULT = 10 * MINUTE;

/** So many tries in a row wait equally long while something else writes to the account. */
const TRIES_ALIKE = 3;

/** How long to go on after being told "too many requests", unless the user sets it. */
export const DEFAULT_MAXIMUM_WAIT = 15 * MINUTE;

/** The same for an agent's tool: somebody waits for the answer. */
export const MAXIMUM_WAIT_OF_TOOL = 2 * MINUTE;

const faults: ReadonlySet<FailureKind> = new Set([
	'noConnection',
	'connectionLost',
	'strangeReply',
	'serverFault',
	'conflict',
]);

/** Whether a failure is of the kind that passes by itself. */
export function isFault({ kind }: Failure): boolean {
	return faults.has(kind);
}

/** A longer wish of Google's is taken for this long: a wrong one must not stop an account for good. */
const LONGEST_WISH = 24 * 60 * MINUTE;

/**
 * How long an account leaves Google alone after "too many requests": at least 30 seconds and as long as Google asks,
 * then twice as long each time, jittered. While something else writes to the account, such as another worker of
 * n8n, it grows slowly: Google lets one write at a time, and whoever waits twice as long each time still waits long
 * after the other has ended. https://developers.google.com/photos/overview/best-practices
 *
 * @param count how many refusals there were in a row, this one included
 * @param random at least 0, below 1
 * @returns milliseconds: before `least` no request may leave, and the next one should leave after `delay`
 */
export function delayAfterRefusal(
	{ retryAfter = 0, anotherWrites }: Failure,
	count: number,
	random: number,
): { least: number; delay: number } {
	const base = 30 * SECOND;
	const least = Math.max(base, Math.min(retryAfter, LONGEST_WISH));
	const doublings = Math.floor((count - 1) / (anotherWrites ? TRIES_ALIKE : 1));
	return { least, delay: Math.max(base * 2 ** Math.min(doublings, 10) * (1 + random / 2), least) };
}

/** What has happened to a request so far; times in milliseconds. */
export interface History {
	/** how often it was sent and failed, with this failure */
	tries: number;
	/** since the first try */
	elapsed: number;
	maximumWait: number;
	repeatable: boolean;
}

/**
 * How long to wait before the request is sent again: after a fault growing and jittered, at least 1 second; after
 * "too many requests" see `delayAfterRefusal`. What is left of the user's patience is used up.
 *
 * @param random at least 0, below 1
 * @returns milliseconds, or undefined if it is not to be sent again
 */
export function delayBeforeRetry(failure: Failure, history: History, random: number): number | undefined {
	const { tries, elapsed, maximumWait, repeatable } = history;
	const quota = failure.kind === 'tooManyRequests';
	if (!quota && !isFault(failure)) return undefined;
	if (failure.mayHaveActed && !repeatable) return undefined;
	if (!quota && tries >= MOST_TRIES) return undefined;
	const { least, delay } = quota ? delayAfterRefusal(failure, tries, random) : delayAfterFault(failure, tries, random);
	const left = (quota ? maximumWait : LONGEST_FAULT) - elapsed;
	return left < least ? undefined : Math.min(delay, left);
}

function delayAfterFault({ retryAfter = 0 }: Failure, tries: number, random: number): { least: number; delay: number } {
	const least = Math.max(SECOND, retryAfter);
	return { least, delay: Math.max(SECOND * 2 ** (tries - 1) * (1 + random / 2), least) };
}

/** How long the same thing is tried while it meets faults. Refusals for a quota do not count: see CoolDown. */
export class Patience {
	private faults = { tries: 0, since: 0 };

	constructor(private readonly repeatable = true) {}

	/** @returns milliseconds until the next try, or undefined if there is none */
	after(failure: Failure): number | undefined {
		if (this.faults.tries++ === 0) this.faults.since = clock.now();
		const { tries, since } = this.faults;
		const history = { tries, elapsed: clock.now() - since, maximumWait: 0, repeatable: this.repeatable };
		return delayBeforeRetry(failure, history, clock.random());
	}

	/** It has got on since: what went wrong before does not count any more. */
	renew(): void {
		this.faults = { tries: 0, since: 0 };
	}
}

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
 * How long to wait before the request is sent again: growing and jittered, at least 1 second after a fault
 * and 30 seconds after "too many requests", as Google asks. What is left of the user's patience is used up.
 * While something else writes to the account, such as another worker of n8n, it grows slowly: Google lets one
 * write at a time, and whoever waits twice as long each time still waits long after the other has ended.
 * https://developers.google.com/photos/overview/best-practices
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
	const base = quota ? 30 * SECOND : SECOND;
	const least = Math.max(base, failure.retryAfter ?? 0);
	const left = (quota ? maximumWait : LONGEST_FAULT) - elapsed;
	if (left < least) return undefined;
	const doublings = Math.floor((tries - 1) / (failure.anotherWrites ? TRIES_ALIKE : 1));
	const delay = Math.max(base * 2 ** Math.min(doublings, 10) * (1 + random / 2), least);
	return Math.min(delay, left);
}

/**
 * How long the same thing is tried. Faults and refusals for a quota count apart: who has waited long for its
 * turn has still met no fault.
 */
export class Patience {
	private faults = { tries: 0, since: 0 };
	private readonly refusals = { tries: 0, since: 0 };

	/** @param maximumWait milliseconds to go on after "too many requests" */
	constructor(
		private readonly maximumWait: number,
		private readonly repeatable = true,
	) {}

	/** @returns milliseconds until the next try, or undefined if there is none */
	after(failure: Failure): number | undefined {
		const count = failure.kind === 'tooManyRequests' ? this.refusals : this.faults;
		if (count.tries++ === 0) count.since = clock.now();
		const { maximumWait, repeatable } = this;
		const elapsed = clock.now() - count.since;
		return delayBeforeRetry(failure, { tries: count.tries, elapsed, maximumWait, repeatable }, clock.random());
	}

	/** It has got on since: what went wrong before does not count any more. */
	renew(): void {
		this.faults = { tries: 0, since: 0 };
	}
}

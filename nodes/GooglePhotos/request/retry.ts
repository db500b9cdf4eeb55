import type { Failure, FailureKind } from './failure';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Passing faults: at most this many requests in all, within this time. */
const MOST_TRIES = 6;
const LONGEST_FAULT = 10 * MINUTE;

/** How long to go on after being told "too many requests", unless the user sets it. */
export const DEFAULT_MAXIMUM_WAIT = 15 * MINUTE;

const faults: ReadonlySet<FailureKind> = new Set([
	'noConnection',
	'connectionLost',
	'strangeReply',
	'serverFault',
	'conflict',
]);

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
 * and 30 seconds after "too many requests", as Google asks.
 * https://developers.google.com/photos/overview/best-practices
 *
 * @param random at least 0, below 1
 * @returns milliseconds, or undefined if it is not to be sent again
 */
export function delayBeforeRetry(failure: Failure, history: History, random: number): number | undefined {
	const { tries, elapsed, maximumWait, repeatable } = history;
	const quota = failure.kind === 'tooManyRequests';
	if (!quota && !faults.has(failure.kind)) return undefined;
	if (failure.mayHaveActed && !repeatable) return undefined;
	if (!quota && tries >= MOST_TRIES) return undefined;
	const base = quota ? 30 * SECOND : SECOND;
	const delay = Math.max(base * 2 ** Math.min(tries - 1, 10) * (1 + random / 2), failure.retryAfter ?? 0);
	return elapsed + delay <= (quota ? maximumWait : LONGEST_FAULT) ? delay : undefined;
}

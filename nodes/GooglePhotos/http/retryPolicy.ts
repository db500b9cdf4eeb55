import { clock } from '../concurrency/clock';
import { isTransient } from '../errors/kinds';
import type { Failure } from '../errors/kinds';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Retry budget for transient failures: at most this many attempts in all, within this many milliseconds. */
const MAX_TRIES = 6;
const MAX_FAULT_TIME = 10 * MINUTE;

/** Under write contention, number of consecutive attempts with the same delay before it doubles. */
const TRIES_BEFORE_DOUBLING = 3;

/** Default of Maximum Wait: milliseconds to keep retrying while throttled. */
export const DEFAULT_MAXIMUM_WAIT = 15 * MINUTE;

/** The same for a tool of an AI agent: a user waits for the answer. */
export const MAXIMUM_WAIT_OF_TOOL = 2 * MINUTE;

/** Upper bound in milliseconds for the delay that Google asks for: a wrong value must not block an account for good. */
const MAX_RETRY_AFTER = 24 * 60 * MINUTE;

/**
 * Delay of an account after a throttled reply: exponential backoff with jitter, at least 30 seconds and as long as
 * Google asks. Under write contention, such as with another n8n worker, the delay grows slowly: Google allows one write
 * at a time, and a delay that doubles each time would last long after the other writer has ended.
 * https://developers.google.com/photos/overview/best-practices
 *
 * @param count number of consecutive throttled replies, this one included
 * @param random at least 0, below 1
 * @returns milliseconds: no request may be sent before `least`, and the next one should be sent after `delay`
 */
export function throttleDelay(
	{ retryAfter = 0, writeContention }: Failure,
	count: number,
	random: number,
): { least: number; delay: number } {
	const base = 30 * SECOND;
	const least = Math.max(base, Math.min(retryAfter, MAX_RETRY_AFTER));
	const doublings = Math.floor((count - 1) / (writeContention ? TRIES_BEFORE_DOUBLING : 1));
	return { least, delay: Math.max(base * 2 ** Math.min(doublings, 10) * (1 + random / 2), least) };
}

/** History of a request; times in milliseconds. */
export interface RetryState {
	/** number of failed attempts, this one included */
	tries: number;
	/** since the first attempt, or since its failure */
	elapsed: number;
	maximumWait: number;
	repeatable: boolean;
}

/**
 * Delay before the next attempt. After a transient failure: exponential backoff with jitter, at least 1 second and as
 * long as Google asks. After throttling: see `throttleDelay`. The last delay is shortened to the remaining budget.
 *
 * @param random at least 0, below 1
 * @returns milliseconds, or undefined if the request must not be sent again
 */
export function backoffDelay(failure: Failure, history: RetryState, random: number): number | undefined {
	const { tries, elapsed, maximumWait, repeatable } = history;
	const quota = failure.kind === 'tooManyRequests';
	if (!quota && !isTransient(failure)) return undefined;
	if (failure.outcomeUnknown && !repeatable) return undefined;
	if (!quota && tries >= MAX_TRIES) return undefined;
	const { least, delay } = quota ? throttleDelay(failure, tries, random) : faultDelay(failure, tries, random);
	const left = (quota ? maximumWait : MAX_FAULT_TIME) - elapsed;
	return left < least ? undefined : Math.min(delay, left);
}

function faultDelay({ retryAfter = 0 }: Failure, tries: number, random: number): { least: number; delay: number } {
	const least = Math.max(SECOND, retryAfter);
	return { least, delay: Math.max(SECOND * 2 ** (tries - 1) * (1 + random / 2), least) };
}

/** Retry budget of one task for transient failures. Throttling does not count: see CoolDown. */
export class RetryBudget {
	private faults = { tries: 0, since: 0 };

	constructor(private readonly repeatable = true) {}

	/** @returns milliseconds until the next attempt, or undefined if there is none */
	nextDelay(failure: Failure): number | undefined {
		if (this.faults.tries++ === 0) this.faults.since = clock.now();
		const { tries, since } = this.faults;
		const history = { tries, elapsed: clock.now() - since, maximumWait: 0, repeatable: this.repeatable };
		return backoffDelay(failure, history, clock.random());
	}

	/** Call after progress: earlier failures no longer count. */
	reset(): void {
		this.faults = { tries: 0, since: 0 };
	}
}

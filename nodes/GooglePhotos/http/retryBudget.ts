import { clock } from '../concurrency/clock';
import { isTransient } from '../errors/kinds';
import type { Failure } from '../errors/kinds';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Passing faults: at most this many requests in all, within this time. */
const MAX_TRIES = 6;
const MAX_FAULT_TIME = 10 * MINUTE;

/** So many tries in a row wait equally long while something else writes to the account. */
const TRIES_BEFORE_DOUBLING = 3;

/** How long to go on after being told "too many requests", unless the user sets it. */
export const DEFAULT_MAXIMUM_WAIT = 15 * MINUTE;

/** The same for an agent's tool: somebody waits for the answer. */
export const MAXIMUM_WAIT_OF_TOOL = 2 * MINUTE;

/** A longer wish of Google's is taken for this long: a wrong one must not stop an account for good. */
const MAX_RETRY_AFTER = 24 * 60 * MINUTE;

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

/** What has happened to a request so far; times in milliseconds. */
export interface RetryState {
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

/** How long the same thing is tried while it meets faults. Refusals for a quota do not count: see CoolDown. */
export class RetryBudget {
	private faults = { tries: 0, since: 0 };

	constructor(private readonly repeatable = true) {}

	/** @returns milliseconds until the next try, or undefined if there is none */
	nextDelay(failure: Failure): number | undefined {
		if (this.faults.tries++ === 0) this.faults.since = clock.now();
		const { tries, since } = this.faults;
		const history = { tries, elapsed: clock.now() - since, maximumWait: 0, repeatable: this.repeatable };
		return backoffDelay(failure, history, clock.random());
	}

	/** It has got on since: what went wrong before does not count any more. */
	reset(): void {
		this.faults = { tries: 0, since: 0 };
	}
}

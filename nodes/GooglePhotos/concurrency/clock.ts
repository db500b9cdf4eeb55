import { sleep } from 'n8n-workflow';

/** Source of time and randomness. Tests replace it with `setClock`. */
export interface Clock {
	/** milliseconds since 1970 */
	now(): number;
	/** Resolves after `milliseconds`, or shortly after the signal aborts. */
	delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** A signal that aborts after `milliseconds`. It does not keep the process alive. */
	timeoutSignal(milliseconds: number): AbortSignal;
	/** at least 0, below 1 */
	random(): number;
}

/** Longest time of a Node.js timer, in milliseconds: a timer with a longer one fires at once. */
const MAX_TIMER = 2 ** 31 - 1;

/** Milliseconds. A node cannot clear timers, so a delay that can be cancelled is a series of short sleeps. */
const SLICE = 250;

const systemClock: Clock = {
	now: () => Date.now(),
	async delay(milliseconds, signal) {
		const end = Date.now() + milliseconds;
		for (let left = milliseconds; left > 0 && !signal?.aborted; left = end - Date.now()) {
			await sleep(Math.min(SLICE, left));
		}
	},
	timeoutSignal: (milliseconds) => AbortSignal.timeout(Math.min(Math.ceil(Math.max(milliseconds, 0)), MAX_TIMER)),
	random: () => Math.random(),
};

let current: Clock = systemClock;

export const clock: Clock = {
	now: () => current.now(),
	delay: async (milliseconds, signal) => await current.delay(milliseconds, signal),
	timeoutSignal: (milliseconds) => current.timeoutSignal(milliseconds),
	random: () => current.random(),
};

/** Replaces the given members of the system clock, and returns a function that restores it. */
export function setClock(replacement: Partial<Clock>): () => void {
	current = { ...systemClock, ...replacement };
	return () => {
		current = systemClock;
	};
}

import { sleep } from 'n8n-workflow';

/** Everything here that depends on time or chance; tests put their own in its place. */
export interface Clock {
	/** milliseconds since 1970 */
	now(): number;
	sleep(milliseconds: number): Promise<void>;
	/**
	 * The pause of one who only looks whether something else still moves. Nothing waits for it, so a clock that
	 * lets nobody wait leaves it as it is: on the system's time.
	 */
	watch?(milliseconds: number): Promise<void>;
	/** a signal that is raised after so long; nothing waits for it that could be done before */
	alarm(milliseconds: number): AbortSignal;
	/** at least 0, below 1 */
	random(): number;
}

/** Node's timers take a longer time for none at all. Milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

const systemClock: Clock = {
	now: () => Date.now(),
	sleep,
	alarm: (milliseconds) => AbortSignal.timeout(Math.min(Math.ceil(Math.max(milliseconds, 0)), LONGEST_TIMER)),
	random: () => Math.random(),
};

let current: Clock = systemClock;

export const clock: Required<Clock> = {
	now: () => current.now(),
	sleep: async (milliseconds) => await current.sleep(milliseconds),
	watch: async (milliseconds) => await (current.watch?.(milliseconds) ?? sleep(milliseconds)),
	alarm: (milliseconds) => current.alarm(milliseconds),
	random: () => current.random(),
};

/** Puts a clock in place of the system's, as far as it goes, and returns the way back. */
export function replaceClock(replacement: Partial<Clock>): () => void {
	current = { ...systemClock, ...replacement };
	return () => {
		current = systemClock;
	};
}

/** A node has no timers, so a wait that can be cancelled is a row of short sleeps. */
const SLICE = 250;

/**
 * Waits, but not longer than until the execution is cancelled.
 *
 * @param milliseconds how long
 * @param signal the execution's cancel signal
 */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = clock.now() + milliseconds;
	for (let left = milliseconds; left > 0 && !signal?.aborted; left = end - clock.now()) {
		await clock.sleep(Math.min(SLICE, left));
	}
}

import { sleep } from 'n8n-workflow';

/** Everything here that depends on time or chance; tests put their own in its place. */
export interface Clock {
	/** milliseconds since 1970 */
	now(): number;
	/** Resolves after so many milliseconds, or soon after the signal aborts. */
	delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** A signal that aborts after so many milliseconds. It keeps no process alive. */
	timeoutSignal(milliseconds: number): AbortSignal;
	/** at least 0, below 1 */
	random(): number;
}

/** Node's timers take a longer time for none at all. Milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

/** A node has no timers that it can clear, so a delay that can be cancelled is a row of short sleeps. */
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

/** Puts a clock in place of the system's, as far as it goes, and returns the way back. */
export function setClock(replacement: Partial<Clock>): () => void {
	current = { ...systemClock, ...replacement };
	return () => {
		current = systemClock;
	};
}

/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import type { Clock } from '../../../nodes/GooglePhotos/concurrency/clock';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

interface Sleeper {
	at: number;
	wake: () => void;
}

/** Lets everything that needs no time to pass happen. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes only when there is nothing else to do, and then at once. */
export class VirtualClock implements Clock {
	/** milliseconds since 1970; some day in 2026 */
	private time = Date.UTC(2026, 6, 1);
	private readonly start = this.time;
	private sleepers: Sleeper[] = [];
	/** what `random` gives */
	chance = 0;

	now = () => this.time;

	random = () => this.chance;

	delay = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		if (milliseconds <= 0 || signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const wake = () => {
				signal?.removeEventListener('abort', leave);
				resolve();
			};
			const sleeper = { at: this.time + milliseconds, wake };
			const leave = () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				wake();
			};
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', leave);
		});
	};

	timeoutSignal = (milliseconds: number): AbortSignal => {
		const bell = new AbortController();
		void this.delay(milliseconds).then(() => bell.abort());
		return bell.signal;
	};

	/** milliseconds since the clock was made */
	get elapsed(): number {
		return this.time - this.start;
	}

	/** Lets time pass until the promise is settled; what waits for ever is an error. */
	async until<T>(promise: Promise<T>): Promise<T> {
		let done = false;
		const mark = () => (done = true);
		promise.then(mark, mark);
		for (await settle(); !done; await settle()) this.step();
		return await promise;
	}

	/** Lets this much time pass. */
	async pass(milliseconds: number): Promise<void> {
		await this.until(this.delay(milliseconds));
	}

	private step(): void {
		if (this.sleepers.length === 0) throw new Error('Everybody waits, and nobody for the clock');
		this.time = Math.max(this.time, Math.min(...this.sleepers.map(({ at }) => at)));
		const due = this.sleepers.filter(({ at }) => at <= this.time);
		this.sleepers = this.sleepers.filter(({ at }) => at > this.time);
		for (const { wake } of due) wake();
	}
}

/** A virtual clock in place of the system's, for the tests of a file; each test begins with a new one. */
export function useVirtualClock(): { readonly clock: VirtualClock } {
	let clock: VirtualClock;
	let restore: () => void;
	beforeEach(() => {
		clock = new VirtualClock();
		restore = setClock(clock);
	});
	afterEach(() => restore());
	return {
		get clock() {
			return clock;
		},
	};
}

/** The error that a promise ends with; fails if it ends well. */
export async function errorOf(
	promise: Promise<unknown>,
): Promise<Error & { description?: string | null }> {
	const outcome = await promise.then(
		(result) => ({ result }),
		(error: Error) => ({ error }),
	);
	if ('error' in outcome) return outcome.error;
	throw new Error(`no error, but ${JSON.stringify(outcome.result)}`);
}

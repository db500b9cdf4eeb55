/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import type { Clock } from '../../nodes/GooglePhotos/concurrency/clock';

/** A clock on which time passes only through delays, which end immediately. */
export interface PassedTime {
	/** total milliseconds of delays */
	waited(): number;
	restore(): void;
}

/**
 * Makes the delays of the built node, as loaded by the engine, end immediately.
 *
 * @param more other changes to the clock
 */
export function withoutWaiting(more: Partial<Clock> = {}): PassedTime {
	// The module instance that the engine has loaded.
	const { setClock } = nativeRequire('../../dist/nodes/GooglePhotos/concurrency/clock.js') as {
		setClock: (clock: Partial<Clock>) => () => void;
	};
	const start = Date.now();
	let passed = 0;
	let sleepers: Array<{ at: number; wake: () => void; signal?: AbortSignal }> = [];
	/** Advances time to the next delay that ends. Concurrent delays overlap. */
	const step = () => {
		// As with the system's clock, an aborted signal ends its delay.
		for (const { signal, wake } of sleepers) if (signal?.aborted) wake();
		sleepers = sleepers.filter(({ signal }) => !signal?.aborted);
		const next = Math.min(...sleepers.map(({ at }) => at));
		if (next === Infinity) return;
		passed = Math.max(passed, next);
		const due = sleepers.filter(({ at }) => at <= passed);
		sleepers = sleepers.filter(({ at }) => at > passed);
		for (const { wake } of due) wake();
	};
	const restore = setClock({
		now: () => start + passed,
		delay: async (milliseconds, signal) => {
			if (milliseconds <= 0 || signal?.aborted) return;
			await new Promise<void>((wake) => {
				sleepers.push({ at: passed + milliseconds, wake, signal });
				signal?.addEventListener('abort', () => wake(), { once: true });
				setImmediate(step);
			});
		},
		random: () => 0,
		...more,
	});
	return { waited: () => passed, restore };
}

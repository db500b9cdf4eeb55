/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import type { Clock } from '../../nodes/GooglePhotos/concurrency/clock';

/** A clock whose time passes only by waiting, and then at once. */
export interface PassedTime {
	/** milliseconds that were waited in all */
	waited(): number;
	restore(): void;
}

/**
 * Lets the built node, as the engine has loaded it, wait without time passing.
 *
 * @param more how else the clock differs from the system's
 */
export function withoutWaiting(more: Partial<Clock> = {}): PassedTime {
	// the very module that the engine has loaded
	const { setClock } = nativeRequire('../../dist/nodes/GooglePhotos/concurrency/clock.js') as {
		setClock: (clock: Partial<Clock>) => () => void;
	};
	const start = Date.now();
	let passed = 0;
	let sleepers: Array<{ at: number; wake: () => void; signal?: AbortSignal }> = [];
	/** Time goes on to whoever is the next to wake; who waits at the same time waits together. */
	const step = () => {
		// as the system's clock, which wakes those whose signal is raised
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

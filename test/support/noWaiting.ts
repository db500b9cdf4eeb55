import type { Clock } from '../../nodes/GooglePhotos/request/clock';

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
export function withoutWaiting(more: Pick<Clock, 'watch'> = {}): PassedTime {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the very module that the engine has loaded
	const { replaceClock } = require('../../dist/nodes/GooglePhotos/request/clock.js') as {
		replaceClock: (clock: Partial<Clock>) => () => void;
	};
	const start = Date.now();
	let passed = 0;
	const restore = replaceClock({
		now: () => start + passed,
		sleep: async (milliseconds) => {
			passed += milliseconds;
		},
		random: () => 0,
		...more,
	});
	return { waited: () => passed, restore };
}

import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until something is so. @throws Error after ten minutes: only what hangs fails by the clock */
export async function until(condition: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 10 * 60_000;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error('It does not happen');
		await wait(200);
	}
}

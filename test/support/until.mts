import { setTimeout as wait } from 'node:timers/promises';

/** Polls a condition. @throws Error after ten minutes, long enough to fail only if it never becomes true */
export async function until(condition: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 10 * 60_000;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error('It does not happen');
		await wait(200);
	}
}

import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `work` while no other process holds the lock folder at `path`; waits for its turn, and
 * tells `onWait` every five seconds for how many seconds so far. A lock whose owner is gone
 * (killed, or the machine restarted) is taken over.
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait?: (seconds: number) => void,
): Promise<T> {
	await mkdir(dirname(path), { recursive: true });
	for (let tries = 0; !(await take(path)); tries++) {
		if (tries % 10 === 0) onWait?.(tries / 2);
		await wait(500);
	}
	try {
		return await work();
	} finally {
		await rm(path, { recursive: true, force: true });
	}
}

async function take(path: string): Promise<boolean> {
	try {
		// Making a folder either succeeds for one process or fails: there is no state between.
		await mkdir(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		if (await isAbandoned(path)) await rm(path, { recursive: true, force: true });
		return false;
	}
	await writeFile(join(path, 'pid'), String(process.pid));
	return true;
}

async function isAbandoned(path: string): Promise<boolean> {
	const owner = Number(await readFile(join(path, 'pid'), 'utf8').catch(() => ''));
	if (owner === 0) {
		// The owner writes its id just after making the folder: give it a moment.
		const made = await stat(path).catch(() => undefined);
		return made !== undefined && Date.now() - made.mtimeMs > 5_000;
	}
	try {
		process.kill(owner, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}

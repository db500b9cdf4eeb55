import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.mts';

/** Content of a lock file: the owner's process, and the path of the lock, for people who find the file. */
interface Owner extends ProcessIdentity {
	path: string;
}

/** Milliseconds between two checks of a lock that another process holds. */
const POLL_INTERVAL = 500;

/**
 * Runs `work` while holding the lock file at `path`. Waits for other holders, and calls `onWait` every five seconds
 * with the seconds so far. The file is deleted when the work ends and when this process exits, also after a signal
 * whose handler calls `process.exit`. The lock of a process that no longer runs is taken over.
 * @returns what `work` returns
 * @throws what `work` throws
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait?: (seconds: number) => void,
): Promise<T> {
	await mkdir(dirname(path), { recursive: true });
	const owner = JSON.stringify({ ...ownIdentity(), path } satisfies Owner);
	for (let tries = 0; !tryAcquire(path, owner); tries++) {
		if (tries % 10 === 0) onWait?.(tries / 2);
		await wait(POLL_INTERVAL);
	}
	const release = () => {
		if (contentOf(path) === owner) rmSync(path, { force: true });
	};
	process.once('exit', release);
	try {
		return await work();
	} finally {
		process.off('exit', release);
		release();
	}
}

/**
 * @returns whether this process now holds the lock; false also after removing a dead process's lock, which the next
 *   attempt may take
 */
function tryAcquire(path: string, owner: string): boolean {
	// A link appears atomically with its whole content.
	const draft = `${path}.${randomUUID()}`;
	writeFileSync(draft, owner);
	try {
		linkSync(draft, path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		removeIfAbandoned(path);
		return false;
	} finally {
		rmSync(draft, { force: true });
	}
}

function removeIfAbandoned(path: string): void {
	const found = contentOf(path);
	if (found === undefined || isOwnerRunning(found)) return;
	const renamed = `${path}.${randomUUID()}`;
	try {
		renameSync(path, renamed);
	} catch {
		// Another process was faster.
		return;
	}
	// Another process may have taken the lock between the check and the renaming: give it back.
	if (contentOf(renamed) !== found) linkSync(renamed, path);
	rmSync(renamed, { recursive: true, force: true });
}

function contentOf(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return undefined;
		// Before November 2026 a lock was a folder.
		if (code !== 'EISDIR') throw error;
		return '';
	}
}

function isOwnerRunning(content: string): boolean {
	try {
		return isRunning(JSON.parse(content) as Owner);
	} catch {
		return false;
	}
}

import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.mts';

/** What a lock file holds: who has it, and which file it is, for whoever finds it. */
interface Owner extends ProcessIdentity {
	path: string;
}

/** Milliseconds between two looks at a lock that somebody else has. */
const LOOK_EVERY = 500;

/**
 * Runs `work` while no other process has the lock file at `path`; waits for it, and tells `onWait` every five
 * seconds for how many seconds so far. The file is removed when the work is done and when this process exits,
 * also by a signal whose handler calls `process.exit`. A file whose owner no longer runs is taken over.
 *
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
	for (let tries = 0; !take(path, owner); tries++) {
		if (tries % 10 === 0) onWait?.(tries / 2);
		await wait(LOOK_EVERY);
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

/** @returns whether the lock is ours now; after a lock of a dead process has been removed, the next try may take it */
function take(path: string, owner: string): boolean {
	// a link appears with all of its content, or not at all
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
	if (found === undefined || hasLivingOwner(found)) return;
	const aside = `${path}.${randomUUID()}`;
	try {
		renameSync(path, aside);
	} catch {
		// another process was quicker
		return;
	}
	// between the look and the renaming another process may have taken the lock: it gets it back
	if (contentOf(aside) !== found) linkSync(aside, path);
	rmSync(aside, { recursive: true, force: true });
}

function contentOf(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return undefined;
		// until November 2026 a lock was a folder
		if (code !== 'EISDIR') throw error;
		return '';
	}
}

function hasLivingOwner(content: string): boolean {
	try {
		return isRunning(JSON.parse(content) as Owner);
	} catch {
		return false;
	}
}

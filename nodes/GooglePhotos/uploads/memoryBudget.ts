import { Semaphore } from '../concurrency/semaphore';
import { isBufferedOnly } from '../files/binaryData';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext } from '../http/n8nContext';
import type { FileReader } from './fileReader';
import type { Source } from './types';

/** How many bytes of files that n8n loads as a whole may be in memory at once for being sent. */
const MAX_IN_MEMORY = 64 * 1024 * 1024;

/** Files of at most so many bytes pass beside them: a large one that hardly moves holds up no small ones of others. */
const SMALL_FILE = 1024 * 1024;
const MAX_SMALL_IN_MEMORY = 8 * SMALL_FILE;

/** Memory belongs to the process: all executions and accounts share it. */
const memory = new Semaphore();
const memoryForSmall = new Semaphore();

/** Of each account one file at a time waits for memory: so they get it by turns. */
const waiting = new WeakMap<AccountState, Semaphore>();

function waitingOf(account: AccountState): Semaphore {
	const own = waiting.get(account) ?? new Semaphore();
	waiting.set(account, own);
	return own;
}

/**
 * Sends a part of a file as soon as there is memory for the file, and lets go of that as soon as the request is over:
 * a file that waits for its turn, for a cool-down or for its next try holds none.
 *
 * @returns what a request of the file's does its tries in; undefined for files that n8n streams
 */
export function withMemoryBudget(
	n8n: N8nContext,
	{ size, file }: Source,
	reader: FileReader,
): (<R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>) | undefined {
	if (!isBufferedOnly(file)) return undefined;
	return async (work, signal) => {
		const account = await accountStateOf(n8n);
		const task = async () => {
			try {
				return await work();
			} finally {
				reader.close();
			}
		};
		return await inMemoryByTurns(account, size, task, signal);
	};
}

/** @throws the signal's reason if it is raised while there is no room, else what the task throws */
async function inMemoryByTurns<T>(account: AccountState, weight: number, task: () => Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const enter = async () => {
			await new Promise<void>((entered) => {
				const inside = async () => {
					entered();
					return await task();
				};
				const [room, limit] = weight > SMALL_FILE ? [memory, MAX_IN_MEMORY] : [memoryForSmall, MAX_SMALL_IN_MEMORY];
				const done = room.run(inside, { weight, limit, signal }).finally(entered);
				done.then(resolve, reject);
			});
		};
		waitingOf(account).run(enter, { limit: 1, signal }).catch(reject);
	});
}

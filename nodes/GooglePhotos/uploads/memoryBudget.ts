import { Semaphore } from '../concurrency/semaphore';
import { stateByKey } from '../concurrency/stateByKey';
import { isBufferedOnly } from '../files/binaryData';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import type { N8nContext } from '../http/n8nContext';
import type { FileReader } from './fileReader';
import type { Source } from './types';

/** Maximum number of bytes in memory at once, for sending files that n8n can only load as a whole. */
const MAX_IN_MEMORY = 64 * 1024 * 1024;

/** Files up to this size have their own budget: a large, slow file does not block small files of others. */
const SMALL_FILE = 1024 * 1024;
const MAX_SMALL_IN_MEMORY = 8 * SMALL_FILE;

/** Memory belongs to the process: shared by all executions and accounts. */
const memory = new Semaphore();
const memoryForSmall = new Semaphore();

/** Per account, one file at a time waits for memory, so that accounts alternate. */
const waitingOf = stateByKey<AccountState, Semaphore>(() => new Semaphore());

/**
 * Starts an attempt for a file as soon as there is memory for the file, and frees the memory when the request has
 * ended. A file that waits for a slot, for a cool-down or for its next attempt holds no memory.
 *
 * @returns wrapper for each attempt of the file's requests; undefined for files that n8n streams
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
		return await runWithinMemory(account, size, task, signal);
	};
}

/** @throws the signal's reason if it is aborted while waiting for memory, else what the task throws */
async function runWithinMemory<T>(account: AccountState, weight: number, task: () => Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const enter = async () => {
			await new Promise<void>((onAcquired) => {
				const inside = async () => {
					onAcquired();
					return await task();
				};
				const [semaphore, limit] = weight > SMALL_FILE ? [memory, MAX_IN_MEMORY] : [memoryForSmall, MAX_SMALL_IN_MEMORY];
				const done = semaphore.run(inside, { weight, limit, signal }).finally(onAcquired);
				done.then(resolve, reject);
			});
		};
		waitingOf(account).run(enter, { limit: 1, signal }).catch(reject);
	});
}

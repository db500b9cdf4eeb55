import { loadsAsWhole } from '../model/file';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import type { Caller } from '../request/caller';
import { Lane } from '../request/lane';
import type { FileReader } from './fileReader';
import type { Source } from './source';

/** How many bytes of files that n8n loads as a whole may be in memory at once for being sent. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;

/** Files of at most so many bytes pass beside them: a large one that hardly moves holds up no small ones of others. */
const SMALL = 1024 * 1024;
const MOST_OF_SMALL = 8 * SMALL;

/** Memory belongs to the process: all executions and accounts share it. */
const memory = new Lane();
const memoryForSmall = new Lane();

/** Of each account one file at a time waits for memory: so they get it by turns. */
const waiting = new WeakMap<Account, Lane>();

function waitingOf(account: Account): Lane {
	const own = waiting.get(account) ?? new Lane();
	waiting.set(account, own);
	return own;
}

/**
 * Sends a part of a file as soon as there is memory for the file, and lets go of that as soon as the request is over:
 * a file that waits for its turn, for a cool-down or for its next try holds none.
 *
 * @returns what a request of the file's does its tries in; undefined for files that n8n streams
 */
export function holdingInMemory(
	caller: Caller,
	{ size, file }: Source,
	reader: FileReader,
): (<R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>) | undefined {
	if (!loadsAsWhole(file)) return undefined;
	return async (work, signal) => {
		const account = await accountOf(caller);
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
async function inMemoryByTurns<T>(account: Account, weight: number, task: () => Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const enter = async () => {
			await new Promise<void>((entered) => {
				const inside = async () => {
					entered();
					return await task();
				};
				const [room, limit] = weight > SMALL ? [memory, MOST_IN_MEMORY] : [memoryForSmall, MOST_OF_SMALL];
				const done = room.pass(inside, { weight, limit, signal }).finally(entered);
				done.then(resolve, reject);
			});
		};
		waitingOf(account).pass(enter, { limit: 1, signal }).catch(reject);
	});
}

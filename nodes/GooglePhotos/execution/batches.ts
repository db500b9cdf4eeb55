import { mapConcurrent } from '../concurrency/mapConcurrent';
import { failureOf, rethrow } from '../errors/nodeError';
import type { BisectionBudget } from './bisectionBudget';

/**
 * Maximum number of media items in one call.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet and
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 */
export const MAX_BATCH = 50;

/** Looks for the outcome of ids of a rejected call. Ids for which it finds none are missing from the result. */
export type Diagnosis<T> = (ids: string[], refusal: Error) => Promise<Map<string, T | Error>>;

/** A task that one call does for up to 50 media items. */
export interface BatchTask<T> {
	/**
	 * @param ids each once
	 * @param oneTry whether a server fault ends the call without a retry
	 * @returns the outcome of each id
	 */
	call: (ids: string[], oneTry: boolean) => Promise<Map<string, T | Error>>;
	/** decides whether halves of a call that ended with a server fault are sent */
	bisection: BisectionBudget;
	/** gives the outcome of an id that failed alone, or that was left when the bisection of a server fault stopped */
	onRefused: (id: string, refusal: Error) => T | Error | Promise<T | Error>;
	/** checked before each call: whether nothing more is to be sent */
	shouldStop: () => boolean;
	/** tried in order, each once per rejected call, before halves are sent */
	diagnoses?: Array<Diagnosis<T>>;
}

/** Whether one bad id can be the cause of the rejection of a whole call. */
function mayBeOneId(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'unknownMediaItem' || kind === 'alreadyInAlbum' || kind === 'notFound' || kind === 'invalid';
}

/**
 * Sends one call for up to 50 media items. Google rejects a whole call when one id is bad. Then the diagnoses look for
 * bad ids, and the others are sent without them. If no diagnosis finds any, halves are sent until the bad id is alone.
 * Halves are also sent after a server fault, because one id can cause that too.
 *
 * @param ids each once
 * @param results receives the outcome of each id as soon as it is known; ids left when `shouldStop` is true have none
 * @throws the error of a call, if it is not about one of the ids: ids without a result were not processed
 */
export async function sendOrBisect<T>(
	ids: string[],
	task: BatchTask<T>,
	results: Map<string, T | Error>,
	reasons: Array<Diagnosis<T>> = task.diagnoses ?? [],
	oneTry = false,
): Promise<void> {
	if (ids.length === 0 || task.shouldStop()) return;
	const { bisection } = task;
	try {
		for (const [id, result] of await task.call(ids, oneTry)) results.set(id, result);
		bisection.succeeded();
	} catch (error) {
		if (mayBeOneId(error)) return await afterRefusal(ids, error, task, results, reasons, oneTry);
		if (oneTry) bisection.failed();
		else if (ids.length === 1) throw rethrow(error);
		if (bisection.mayBeOneMember(error) && (oneTry || bisection.mayContinue)) await afterFault(ids, error, task, results);
		else throw rethrow(error);
	}
}

/** Sends the halves of a call that ended with a server fault, in order, until the bisection stops. */
async function afterFault<T>(
	ids: string[],
	fault: Error,
	task: BatchTask<T>,
	results: Map<string, T | Error>,
): Promise<void> {
	if (ids.length === 1 || !task.bisection.mayContinue) {
		for (const id of ids) results.set(id, await task.onRefused(id, fault));
		return;
	}
	for (const half of halvesOf(ids)) {
		if (task.shouldStop()) return;
		if (!task.bisection.mayContinue) {
			await afterFault(half, fault, task, results);
			continue;
		}
		await task.bisection.pause();
		await sendOrBisect(half, task, results, [], true);
	}
}

function halvesOf(ids: string[]): string[][] {
	const middle = Math.ceil(ids.length / 2);
	return [ids.slice(0, middle), ids.slice(middle)];
}

async function afterRefusal<T>(
	ids: string[],
	refusal: Error,
	task: BatchTask<T>,
	results: Map<string, T | Error>,
	reasons: Array<Diagnosis<T>>,
	oneTry: boolean,
): Promise<void> {
	for (const [index, reason] of reasons.entries()) {
		const explained = await reason(ids, refusal);
		for (const [id, result] of explained) results.set(id, result);
		const rest = ids.filter((id) => !explained.has(id));
		if (explained.size > 0) return await sendOrBisect(rest, task, results, reasons.slice(index + 1), oneTry);
	}
	if (ids.length === 1) {
		results.set(ids[0], await task.onRefused(ids[0], refusal));
		return;
	}
	for (const half of halvesOf(ids)) await sendOrBisect(half, task, results, [], oneTry);
}

/** The outcome of each id, and the error that ended the work before all ids were sent. */
export interface BatchOutcome<T> {
	results: Map<string, T | Error>;
	end?: Error;
}

/**
 * Processes any number of media items in as few calls as Google allows, in order.
 *
 * @param ids duplicates are sent once
 * @param atOnce maximum number of concurrent calls: 1 for changes
 * @param ends whether nothing more is to be sent after this error
 */
export async function runInBatches<T>(
	ids: string[],
	task: BatchTask<T>,
	atOnce: number,
	ends: (error: Error) => boolean,
): Promise<BatchOutcome<T>> {
	const results = new Map<string, T | Error>();
	const batches = batchesOf([...new Set(ids)]);
	let end: Error | undefined;
	await mapConcurrent(batches.length, atOnce, async (index) => {
		if (end) return;
		try {
			await sendOrBisect(batches[index], task, results);
		} catch (error) {
			for (const id of batches[index]) if (!results.has(id)) results.set(id, error);
			if (ends(error)) end ??= error;
		}
	});
	return { results, end };
}

function batchesOf(ids: string[]): string[][] {
	const count = Math.ceil(ids.length / MAX_BATCH);
	return Array.from({ length: count }, (_, index) => ids.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH));
}

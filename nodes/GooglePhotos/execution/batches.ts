import { failureOf, rethrow } from '../errors/nodeError';
import type { FaultBisection } from './faultBisection';

/**
 * The most media items that one call takes.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet and
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 */
export const MAX_BATCH = 50;

/** Tells what came of some of the ids of a refused call, where it can. */
export type Diagnosis<T> = (ids: string[], refusal: Error) => Promise<Map<string, T | Error>>;

/** Something that one call does for up to 50 media items. */
export interface BatchTask<T> {
	/**
	 * @param ids each once
	 * @param oneTry whether a fault ends the call at once instead of being repeated
	 * @returns what came of each
	 */
	call: (ids: string[], oneTry: boolean) => Promise<Map<string, T | Error>>;
	/** whether halves of a call that ended with a fault are sent */
	bisection: FaultBisection;
	/** what came of an id that Google refuses also when it is alone, or after a fault of which no half went well */
	refused: (id: string, refusal: Error) => T | Error | Promise<T | Error>;
	/** asked before each call: whether no more is to be sent */
	shouldStop: () => boolean;
	/** asked in turn, each once for a refused call, before it is sent in halves */
	diagnoses?: Array<Diagnosis<T>>;
}

/** Refusals of a whole call that one bad id can be the cause of. */
function mayBeOneId(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'unknownMediaItem' || kind === 'alreadyInAlbum' || kind === 'notFound' || kind === 'invalid';
}

/**
 * Does something for up to 50 media items in one call. Google refuses a call as a whole when one id is bad: then
 * it is found out which, and the others are sent without it; where nothing tells which, halves are sent until the
 * bad one is alone. So are they after a fault, which one id can be the cause of as well.
 *
 * @param ids each once
 * @param results where it is put what came of each, as soon as that is known; ids left over when `ended` have none
 * @throws what a call throws that is not about one of the ids: those without a result were not done
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

/** Sends halves of what ended with a fault, in order, as long as that helps. */
async function afterFault<T>(
	ids: string[],
	fault: Error,
	task: BatchTask<T>,
	results: Map<string, T | Error>,
): Promise<void> {
	if (ids.length === 1 || !task.bisection.mayContinue) {
		for (const id of ids) results.set(id, await task.refused(id, fault));
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
		const told = await reason(ids, refusal);
		for (const [id, result] of told) results.set(id, result);
		const rest = ids.filter((id) => !told.has(id));
		if (told.size > 0) return await sendOrBisect(rest, task, results, reasons.slice(index + 1), oneTry);
	}
	if (ids.length === 1) {
		results.set(ids[0], await task.refused(ids[0], refusal));
		return;
	}
	for (const half of halvesOf(ids)) await sendOrBisect(half, task, results, [], oneTry);
}

/** What came of each id, and what ended it before all were sent. */
export interface BatchOutcome<T> {
	results: Map<string, T | Error>;
	end?: Error;
}

/**
 * Does something for any number of media items in as few calls as Google allows, in their order.
 *
 * @param ids an id may come more than once, and is sent once
 * @param atOnce how many calls may be under way: 1 for changes
 * @param ends whether after this error no more is to be sent
 */
export async function runInBatches<T>(
	ids: string[],
	task: BatchTask<T>,
	atOnce: number,
	ends: (error: Error) => boolean,
): Promise<BatchOutcome<T>> {
	const results = new Map<string, T | Error>();
	const queue = batchesOf([...new Set(ids)]);
	let end: Error | undefined;
	const work = async () => {
		for (let batch = queue.shift(); batch && !end; batch = queue.shift()) {
			try {
				await sendOrBisect(batch, task, results);
			} catch (error) {
				for (const id of batch) if (!results.has(id)) results.set(id, error);
				if (ends(error)) end ??= error;
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return { results, end };
}

function batchesOf(ids: string[]): string[][] {
	const count = Math.ceil(ids.length / MAX_BATCH);
	return Array.from({ length: count }, (_, index) => ids.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH));
}

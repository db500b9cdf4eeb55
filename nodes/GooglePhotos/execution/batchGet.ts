import type { IDataObject } from 'n8n-workflow';
import { failureOfStatus, throttlingIn } from '../api/batchEntryStatus';
import { callApi } from '../api/callApi';
import type { MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { isAboutId } from '../errors/googleError';
import { isServerFault, isTransient } from '../errors/kinds';
import type { Failure } from '../errors/kinds';
import { failureOf } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { backoffDelay, DEFAULT_MAXIMUM_WAIT } from '../http/retryPolicy';
import { MAX_BATCH, sendOrBisect } from './batches';
import type { BatchTask } from './batches';
import { BisectionBudget } from './bisectionBudget';
import type { OperationContext } from './context';

export const MAX_BATCH_GET = MAX_BATCH;

/** gRPC codes of Google's own results: INVALID_ARGUMENT for an unknown id, INTERNAL for one that Google cannot read. */
const INVALID = 3;
const INTERNAL = 13;

/**
 * Batch task that gets media items. An id for which Google rejects the whole call gets a status as its result, as
 * Google gives one for an unknown id.
 *
 * @param untilFirstFailure whether no further call is sent after the first media item that Google does not return
 */
export function batchGetTask(context: OperationContext, subject: ErrorContext, untilFirstFailure: boolean): BatchTask<MediaItemResult> {
	let failed = false;
	return {
		bisection: new BisectionBudget(context.n8n),
		call: async (ids, oneTry) => {
			const results = await batchGet(context, ids, subject, oneTry);
			failed ||= [...results.values()].some(({ mediaItem }) => !mediaItem);
			return results;
		},
		onRefused: (_id, refusal) => {
			failed = true;
			const failure = failureOf(refusal);
			const code = failure && isTransient(failure) ? INTERNAL : INVALID;
			const unclear = failure?.kind === 'invalid';
			return { status: { code, message: failure?.message, ...(unclear && { unclear }) } };
		},
		shouldStop: () => failed && untilFirstFailure,
	};
}

/**
 * Gets media items in one call, or in several if Google rejects the call because of an id.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet
 *
 * @param ids up to 50, each once
 * @param untilFirstFailure whether no further call is sent after the first media item that Google does not return
 * @returns a result for each id that was sent: the media item, or the status that says why there is none
 * @throws NodeApiError
 */
export async function getMediaItems(
	context: OperationContext,
	ids: string[],
	subject: ErrorContext,
	untilFirstFailure = false,
): Promise<Map<string, MediaItemResult>> {
	const results = new Map<string, MediaItemResult>();
	await sendOrBisect(ids, batchGetTask(context, subject, untilFirstFailure), results as Map<string, MediaItemResult | Error>);
	return results;
}

/**
 * Classifies a result without a media item. The status code of a result is generic, but here only the id can be wrong.
 * Of a rejected call, another value can be wrong as well.
 */
export function failureOfMediaItem({ status }: MediaItemResult): Failure {
	const failure = failureOfStatus(status);
	if (status?.unclear && !isAboutId(failure.message)) return { ...failure, kind: 'invalid' };
	const unknown = failure.kind === 'unsupportedFile' || failure.kind === 'notFound';
	return unknown ? { ...failure, kind: 'unknownMediaItem' } : failure;
}

/** Gets media items. Retries, with backoff, those whose results are transient failures or throttled. */
async function batchGet(
	context: OperationContext,
	ids: string[],
	subject: ErrorContext,
	oneTry: boolean,
): Promise<Map<string, MediaItemResult>> {
	const results = new Map<string, MediaItemResult>();
	const signal = context.signal;
	/** time of the first reply, in milliseconds since 1970 */
	let start: number | undefined;
	let left = ids;
	for (let tries = 1; ; tries++) {
		for (const [id, result] of await batchGetOnce(context, left, subject, oneTry)) results.set(id, result);
		start ??= clock.now();
		const history = { tries, elapsed: clock.now() - start, maximumWait: DEFAULT_MAXIMUM_WAIT, repeatable: true };
		const delays = new Map<string, number>();
		for (const id of left) {
			const result = results.get(id) ?? {};
			const failure = failureOfStatus(result.status);
			const delay = result.mediaItem ? undefined : backoffDelay(failure, history, clock.random());
			// after throttling, the cool-down in the request pipeline delays the next call
			if (delay !== undefined) delays.set(id, failure.kind === 'tooManyRequests' ? 0 : delay);
		}
		if (delays.size === 0 || signal?.aborted) return results;
		await clock.delay(Math.max(...delays.values()), signal);
		left = [...delays.keys()];
	}
}

const throttledPart = ({ mediaItemResults }: IDataObject) => throttlingIn(mediaItemResults);

async function batchGetOnce(
	context: OperationContext,
	ids: string[],
	subject: ErrorContext,
	oneTry: boolean,
): Promise<Map<string, MediaItemResult>> {
	const { mediaItemResults = [] } = await callApi<{ mediaItemResults?: MediaItemResult[] }>(context, {
		method: 'mediaItems.batchGet',
		qs: { mediaItemIds: ids },
		subject,
		throttledPart,
		...(oneTry && { callerRecovers: isServerFault }),
	});
	const found = new Map(mediaItemResults.map((result) => [result.mediaItem?.id, result]));
	// a status names no id: it belongs to the id with the same index
	const inPlace = (index: number) => (mediaItemResults[index]?.mediaItem ? {} : (mediaItemResults[index] ?? {}));
	return new Map(ids.map((id, index) => [id, found.get(id) ?? inPlace(index)]));
}

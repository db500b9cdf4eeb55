import type { IDataObject } from 'n8n-workflow';
import type { MediaItemResult } from '../model/mediaItem';
import { cancelSignalOf } from './caller';
import { clock } from './clock';
import { LARGEST_CALL, together } from './coalesced';
import type { BatchTask } from './coalesced';
import type { Subject } from './explain';
import { failureOf } from './explain';
import type { Failure } from './failure';
import { FaultHalves } from './faultHalves';
import { failureOfStatus, quotaRefusalIn } from './itemStatus';
import { DEFAULT_MAXIMUM_WAIT, delayBeforeRetry, isFault } from './retry';
import type { Run } from './run';
import { callApi } from './send';

export const LARGEST_BATCH_GET = LARGEST_CALL;

/** INVALID_ARGUMENT, as Google's own results say of an id that it does not know; INTERNAL, of one that it fails at. */
const INVALID = 3;
const INTERNAL = 13;

/**
 * How media items are asked for together. An id for which Google refuses the whole call is answered as Google
 * answers one that it does not know: with a status.
 *
 * @param untilFirstFailure whether those that come after one that cannot be had are left out
 */
export function askingFor(run: Run, subject: Subject, untilFirstFailure: boolean): BatchTask<MediaItemResult> {
	let failed = false;
	return {
		halves: new FaultHalves(run.caller),
		call: async (ids, oneTry) => {
			const results = await batchGet(run, ids, subject, oneTry);
			failed ||= [...results.values()].some(({ mediaItem }) => !mediaItem);
			return results;
		},
		refused: (_id, refusal) => {
			failed = true;
			const failure = failureOf(refusal);
			const code = failure && isFault(failure) ? INTERNAL : INVALID;
			const unclear = failure?.kind === 'invalid';
			return { status: { code, message: failure?.message, ...(unclear && { unclear }) } };
		},
		ended: () => failed && untilFirstFailure,
	};
}

/**
 * Asks for media items in one call, or in more if Google refuses it because of an id.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet
 *
 * @param ids up to 50, each once
 * @param untilFirstFailure whether those that come after one that cannot be had are left out
 * @returns a result for each id: the media item, or the status that says why there is none
 * @throws NodeApiError made by `explain`
 */
export async function getMediaItems(
	run: Run,
	ids: string[],
	subject: Subject,
	untilFirstFailure = false,
): Promise<Map<string, MediaItemResult>> {
	const results = new Map<string, MediaItemResult>();
	await together(ids, askingFor(run, subject, untilFirstFailure), results as Map<string, MediaItemResult | Error>);
	return results;
}

/** Why a result has no media item. A status is general; here an id is all there is to be wrong. */
export function failureOfMediaItem({ status }: MediaItemResult): Failure {
	const failure = failureOfStatus(status);
	const unknown = failure.kind === 'unsupportedFile' || failure.kind === 'notFound';
	return unknown ? { ...failure, kind: 'unknownMediaItem' } : failure;
}

/** Asks again, with growing delays, for those that Google could not give just now. */
async function batchGet(
	run: Run,
	ids: string[],
	subject: Subject,
	oneTry: boolean,
): Promise<Map<string, MediaItemResult>> {
	const results = new Map<string, MediaItemResult>();
	const signal = cancelSignalOf(run.caller);
	/** when Google first answered, in milliseconds since 1970 */
	let start: number | undefined;
	let left = ids;
	for (let tries = 1; ; tries++) {
		for (const [id, result] of await batchGetOnce(run, left, subject, oneTry)) results.set(id, result);
		start ??= clock.now();
		const history = { tries, elapsed: clock.now() - start, maximumWait: DEFAULT_MAXIMUM_WAIT, repeatable: true };
		const delays = new Map<string, number>();
		for (const id of left) {
			const result = results.get(id) ?? {};
			const failure = failureOfStatus(result.status);
			const delay = result.mediaItem ? undefined : delayBeforeRetry(failure, history, clock.random());
			// for a quota the door makes the next call wait
			if (delay !== undefined) delays.set(id, failure.kind === 'tooManyRequests' ? 0 : delay);
		}
		if (delays.size === 0 || signal?.aborted) return results;
		await clock.delay(Math.max(...delays.values()), signal);
		left = [...delays.keys()];
	}
}

const refusedPart = ({ mediaItemResults }: IDataObject) => quotaRefusalIn(mediaItemResults);

async function batchGetOnce(
	run: Run,
	ids: string[],
	subject: Subject,
	oneTry: boolean,
): Promise<Map<string, MediaItemResult>> {
	const { mediaItemResults = [] } = await callApi<{ mediaItemResults?: MediaItemResult[] }>(
		run.caller,
		run.settings,
		{ verb: 'GET', path: '/v1/mediaItems:batchGet', qs: { mediaItemIds: ids }, subject, refusedPart, ...(oneTry && { mendedByCaller: isFault }) },
	);
	const found = new Map(mediaItemResults.map((result) => [result.mediaItem?.id, result]));
	// a status names no id: it belongs to the id in its place
	const inPlace = (index: number) => (mediaItemResults[index]?.mediaItem ? {} : (mediaItemResults[index] ?? {}));
	return new Map(ids.map((id, index) => [id, found.get(id) ?? inPlace(index)]));
}

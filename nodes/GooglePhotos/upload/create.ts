import type { IDataObject } from 'n8n-workflow';
import { forgetAlbum, refusesAnAlbum } from '../fields/knownAlbums';
import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { accountOf } from '../request/account';
import { clock, waitFor } from '../request/clock';
import { cancelSignalOf } from '../request/caller';
import { explain, sameFor } from '../request/explain';
import { StrangeReplyError } from '../request/failure';
import type { Failure } from '../request/failure';
import { failureOfStatus } from '../request/itemStatus';
import { delayBeforeRetry } from '../request/retry';
import type { History } from '../request/retry';
import type { Run } from '../request/run';
import { callApi } from '../request/send';
import type { Batch, SentFile } from './batch';
import { subjectOf } from './source';

/** What became of a sent file. */
export type Created = { mediaItem: MediaItem; alreadyExisted: boolean } | { error: Error };

/** A create can take minutes; sending it again while it runs is what makes Google refuse both. */
const CREATE_TIMEOUT = 7 * 60_000;

/** The entry of a reply that belongs to a file: in the order of the request, and it names the token. */
function resultFor(file: SentFile, index: number, results: MediaItemResult[]): MediaItemResult {
	const own = results[index];
	if (own && (own.uploadToken === undefined || own.uploadToken === file.uploadToken)) return own;
	const byToken = results.find(({ uploadToken }) => uploadToken === file.uploadToken);
	return byToken ?? { status: { code: 13, message: 'The reply has no result for this file' } };
}

/**
 * Makes media items of a batch, and repeats for those files that Google could not create just now: the same
 * bytes become the same media item however often they are created.
 *
 * @returns the outcome of each file; every result's own status counts, since the reply as a whole is a
 *   success also when no file was taken
 */
export async function createMediaItems(
	run: Run,
	batch: Batch,
	maximumWait: number,
): Promise<Map<SentFile, Created>> {
	const created = new Map<SentFile, Created>();
	const existed = new Set<SentFile>();
	const start = clock.now();
	let left: Batch = batch;
	for (let tries = 1; left.length > 0; tries++) {
		const results = await callCreate(run, left, maximumWait);
		if ('error' in results) {
			for (const file of left) created.set(file, { error: sameFor(results.error, subjectOf(file.source)) });
			return created;
		}
		const history = { tries, elapsed: clock.now() - start, maximumWait, repeatable: true };
		const again: Array<{ file: SentFile; wait: number; failure: Failure }> = [];
		left.forEach((file, index) => {
			const { mediaItem, status } = resultFor(file, index, results.list);
			if (mediaItem?.id && !status?.code) {
				created.set(file, { mediaItem, alreadyExisted: existed.has(file) });
				return;
			}
			const failure = failureOfStatus(status);
			const twin = failure.kind === 'alreadyThere' ? twinOf(file, created) : undefined;
			if (twin) {
				created.set(file, { mediaItem: twin, alreadyExisted: true });
				return;
			}
			const wait = waitBefore(failure, existed.has(file), history);
			if (failure.kind === 'alreadyThere') existed.add(file);
			if (wait !== undefined) again.push({ file, wait, failure });
			else created.set(file, { error: explain(run.caller.getNode(), failure, subjectOf(file.source)) });
		});
		await untilNextTry(run, again);
		left = again.map(({ file }) => file);
	}
	return created;
}

/** The media item of the same bytes in the same batch: Google names the first of twins only. */
function twinOf({ sha256 }: SentFile, created: Map<SentFile, Created>): MediaItem | undefined {
	for (const [file, outcome] of created) {
		if (file.sha256 === sha256 && 'mediaItem' in outcome) return outcome.mediaItem;
	}
	return undefined;
}

/** @returns milliseconds until the file is created again, or undefined if that cannot help */
function waitBefore(failure: Failure, existedBefore: boolean, history: History): number | undefined {
	// its twin has yet to be created; once it exists, Google answers with the media item that is there
	if (failure.kind === 'alreadyThere') return existedBefore ? undefined : 0;
	return delayBeforeRetry(failure, history, clock.random());
}

/** Waits as long as the most patient of them wants; after "too many requests" so does the whole account. */
async function untilNextTry(run: Run, again: Array<{ wait: number; failure: Failure }>): Promise<void> {
	const wait = Math.max(0, ...again.map((one) => one.wait));
	if (again.some(({ failure }) => failure.kind === 'tooManyRequests')) {
		const account = accountOf(run.caller.getNode());
		account.coolDownUntil = Math.max(account.coolDownUntil, clock.now() + wait);
	}
	await waitFor(wait, cancelSignalOf(run.caller));
}

async function callCreate(
	run: Run,
	batch: Batch,
	maximumWait: number,
): Promise<{ list: MediaItemResult[] } | { error: Error }> {
	const { album } = batch[0].source;
	const newMediaItems = batch.map(({ uploadToken, source: { description, fileName } }) => ({
		...(description && { description }),
		simpleMediaItem: { uploadToken, ...(fileName && { fileName }) },
	}));
	try {
		const reply = await callApi<{ newMediaItemResults?: MediaItemResult[] }>(run.caller, run.settings, {
			verb: 'POST',
			path: '/v1/mediaItems:batchCreate',
			body: { ...(album && { albumId: album.id }), newMediaItems } as IDataObject,
			timeout: Math.max(run.settings.timeout ?? 0, CREATE_TIMEOUT),
			maximumWait,
			check: ({ newMediaItemResults }) => requireResults(newMediaItemResults),
		});
		return { list: reply.newMediaItemResults ?? [] };
	} catch (error) {
		if (album && refusesAnAlbum(error)) forgetAlbum(run.caller, album);
		return { error };
	}
}

/** @throws StrangeReplyError unless the results are a list of objects, or left out as an empty list is */
function requireResults(results: unknown): void {
	const list = results ?? [];
	if (Array.isArray(list) && list.every((result) => typeof result === 'object' && result !== null)) return;
	throw new StrangeReplyError('The reply has no list of results');
}

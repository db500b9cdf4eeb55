import type { IDataObject } from 'n8n-workflow';
import type { AlbumRef } from '../albums/cache';
import { throttlingIn } from '../api/batchEntryStatus';
import { callApi } from '../api/callApi';
import type { ApiCall } from '../api/callApi';
import type { MediaItemResult } from '../api/mediaItem';
import { isServerFault } from '../errors/kinds';
import type { OperationContext } from '../execution/context';
import type { AlbumPosition } from '../properties/albumPosition';
import type { UploadedFile } from './types';

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const MAX_BATCH_CREATE = 50;

/** Minimum time-out in ms. A create call can take minutes; sending it again meanwhile makes Google reject both. */
const CREATE_TIMEOUT = 7 * 60_000;

/** Destination of media items, and how long a create call is retried. */
export interface CreateTarget {
	/** undefined: library only */
	album?: AlbumRef;
	/** undefined: end of the album */
	albumPosition?: AlbumPosition;
	/** milliseconds to keep retrying while throttled */
	maximumWait: number;
	/** whether a server fault ends the call at once instead of being retried */
	oneTry?: boolean;
}

/**
 * Creates media items from up to 50 files whose bytes were sent. If the outcome of an attempt is unknown, its files are
 * marked as `unanswered`: they may be in the library, whatever the result of a later attempt.
 *
 * @param filesToSend called before each attempt is sent
 * @param instead replaces those of the execution: cancel signal, n8n context of each attempt, callback for failed
 *   attempts. `arrived` is called when the response arrives, before the next call gets the slot
 * @returns the result of each file, in the order of the files
 * @throws NodeApiError if the call failed as a whole
 */
export async function batchCreate(
	context: OperationContext,
	filesToSend: () => UploadedFile[] | Promise<UploadedFile[]>,
	{ album, albumPosition, maximumWait, oneTry }: CreateTarget,
	{ arrived, ...instead }: Pick<ApiCall, 'signal' | 'contextForAttempt' | 'onAttemptFailed'> & { arrived?: () => void } = {},
): Promise<MediaItemResult[]> {
	const where = album && { albumId: album.id, ...(albumPosition && { albumPosition }) };
	let files: UploadedFile[] = [];
	const { newMediaItemResults: results } = await callApi<{ newMediaItemResults: MediaItemResult[] }>(context, {
		method: 'mediaItems.batchCreate',
		body: async () => {
			files = [];
			files = await filesToSend();
			return { ...where, newMediaItems: files.map(newMediaItem) };
		},
		timeout: Math.max(context.settings.timeout ?? 0, CREATE_TIMEOUT),
		maximumWait,
		...instead,
		...(oneTry && { callerRecovers: isServerFault }),
		onAttemptFailed: (failure) => {
			if (failure.outcomeUnknown) for (const file of files) file.unanswered = true;
			instead.onAttemptFailed?.(failure);
		},
		throttledPart: ({ newMediaItemResults }) => {
			arrived?.();
			return throttlingIn(newMediaItemResults);
		},
	});
	return files.map((file, index) => resultFor(file, index, results, results.length === files.length));
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate#NewMediaItem */
function newMediaItem({ uploadToken, source: { description, fileName } }: UploadedFile): IDataObject {
	return {
		...(description && { description }),
		simpleMediaItem: { uploadToken, ...(fileName && { fileName }) },
	};
}

/**
 * Result of a file, found by its upload token. A result without an upload token belongs to the file at its index, if
 * there are as many results as files.
 */
function resultFor({ uploadToken }: UploadedFile, index: number, results: MediaItemResult[], isComplete: boolean): MediaItemResult {
	const own = results[index];
	if (own && own.uploadToken === undefined && isComplete) return own;
	const byToken = results.find((result) => result.uploadToken === uploadToken);
	return byToken ?? { status: { code: 13, message: 'The response has no result for this file' } };
}

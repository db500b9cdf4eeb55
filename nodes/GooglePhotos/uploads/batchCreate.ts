import type { IDataObject } from 'n8n-workflow';
import type { AlbumRef } from '../albums/state';
import { throttlingIn } from '../api/batchStatus';
import { callApi } from '../api/client';
import type { ApiCall } from '../api/client';
import type { MediaItemResult } from '../api/mediaItem';
import { isTransient } from '../errors/kinds';
import type { OperationContext } from '../execution/context';
import type { AlbumPosition } from '../properties/position';
import type { UploadedFile } from './types';

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const MAX_BATCH_CREATE = 50;

/** A create can take minutes; sending it again while it runs is what makes Google refuse both. */
const CREATE_TIMEOUT = 7 * 60_000;

/** Where media items go, and how long that is tried. */
export interface CreateTarget {
	/** without one, they go into the library only */
	album?: AlbumRef;
	/** without one, they go to the end of the album */
	albumPosition?: AlbumPosition;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** whether a fault ends the call at once instead of being repeated */
	oneTry?: boolean;
}

/**
 * Asks Google to make media items of up to 50 files. Files of a try that left and was not answered are marked as
 * `unanswered`: they may be in the library, whatever a later try comes to.
 *
 * @param filesToSend asked for whenever the call leaves
 * @param instead of the execution: what cancels the call, whose context sends each try, and who is told of its
 *   failures; `arrived` is told of the reply before the next call has its turn
 * @returns the result of each file, in their order
 * @throws NodeApiError made by `explain`, if the call was refused as a whole
 */
export async function batchCreate(
	context: OperationContext,
	filesToSend: () => UploadedFile[] | Promise<UploadedFile[]>,
	{ album, albumPosition, maximumWait, oneTry }: CreateTarget,
	{ arrived, ...instead }: Pick<ApiCall, 'signal' | 'contextForAttempt' | 'onAttemptFailed'> & { arrived?: () => void } = {},
): Promise<MediaItemResult[]> {
	const where = album && { albumId: album.id, ...(albumPosition && { albumPosition }) };
	let files: UploadedFile[] = [];
	const { newMediaItemResults: results = [] } = await callApi<{ newMediaItemResults?: MediaItemResult[] }>(context, {
		verb: 'POST',
		path: '/v1/mediaItems:batchCreate',
		body: async () => {
			files = [];
			files = await filesToSend();
			return { ...where, newMediaItems: files.map(newMediaItem) };
		},
		timeout: Math.max(context.settings.timeout ?? 0, CREATE_TIMEOUT),
		maximumWait,
		...instead,
		...(oneTry && { callerRecovers: isTransient }),
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
 * The entry of a reply that belongs to a file: it names the token. One that names none belongs to the file of its place,
 * if there are as many results as files.
 */
function resultFor({ uploadToken }: UploadedFile, index: number, results: MediaItemResult[], isComplete: boolean): MediaItemResult {
	const own = results[index];
	if (own && own.uploadToken === undefined && isComplete) return own;
	const byToken = results.find((result) => result.uploadToken === uploadToken);
	return byToken ?? { status: { code: 13, message: 'The reply has no result for this file' } };
}

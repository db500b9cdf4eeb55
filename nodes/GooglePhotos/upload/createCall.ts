import type { IDataObject } from 'n8n-workflow';
import type { KnownAlbum } from '../fields/knownAlbums';
import type { AlbumPosition } from '../fields/position';
import type { MediaItemResult } from '../model/mediaItem';
import { StrangeReplyError } from '../request/failure';
import { quotaRefusalIn } from '../request/itemStatus';
import type { Run } from '../request/run';
import { callApi } from '../request/send';
import type { JsonCall } from '../request/send';
import type { SentFile } from './batch';

/** A create can take minutes; sending it again while it runs is what makes Google refuse both. */
const CREATE_TIMEOUT = 7 * 60_000;

/** Where media items go, and how long that is tried. */
export interface Place {
	/** without one, they go into the library only */
	album?: KnownAlbum;
	/** without one, they go to the end of the album */
	albumPosition?: AlbumPosition;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
}

/**
 * Asks Google to make media items of up to 50 files.
 *
 * @param filesToSend asked for whenever the call leaves
 * @param instead of the execution: what cancels the call, and whose context sends each try; `arrived` is told of the
 *   reply before the next call has its turn
 * @returns the result of each file, in their order
 * @throws NodeApiError made by `explain`, if the call was refused as a whole
 */
export async function create(
	run: Run,
	filesToSend: () => SentFile[] | Promise<SentFile[]>,
	{ album, albumPosition, maximumWait }: Place,
	{ arrived, ...instead }: Pick<JsonCall, 'signal' | 'sender'> & { arrived?: () => void } = {},
): Promise<MediaItemResult[]> {
	const where = album && { albumId: album.id, ...(albumPosition && { albumPosition }) };
	let files: SentFile[] = [];
	const { newMediaItemResults: results = [] } = await callApi<{ newMediaItemResults?: MediaItemResult[] }>(
		run.caller,
		run.settings,
		{
			verb: 'POST',
			path: '/v1/mediaItems:batchCreate',
			body: async () => {
				files = await filesToSend();
				return { ...where, newMediaItems: files.map(newMediaItem) };
			},
			timeout: Math.max(run.settings.timeout ?? 0, CREATE_TIMEOUT),
			maximumWait,
			...instead,
			check: ({ newMediaItemResults }) => {
				requireResults(newMediaItemResults);
				arrived?.();
			},
			refusedPart: ({ newMediaItemResults }) => quotaRefusalIn(newMediaItemResults),
		},
	);
	return files.map((file, index) => resultFor(file, index, results));
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate#NewMediaItem */
function newMediaItem({ uploadToken, source: { description, fileName } }: SentFile): IDataObject {
	return {
		...(description && { description }),
		simpleMediaItem: { uploadToken, ...(fileName && { fileName }) },
	};
}

/** The entry of a reply that belongs to a file: in the order of the request, and it names the token. */
function resultFor({ uploadToken }: SentFile, index: number, results: MediaItemResult[]): MediaItemResult {
	const own = results[index];
	if (own && (own.uploadToken === undefined || own.uploadToken === uploadToken)) return own;
	const byToken = results.find((result) => result.uploadToken === uploadToken);
	return byToken ?? { status: { code: 13, message: 'The reply has no result for this file' } };
}

/** @throws StrangeReplyError unless the results are a list of objects, or left out as an empty list is */
function requireResults(results: unknown): void {
	const list = results ?? [];
	if (Array.isArray(list) && list.every((result) => typeof result === 'object' && result !== null)) return;
	throw new StrangeReplyError('The reply has no list of results');
}

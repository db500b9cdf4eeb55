import type { IDataObject } from 'n8n-workflow';
import { forgetAlbum, refusesAnAlbum } from '../fields/knownAlbums';
import type { KnownAlbum } from '../fields/knownAlbums';
import type { AlbumPosition } from '../fields/position';
import type { MediaItemResult } from '../model/mediaItem';
import { StrangeReplyError } from '../request/failure';
import type { Run } from '../request/run';
import { callApi } from '../request/send';
import type { SentFile } from './batch';

/** A create can take minutes; sending it again while it runs is what makes Google refuse both. */
const CREATE_TIMEOUT = 7 * 60_000;

/**
 * Asks Google to make media items of up to 50 files.
 *
 * @param album without one, they go into the library only
 * @param maximumWait milliseconds to go on after "too many requests"
 * @returns the result of each file, in their order; or why the call was refused as a whole
 */
export async function callCreate(
	run: Run,
	files: SentFile[],
	album: KnownAlbum | undefined,
	albumPosition: AlbumPosition | undefined,
	maximumWait: number,
): Promise<{ results: MediaItemResult[] } | { error: Error }> {
	const newMediaItems = files.map(({ uploadToken, source: { description, fileName } }) => ({
		...(description && { description }),
		simpleMediaItem: { uploadToken, ...(fileName && { fileName }) },
	}));
	const where = album && { albumId: album.id, ...(albumPosition && { albumPosition }) };
	try {
		const { newMediaItemResults = [] } = await callApi<{ newMediaItemResults?: MediaItemResult[] }>(
			run.caller,
			run.settings,
			{
				verb: 'POST',
				path: '/v1/mediaItems:batchCreate',
				body: { ...where, newMediaItems } as IDataObject,
				timeout: Math.max(run.settings.timeout ?? 0, CREATE_TIMEOUT),
				maximumWait,
				check: ({ newMediaItemResults: results }) => requireResults(results),
			},
		);
		return { results: files.map((file, index) => resultFor(file, index, newMediaItemResults)) };
	} catch (error) {
		if (album && refusesAnAlbum(error)) forgetAlbum(run.caller, album);
		return { error };
	}
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

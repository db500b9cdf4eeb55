import type { MediaItemResult } from '../model/mediaItem';
import type { Subject } from './explain';
import type { Run } from './run';
import { callApi } from './send';

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet */
export const LARGEST_BATCH_GET = 50;

/**
 * Asks for media items in one call.
 *
 * @param ids up to 50, each once
 * @returns a result for each id: the media item, or the status that says why there is none
 * @throws NodeApiError made by `explain`
 */
export async function getMediaItems(
	run: Run,
	ids: string[],
	subject: Subject,
): Promise<Map<string, MediaItemResult>> {
	if (ids.length === 0) return new Map();
	const { mediaItemResults = [] } = await callApi<{ mediaItemResults?: MediaItemResult[] }>(
		run.caller,
		run.settings,
		{ verb: 'GET', path: '/v1/mediaItems:batchGet', qs: { mediaItemIds: ids }, subject },
	);
	return new Map(ids.map((id, index) => [id, mediaItemResults[index] ?? {}]));
}

import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { explain, refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { failureOfMediaItem } from '../request/mediaItems';
import type { Run } from '../request/run';

/** https://grpc.io/docs/guides/status-codes/ */
const NOT_THERE: MediaItemResult = { status: { code: 5 } };

/**
 * The media item of a result.
 *
 * @throws NodeApiError if Google gives none, NodeOperationError if it could not process the video
 */
export function mediaItemOf(run: Run, result: MediaItemResult | undefined, subject: Subject): MediaItem {
	const node = run.caller.getNode();
	const item = result?.mediaItem;
	if (!item?.id) {
		throw explain(node, failureOfMediaItem(result?.status ? result : NOT_THERE), subject);
	}
	if (item.mediaMetadata?.video?.status === 'FAILED') {
		throw refusal(
			node,
			'Google could not process the video',
			'It cannot be downloaded. Upload it again in another format.',
			subject,
		);
	}
	return item;
}

/** Whether Google still makes a video ready; its base URL must not be used before. */
export function isProcessing({ mediaMetadata }: MediaItem): boolean {
	return mediaMetadata?.video?.status === 'PROCESSING';
}

/** @param minutes how long it was waited for */
export function stillProcessing(run: Run, minutes: number, subject: Subject): Error {
	return refusal(
		run.caller.getNode(),
		`Google is still processing the video${minutes > 0 ? `, after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : ''}`,
		minutes > 0
			? 'Long videos take hours. Run this item again later, or wait longer.'
			: 'It can be downloaded when its status is READY, usually after some minutes. Add the option Wait for Videos, or run this item again then.',
		{ ...subject, parameter: 'Wait for Videos' },
	);
}

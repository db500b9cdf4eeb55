import { isProcessing } from '../api/mediaItem';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { apiError, inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { failureOfMediaItem, getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { cancelSignalOf } from '../http/n8nContext';
import { VideoPoller } from './videoPoller';

/** https://grpc.io/docs/guides/status-codes/ */
const NOT_THERE: MediaItemResult = { status: { code: 5 } };

/**
 * The media item of a result.
 *
 * @throws NodeApiError if Google gives none, NodeOperationError if it could not process the video
 */
export function mediaItemOf(context: OperationContext, result: MediaItemResult | undefined, subject: ErrorContext): MediaItem {
	const node = context.n8n.getNode();
	const item = result?.mediaItem;
	if (!item?.id) {
		throw apiError(node, failureOfMediaItem(result?.status ? result : NOT_THERE), subject);
	}
	if (item.mediaMetadata?.video?.status === 'FAILED') {
		throw inputError(
			node,
			'Google could not process the video',
			'It cannot be downloaded. Upload it again in another format.',
			subject,
		);
	}
	return item;
}

/** @param minutes that the node has waited */
export function stillProcessing(context: OperationContext, minutes: number, subject: ErrorContext): Error {
	return inputError(
		context.n8n.getNode(),
		`Google is still processing the video${minutes > 0 ? `, after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : ''}`,
		minutes > 0
			? 'Long videos take hours. Run this item again later, or wait longer.'
			: 'It can be downloaded when its status is READY, usually after some minutes. Add the option Wait for Videos, or run this item again then.',
		{ ...subject, parameter: 'Wait for Videos' },
	);
}

/** The videos of an execution that Google still processes, asked for by 50. */
export class VideoReadiness {
	private readonly poller: VideoPoller<MediaItemResult>;

	/** @param stop aborted when the execution has stopped; its reason becomes the error of all waiting videos */
	constructor(
		private readonly context: OperationContext,
		stop: AbortSignal,
	) {
		const cancelled = cancelSignalOf(context.n8n);
		const look = async (ids: string[], about: ErrorContext) => {
			const results = new Map<string, MediaItemResult>();
			for (let start = 0; start < ids.length; start += MAX_BATCH_GET) {
				stop.throwIfAborted();
				const some = await getMediaItems(context, ids.slice(start, start + MAX_BATCH_GET), about);
				for (const [id, result] of some) results.set(id, result);
			}
			return results;
		};
		const isProcessingResult = (result?: MediaItemResult) => result?.mediaItem !== undefined && isProcessing(result.mediaItem);
		const signal = cancelled ? AbortSignal.any([cancelled, stop]) : stop;
		this.poller = new VideoPoller({ look, isProcessing: isProcessingResult }, signal);
	}

	/**
	 * Waits until a video is ready.
	 *
	 * @param minutes how long at most
	 * @returns the media item as Google then sends it
	 * @throws NodeOperationError if the video fails or takes longer; NodeApiError if it cannot be asked for
	 */
	async ready(id: string, minutes: number, about: ErrorContext): Promise<MediaItem> {
		if (minutes <= 0) throw stillProcessing(this.context, 0, about);
		const result = await this.poller.settled(id, clock.now() + minutes * 60_000, about);
		const item = mediaItemOf(this.context, result, about);
		if (isProcessing(item)) throw stillProcessing(this.context, minutes, about);
		return item;
	}
}

import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { apiError, inputError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { failureOfMediaItem, getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { cancelSignalOf } from '../http/n8nContext';

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

/** Whether Google still makes a video ready; its base URL must not be used before. */
export function isProcessing({ mediaMetadata }: MediaItem): boolean {
	return mediaMetadata?.video?.status === 'PROCESSING';
}

/** @param minutes how long it was waited for */
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

interface Waiter {
	id: string;
	subject: ErrorContext;
	minutes: number;
	/** milliseconds since 1970 */
	deadline: number;
	ready: (item: MediaItem) => void;
	failed: (error: Error) => void;
}

/** How long to wait until the next look, in milliseconds: it grows, since a video takes seconds or hours. */
const FIRST_INTERVAL = 5_000;
const MAX_INTERVAL = 60_000;
const GROWTH = 1.5;

/** Nobody is looked at again for so little, in milliseconds: those that came together end together. */
const HARDLY_WORTH_A_LOOK = 1_000;

/**
 * The videos of a run that Google still processes. All are asked for together, up to 50 in a call, however
 * many wait.
 * https://developers.google.com/photos/library/guides/access-media-items
 */
export class VideoReadiness {
	private waiting: Waiter[] = [];
	private looking = false;

	/**
	 * @param stop raised when the run has failed; its reason is then the error of all that wait
	 */
	constructor(
		private readonly context: OperationContext,
		private readonly stop: AbortSignal,
	) {}

	/**
	 * Waits until a video is ready.
	 *
	 * @param minutes how long at most
	 * @returns the media item as Google then sends it
	 * @throws NodeOperationError if the video fails or takes longer; NodeApiError if it cannot be asked for
	 */
	async ready(id: string, minutes: number, subject: ErrorContext): Promise<MediaItem> {
		if (minutes <= 0) throw stillProcessing(this.context, 0, subject);
		return await new Promise((ready, failed) => {
			this.waiting.push({ id, subject, minutes, deadline: clock.now() + minutes * 60_000, ready, failed });
			if (!this.looking) void this.look();
		});
	}

	private async look(): Promise<void> {
		this.looking = true;
		for (let interval = FIRST_INTERVAL; this.waiting.length > 0; interval *= GROWTH) {
			const deadline = Math.min(...this.waiting.map((waiter) => waiter.deadline));
			const pause = Math.min(interval, MAX_INTERVAL, Math.max(deadline - clock.now(), 0));
			await clock.delay(pause, this.ended());
			const looked = [...this.waiting];
			for (let start = 0; start < looked.length; start += MAX_BATCH_GET) {
				await this.lookAt(looked.slice(start, start + MAX_BATCH_GET));
			}
		}
		this.looking = false;
	}

	private ended(): AbortSignal {
		const cancelled = cancelSignalOf(this.context.n8n);
		return cancelled ? AbortSignal.any([cancelled, this.stop]) : this.stop;
	}

	private async lookAt(waiters: Waiter[]): Promise<void> {
		try {
			this.stop.throwIfAborted();
			const ids = [...new Set(waiters.map(({ id }) => id))];
			const results = await getMediaItems(this.context, ids, waiters[0].subject);
			for (const waiter of waiters) {
				this.settle(waiter, () => mediaItemOf(this.context, results.get(waiter.id), waiter.subject));
			}
		} catch (error) {
			for (const waiter of waiters) {
				this.settle(waiter, () => {
					throw withContext(error, waiter.subject);
				});
			}
		}
	}

	/** @param outcome gives the media item, or throws */
	private settle(waiter: Waiter, outcome: () => MediaItem): void {
		try {
			const item = outcome();
			const late = clock.now() + HARDLY_WORTH_A_LOOK >= waiter.deadline;
			if (isProcessing(item) && !late) return;
			if (isProcessing(item)) throw stillProcessing(this.context, waiter.minutes, waiter.subject);
			waiter.ready(item);
		} catch (error) {
			waiter.failed(error);
		}
		this.waiting = this.waiting.filter((other) => other !== waiter);
	}
}

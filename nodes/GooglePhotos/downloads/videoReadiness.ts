import { isProcessing } from '../api/mediaItem';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { apiError, inputError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { failureOfMediaItem, getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';

/** Where videos are asked for, and how far they are. */
export interface VideoSource<T> {
	/**
	 * Asks for videos.
	 *
	 * @param ids each once
	 * @returns what Google shows of them now
	 * @throws an error for all of them, also when nothing more is to be asked
	 */
	fetch(ids: string[], about: ErrorContext): Promise<Map<string, T>>;
	isProcessing(video: T | undefined): boolean;
}

interface Waiter<T> {
	id: string;
	about: ErrorContext;
	/** milliseconds since 1970 */
	until: number;
	resolve: (video: T | undefined) => void;
	reject: (error: Error) => void;
}

/** Milliseconds between two looks: growing, since a video takes seconds or hours. */
const FIRST_INTERVAL = 5_000;
const MAX_INTERVAL = 60_000;
const GROWTH = 2;

/** A wait that ends within so many milliseconds after a look ends with it. */
const MIN_REST = 1_000;

/**
 * Polls videos until Google has processed them. All that wait at the same time are asked for together.
 * https://developers.google.com/photos/library/guides/access-media-items
 */
export class VideoPoller<T> {
	private waiting: Array<Waiter<T>> = [];
	private polling = false;

	/** @param signal ends the pauses; `look` then throws, or looks for the last time */
	constructor(
		private readonly source: VideoSource<T>,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * Waits until a video is no longer processing, or until a time.
	 *
	 * @param until milliseconds since 1970
	 * @returns the video as Google showed it last, maybe still processing
	 * @throws what `look` throws
	 */
	async settled(id: string, until: number, about: ErrorContext = {}): Promise<T | undefined> {
		return await new Promise((resolve, reject) => {
			this.waiting.push({ id, about, until, resolve, reject });
			if (!this.polling) void this.poll();
		});
	}

	private async poll(): Promise<void> {
		this.polling = true;
		for (let interval = FIRST_INTERVAL; this.waiting.length > 0; interval *= GROWTH) {
			const next = Math.min(...this.waiting.map(({ until }) => until));
			await clock.delay(Math.min(interval, MAX_INTERVAL, Math.max(next - clock.now(), 0)), this.signal);
			await this.check([...this.waiting]);
		}
		this.polling = false;
	}

	private async check(waiters: Array<Waiter<T>>): Promise<void> {
		const { source } = this;
		try {
			const videos = await source.fetch([...new Set(waiters.map(({ id }) => id))], waiters[0].about);
			for (const waiter of waiters) {
				const video = videos.get(waiter.id);
				const isLate = this.signal?.aborted || clock.now() + MIN_REST >= waiter.until;
				if (isLate || !source.isProcessing(video)) this.settle(waiter, () => waiter.resolve(video));
			}
		} catch (error) {
			for (const waiter of waiters) this.settle(waiter, () => waiter.reject(withContext(error, waiter.about)));
		}
	}

	private settle(waiter: Waiter<T>, settle: () => void): void {
		this.waiting = this.waiting.filter((other) => other !== waiter);
		settle();
	}
}

/** https://grpc.io/docs/guides/status-codes/ */
const NOT_THERE: MediaItemResult = { status: { code: 5 } };

/**
 * The media item of a result.
 *
 * @throws NodeApiError if Google gives none, NodeOperationError if it could not process the video
 */
export function mediaItemOf(context: OperationContext, result: MediaItemResult | undefined, subject: ErrorContext): MediaItem {
	const { node } = context;
	const item = result?.mediaItem;
	if (!item?.id) {
		throw apiError(node, failureOfMediaItem(result?.status ? result : NOT_THERE), subject);
	}
	if (item.mediaMetadata?.video?.status === 'FAILED') {
		throw inputError(
			node,
			'Google could not process the video',
			'Upload it again in another format. This video cannot be downloaded.',
			subject,
		);
	}
	return item;
}

/** @param minutes that the node has waited */
export function stillProcessing(context: OperationContext, minutes: number, subject: ErrorContext): Error {
	return inputError(
		context.node,
		`Google is still processing the video${minutes > 0 ? `, after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : ''}`,
		minutes > 0
			? "Run this item again later, or increase 'Wait for Videos'. Long videos take hours."
			: "Run this item again later, or add the option 'Wait for Videos'. The video can be downloaded once its status is READY, usually after a few minutes.",
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
		const cancelled = context.signal;
		const fetch = async (ids: string[], about: ErrorContext) => {
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
		this.poller = new VideoPoller({ fetch, isProcessing: isProcessingResult }, signal);
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

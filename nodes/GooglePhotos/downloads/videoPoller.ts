import { clock } from '../concurrency/clock';
import { withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';

/** Where videos are asked for, and how far they are. */
export interface VideoSource<T> {
	/**
	 * Asks for videos.
	 *
	 * @param ids each once
	 * @returns what Google shows of them now
	 * @throws an error for all of them, also when nothing more is to be asked
	 */
	look(ids: string[], about: ErrorContext): Promise<Map<string, T>>;
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
			await this.lookAt([...this.waiting]);
		}
		this.polling = false;
	}

	private async lookAt(waiters: Array<Waiter<T>>): Promise<void> {
		const { source } = this;
		try {
			const videos = await source.look([...new Set(waiters.map(({ id }) => id))], waiters[0].about);
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

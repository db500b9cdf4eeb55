import type { MediaItem } from '../model/mediaItem';
import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { getMediaItems, LARGEST_BATCH_GET } from '../request/mediaItems';
import type { Run } from '../request/run';
import { isProcessing, mediaItemOf, stillProcessing } from './readable';

interface Waiter {
	id: string;
	subject: Subject;
	minutes: number;
	/** milliseconds since 1970 */
	deadline: number;
	ready: (item: MediaItem) => void;
	failed: (error: Error) => void;
}

/** How long to wait until the next look, in milliseconds: it grows, since a video takes seconds or hours. */
const FIRST_INTERVAL = 5_000;
const LONGEST_INTERVAL = 60_000;
const GROWTH = 1.5;

/** Nobody is looked at again for so little, in milliseconds: those that came together end together. */
const HARDLY_WORTH_A_LOOK = 1_000;

/**
 * The videos of a run that Google still processes. All are asked for together, up to 50 in a call, however
 * many wait.
 * https://developers.google.com/photos/library/guides/access-media-items
 */
export class ProcessingVideos {
	private waiting: Waiter[] = [];
	private looking = false;

	/**
	 * @param stop raised when the run has failed; its reason is then the error of all that wait
	 */
	constructor(
		private readonly run: Run,
		private readonly stop: AbortSignal,
	) {}

	/**
	 * Waits until a video is ready.
	 *
	 * @param minutes how long at most
	 * @returns the media item as Google then sends it
	 * @throws NodeOperationError if the video fails or takes longer; NodeApiError if it cannot be asked for
	 */
	async ready(id: string, minutes: number, subject: Subject): Promise<MediaItem> {
		if (minutes <= 0) throw stillProcessing(this.run, 0, subject);
		return await new Promise((ready, failed) => {
			this.waiting.push({ id, subject, minutes, deadline: clock.now() + minutes * 60_000, ready, failed });
			if (!this.looking) void this.look();
		});
	}

	private async look(): Promise<void> {
		this.looking = true;
		for (let interval = FIRST_INTERVAL; this.waiting.length > 0; interval *= GROWTH) {
			const deadline = Math.min(...this.waiting.map((waiter) => waiter.deadline));
			const pause = Math.min(interval, LONGEST_INTERVAL, Math.max(deadline - clock.now(), 0));
			await clock.delay(pause, this.ended());
			const looked = [...this.waiting];
			for (let start = 0; start < looked.length; start += LARGEST_BATCH_GET) {
				await this.lookAt(looked.slice(start, start + LARGEST_BATCH_GET));
			}
		}
		this.looking = false;
	}

	private ended(): AbortSignal {
		const cancelled = cancelSignalOf(this.run.caller);
		return cancelled ? AbortSignal.any([cancelled, this.stop]) : this.stop;
	}

	private async lookAt(waiters: Waiter[]): Promise<void> {
		try {
			this.stop.throwIfAborted();
			const ids = [...new Set(waiters.map(({ id }) => id))];
			const results = await getMediaItems(this.run, ids, waiters[0].subject);
			for (const waiter of waiters) {
				this.settle(waiter, () => mediaItemOf(this.run, results.get(waiter.id), waiter.subject));
			}
		} catch (error) {
			for (const waiter of waiters) {
				this.settle(waiter, () => {
					throw sameFor(error, waiter.subject);
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
			if (isProcessing(item)) throw stillProcessing(this.run, waiter.minutes, waiter.subject);
			waiter.ready(item);
		} catch (error) {
			waiter.failed(error);
		}
		this.waiting = this.waiting.filter((other) => other !== waiter);
	}
}

import { Semaphore } from '../concurrency/semaphore';
import type { AcquireOptions } from '../concurrency/semaphore';
import type { Traffic } from './apiMethod';

/**
 * Concurrency limits of one account by kind of traffic. Google rejects a second write at the same time
 * ("concurrent write request") and asks clients to create media items one call after the other.
 * https://developers.google.com/photos/library/guides/upload-media
 */
export const CONCURRENCY_LIMITS: Record<Traffic, number> = { read: 5, write: 1, upload: 5, bytes: 5, pick: 5 };

/** The concurrency limits of one account: a semaphore for each kind of traffic. */
export class ConcurrencyLimits {
	private readonly semaphores: Record<Traffic, Semaphore> = {
		read: new Semaphore(),
		write: new Semaphore(),
		upload: new Semaphore(),
		bytes: new Semaphore(),
		pick: new Semaphore(),
	};

	/**
	 * Runs a task under the limit of its kind of traffic. Not re-entrant for the same kind.
	 *
	 * @param options `limit` replaces the default limit
	 * @throws the signal's reason if it aborts while the task is queued, else what the task throws
	 */
	async run<T>(traffic: Traffic, task: () => Promise<T>, options: Partial<AcquireOptions> = {}): Promise<T> {
		return await this.semaphores[traffic].run(task, { ...options, limit: options.limit ?? CONCURRENCY_LIMITS[traffic] });
	}
}

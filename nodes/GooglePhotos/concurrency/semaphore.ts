interface Waiter {
	weight: number;
	limit: number;
	grant: () => void;
}

/** How a task acquires the semaphore. */
export interface AcquireOptions {
	/** maximum total weight of the running tasks, this one included */
	limit: number;
	/** share of the limit that the task takes; default 1 */
	weight?: number;
	/** removes the task from the queue when aborted */
	signal?: AbortSignal;
	/** queues at the head: for a task that has held the semaphore before and continues */
	atFront?: boolean;
}

/**
 * Weighted FIFO semaphore. A task heavier than the limit runs alone. Not re-entrant: a nested task could deadlock.
 */
export class Semaphore {
	private held = 0;
	private readonly waiting: Waiter[] = [];

	/**
	 * Runs a task as soon as the limit allows.
	 *
	 * @throws the signal's reason if it aborts while the task waits, else what the task throws
	 */
	async run<T>(task: () => Promise<T>, { weight = 1, ...way }: AcquireOptions): Promise<T> {
		await this.acquire({ weight, ...way });
		try {
			return await task();
		} finally {
			this.held -= weight;
			this.dispatch();
		}
	}

	private async acquire({ weight, limit, signal, atFront }: AcquireOptions & { weight: number }): Promise<void> {
		signal?.throwIfAborted();
		if (this.waiting.length === 0 && this.hasRoom(weight, limit)) {
			this.held += weight;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const leave = () => {
				this.waiting.splice(this.waiting.indexOf(waiter), 1);
				reject(signal?.reason);
				this.dispatch();
			};
			const waiter: Waiter = {
				weight,
				limit,
				grant: () => {
					signal?.removeEventListener('abort', leave);
					resolve();
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			if (atFront) this.waiting.unshift(waiter);
			else this.waiting.push(waiter);
		});
	}

	private hasRoom(weight: number, limit: number): boolean {
		return this.held === 0 || this.held + weight <= limit;
	}

	private dispatch(): void {
		for (let next = this.waiting[0]; next && this.hasRoom(next.weight, next.limit); next = this.waiting[0]) {
			this.waiting.shift();
			this.held += next.weight;
			next.grant();
		}
	}
}

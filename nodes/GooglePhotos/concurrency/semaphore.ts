interface Waiter {
	weight: number;
	limit: number;
	grant: () => void;
}

/** How a task passes a lane. */
export interface AcquireOptions {
	/** how much may be inside at once, this task included */
	limit: number;
	/** how much of the limit the task takes */
	weight?: number;
	/** leaves the queue when aborted */
	signal?: AbortSignal;
	/** whether it was inside before: it then waits at the head of the queue, where it was */
	atFront?: boolean;
}

/**
 * Tasks pass here first come, first served, as many at once as their weights allow. One that alone weighs
 * more than the limit passes when nobody else is inside. A task must not enter the same lane again from
 * inside: it could wait for itself.
 */
export class Semaphore {
	private held = 0;
	private readonly waiting: Waiter[] = [];

	/**
	 * Runs a task as soon as there is room for it.
	 *
	 * @throws the signal's reason if it is aborted while waiting, else what the task throws
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

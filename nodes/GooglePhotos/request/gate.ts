import type { Traffic } from './methods';

/**
 * How many requests of a kind may be under way at once for one account. Google refuses a second write at
 * the same time ("concurrent write request") and asks to create media items one call after the other.
 * https://developers.google.com/photos/library/guides/upload-media
 */
const limits: Record<Traffic, number> = { read: 5, write: 1, upload: 5, bytes: 5 };

interface Waiter {
	limit: number;
	enter: () => void;
}

interface Lane {
	inside: number;
	waiting: Waiter[];
}

function emptyLane(): Lane {
	return { inside: 0, waiting: [] };
}

/**
 * The gate of one account: first come, first served, within the limits. A task must not enter the gate
 * again from inside, it could wait for itself.
 */
export class Gate {
	private readonly lanes: Record<Traffic, Lane> = {
		read: emptyLane(),
		write: emptyLane(),
		upload: emptyLane(),
		bytes: emptyLane(),
	};

	/**
	 * Runs a task as soon as there is room for it.
	 *
	 * @param traffic the lane
	 * @param task what to do inside
	 * @param signal leaves the queue when aborted
	 * @param limit how many may be inside the lane at once, where the user chose it
	 * @param again whether it was inside before: it then waits at the head of the queue, where it was
	 * @throws the signal's reason if it is aborted while waiting, else what the task throws
	 */
	async pass<T>(
		traffic: Traffic,
		task: () => Promise<T>,
		signal?: AbortSignal,
		limit = limits[traffic],
		again = false,
	): Promise<T> {
		const lane = this.lanes[traffic];
		await this.enter(lane, limit, again, signal);
		try {
			return await task();
		} finally {
			lane.inside--;
			this.admit(lane);
		}
	}

	private async enter(lane: Lane, limit: number, again: boolean, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (lane.waiting.length === 0 && lane.inside < limit) {
			lane.inside++;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const leave = () => {
				lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
				reject(signal?.reason);
				this.admit(lane);
			};
			const waiter: Waiter = {
				limit,
				enter: () => {
					signal?.removeEventListener('abort', leave);
					resolve();
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			if (again) lane.waiting.unshift(waiter);
			else lane.waiting.push(waiter);
		});
	}

	private admit(lane: Lane): void {
		for (let next = lane.waiting[0]; next && lane.inside < next.limit; next = lane.waiting[0]) {
			lane.waiting.shift();
			lane.inside++;
			next.enter();
		}
	}
}

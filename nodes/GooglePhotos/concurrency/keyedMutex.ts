/** Runs tasks with the same key one after another, first come, first served. */
export class KeyedMutex {
	private readonly last = new Map<string, Promise<void>>();

	/**
	 * Runs a task when all earlier ones with the same key have settled.
	 *
	 * @param signal a waiting task leaves the queue when it aborts
	 * @param cancelled makes the error of a task that has left
	 * @throws what `cancelled` makes, else what the task throws
	 */
	async run<T>(key: string, signal: AbortSignal | undefined, cancelled: () => Error, task: () => Promise<T>): Promise<T> {
		const { last } = this;
		const before = last.get(key) ?? Promise.resolve();
		let finish = () => {};
		const own = new Promise<void>((resolve) => (finish = resolve));
		const after = before.then(async () => await own);
		last.set(key, after);
		void after.then(() => last.get(key) === after && last.delete(key));
		try {
			await raceAbort(before, signal, cancelled);
			return await task();
		} finally {
			finish();
		}
	}
}

/** @throws what `cancelled` makes, as soon as the signal is raised */
export async function raceAbort(
	settled: Promise<void>,
	signal: AbortSignal | undefined,
	cancelled: () => Error,
): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const leave = () => reject(cancelled());
		if (signal?.aborted) leave();
		signal?.addEventListener('abort', leave, { once: true });
		void settled.then(() => {
			signal?.removeEventListener('abort', leave);
			resolve();
		});
	});
}

/** Mutex per key: tasks with the same key run one after another, in FIFO order. */
export class KeyedMutex {
	private readonly last = new Map<string, Promise<void>>();

	/**
	 * Runs a task after all earlier tasks with the same key have settled.
	 *
	 * @param signal removes the task from the queue if it aborts while the task waits
	 * @param cancelled creates the error of a removed task
	 * @throws the error of `cancelled`, else what the task throws
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

/** Waits for a promise that does not reject. @throws the error of `cancelled` as soon as the signal aborts */
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

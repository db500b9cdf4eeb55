/** Tasks with the same key run one after another, in the order in which they came. */
export type Turns = Map<string, Promise<void>>;

/**
 * Does something when everything before it with the same key is done, whether it went well or not.
 *
 * @param signal who is cancelled while waiting leaves at once, and is no longer waited for
 * @param cancelled makes the error of who left
 */
export async function inTurn<T>(
	turns: Turns,
	key: string,
	signal: AbortSignal | undefined,
	cancelled: () => Error,
	task: () => Promise<T>,
): Promise<T> {
	const before = turns.get(key) ?? Promise.resolve();
	let finish = () => {};
	const own = new Promise<void>((resolve) => (finish = resolve));
	const after = before.then(async () => await own);
	turns.set(key, after);
	void after.then(() => turns.get(key) === after && turns.delete(key));
	try {
		await orCancelled(before, signal, cancelled);
		return await task();
	} finally {
		finish();
	}
}

/** @throws what `cancelled` makes, as soon as the signal is raised */
export async function orCancelled(
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

/** Processes all entries in order, at most `atOnce` concurrently. */
export async function inParallel<T>(
	entries: T[],
	atOnce: number,
	work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < entries.length) {
			const index = next++;
			await work(entries[index] as T, index);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}

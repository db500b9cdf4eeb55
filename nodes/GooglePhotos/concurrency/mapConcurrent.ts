/**
 * Calls `work` for each index from 0 to `count` - 1, several at a time. After an error no further call is started.
 *
 * @param count number of indices
 * @param limit maximum number of concurrent calls
 * @returns the results in the order of the indices
 * @throws the error with the lowest index, after all started calls have settled
 */
export async function mapConcurrent<T>(
	count: number,
	limit: number,
	work: (index: number) => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	const failures = new Map<number, Error>();
	let next = 0;
	const worker = async () => {
		while (next < count && failures.size === 0) {
			const index = next++;
			try {
				results[index] = await work(index);
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
	if (failures.size > 0) throw failures.get(Math.min(...failures.keys())) as Error;
	return results;
}

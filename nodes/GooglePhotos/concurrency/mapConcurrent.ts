/**
 * Does the same for each index from 0 on, several at a time. After a failure nothing more is begun.
 *
 * @param count how many there are
 * @param limit how many are under way at once
 * @returns the results in the order of the indices
 * @throws of the failures the one with the lowest index
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

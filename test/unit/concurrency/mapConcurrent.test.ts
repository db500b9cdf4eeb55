import fc from 'fast-check';
import { mapConcurrent } from '../../../nodes/GooglePhotos/concurrency/mapConcurrent';
import { errorOf, SECOND, useVirtualClock, VirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Tasks with the given durations, of which some fail; records which ones started and how many ran at once. */
function work(clock: VirtualClock, takes: number[], failing: number[] = []) {
	const seen = { begun: [] as number[], ended: [] as number[], atOnce: 0, most: 0 };
	const task = async (index: number) => {
		seen.begun.push(index);
		seen.most = Math.max(seen.most, ++seen.atOnce);
		await clock.delay(takes[index] ?? 0);
		seen.atOnce--;
		seen.ended.push(index);
		if (failing.includes(index)) throw new Error(`failure ${index}`);
		return `result ${index}`;
	};
	return { seen, task };
}

test('results are in the order of the indices, even if a later task ends first', async () => {
	const { seen, task } = work(time.clock, [3 * SECOND, SECOND, 2 * SECOND]);
	const results = await time.clock.until(mapConcurrent(3, 3, task));
	expect(results).toEqual(['result 0', 'result 1', 'result 2']);
	expect(seen.ended).toEqual([1, 2, 0]);
});

test.each([
	[7, 3, 3],
	[2, 5, 2],
	[3, 1, 1],
])('%i tasks with a limit of %i: %i run at once', async (count, limit, most) => {
	const { seen, task } = work(time.clock, Array<number>(count).fill(SECOND));
	expect(await time.clock.until(mapConcurrent(count, limit, task))).toHaveLength(count);
	expect(seen.most).toBe(most);
	expect(time.clock.elapsed).toBe(Math.ceil(count / most) * SECOND);
});

test('no tasks give an empty result', async () => {
	const { seen, task } = work(time.clock, []);
	expect(await time.clock.until(mapConcurrent(0, 5, task))).toEqual([]);
	expect(seen.begun).toEqual([]);
});

test('after a failure no further task starts, and running tasks finish', async () => {
	const { seen, task } = work(time.clock, [SECOND, 3 * SECOND, SECOND, SECOND], [0]);
	const error = await time.clock.until(errorOf(mapConcurrent(4, 2, task)));
	expect(error.message).toBe('failure 0');
	expect(seen.begun).toEqual([0, 1]);
	expect(seen.ended).toEqual([0, 1]);
});

test.each([
	['the later one comes first', [3 * SECOND, 2 * SECOND, SECOND]],
	['the earlier one comes first', [SECOND, 2 * SECOND, 3 * SECOND]],
])('of two failures, the one with the lower index is thrown: %s', async (_title, takes) => {
	const { task } = work(time.clock, takes, [0, 2]);
	expect((await time.clock.until(errorOf(mapConcurrent(3, 3, task)))).message).toBe('failure 0');
});

test('any durations and failures: each task starts once, in order, and the limit holds', async () => {
	const index = fc.nat(9);
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 10 }),
			fc.integer({ min: 1, max: 12 }),
			fc.array(index, { maxLength: 2 }),
			async (takes, limit, failing) => {
				const clock = new VirtualClock();
				const { seen, task } = work(clock, takes, failing);
				const outcome = await clock.until(mapConcurrent(takes.length, limit, task).catch((error: Error) => error));
				expect(seen.begun).toEqual(takes.map((_, number) => number).slice(0, seen.begun.length));
				expect(seen.most).toBeLessThanOrEqual(limit);
				expect(seen.atOnce).toBe(0);
				const failed = failing.filter((number) => seen.begun.includes(number));
				if (failed.length > 0) expect((outcome as Error).message).toBe(`failure ${Math.min(...failed)}`);
				else expect(outcome).toEqual(takes.map((_, number) => `result ${number}`));
			},
		),
		{ numRuns: 50 },
	);
});

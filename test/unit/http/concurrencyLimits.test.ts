import fc from 'fast-check';
import { ConcurrencyLimits } from '../../../nodes/GooglePhotos/http/concurrencyLimits';
import type { Traffic } from '../../../nodes/GooglePhotos/http/apiMethod';
import { errorOf, settle } from '../support/virtualClock';

/** Tasks that the test ends one by one, with a record of which ones ran. */
class Tasks {
	readonly entered: number[] = [];
	readonly finish: Array<() => void> = [];
	readonly fail: Array<(error: Error) => void> = [];
	inside = 0;
	most = 0;

	task = (number: number) => async () => {
		this.entered.push(number);
		this.most = Math.max(this.most, ++this.inside);
		try {
			await new Promise<void>((resolve, reject) => {
				this.finish[number] = resolve;
				this.fail[number] = reject;
			});
			return number;
		} finally {
			this.inside--;
		}
	};
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

test('a task that had a slot before is queued at the front', async () => {
	const gate = new ConcurrencyLimits();
	const tasks = new Tasks();
	const passed = numbers(3).map(async (number) => await gate.run('write', tasks.task(number)));
	const again = gate.run('write', tasks.task(3), { atFront: true });
	for (const number of [0, 3, 1, 2]) {
		await settle();
		tasks.finish[number]();
	}
	await Promise.all([...passed, again]);
	expect(tasks.entered).toEqual([0, 3, 1, 2]);
});

test.each<[Traffic, number]>([
	['read', 5],
	['write', 1],
	['upload', 5],
	['bytes', 5],
	['pick', 5],
])('traffic %s: at most %d tasks run at once', async (traffic, limit) => {
	const gate = new ConcurrencyLimits();
	const tasks = new Tasks();
	const passed = numbers(12).map(async (number) => await gate.run(traffic, tasks.task(number)));
	for (const number of numbers(12)) {
		await settle();
		expect(tasks.entered).toEqual(numbers(Math.min(number + limit, 12)));
		tasks.finish[number]();
	}
	expect(await Promise.all(passed)).toEqual(numbers(12));
	expect(tasks.most).toBe(limit);
});

test('a limit set by the user replaces the default limit', async () => {
	const gate = new ConcurrencyLimits();
	const tasks = new Tasks();
	const passed = numbers(9).map(
		async (number) => await gate.run('upload', tasks.task(number), { limit: 7 }),
	);
	await settle();
	expect(tasks.inside).toBe(7);
	for (const number of numbers(9)) {
		await settle();
		tasks.finish[number]();
	}
	await Promise.all(passed);
	expect(tasks.most).toBe(7);
});

test('tasks of different kinds of traffic, or of different accounts, do not wait for each other', async () => {
	const tasks = new Tasks();
	const gate = new ConcurrencyLimits();
	const passed = [
		gate.run('write', tasks.task(0)),
		gate.run('read', tasks.task(1)),
		gate.run('upload', tasks.task(2)),
		new ConcurrencyLimits().run('write', tasks.task(3)),
	];
	await settle();
	expect(tasks.entered).toEqual([0, 1, 2, 3]);
	for (const number of numbers(4)) tasks.finish[number]();
	await Promise.all(passed);
});

test('a task that fails frees its slot, and its error is thrown', async () => {
	const gate = new ConcurrencyLimits();
	const tasks = new Tasks();
	const first = errorOf(gate.run('write', tasks.task(0)));
	const second = gate.run('write', tasks.task(1));
	await settle();
	const error = new Error('no');
	tasks.fail[0](error);
	expect(await first).toBe(error);
	await settle();
	tasks.finish[1]();
	expect(await second).toBe(1);
	const thrower = async () =>
		await gate.run('write', () => {
			throw error;
		});
	expect(await errorOf(thrower())).toBe(error);
	expect(await gate.run('write', async () => 'free')).toBe('free');
});

describe('an abort', () => {
	test('before the task is queued: the task does not run', async () => {
		const tasks = new Tasks();
		const reason = new Error('stopped');
		expect(await errorOf(new ConcurrencyLimits().run('read', tasks.task(0), { signal: AbortSignal.abort(reason) }))).toBe(
			reason,
		);
		expect(tasks.entered).toEqual([]);
	});

	test('while the task is queued: the task leaves the queue, and those behind it move up', async () => {
		const gate = new ConcurrencyLimits();
		const tasks = new Tasks();
		const stop = new AbortController();
		const first = gate.run('write', tasks.task(0));
		const leaving = errorOf(gate.run('write', tasks.task(1), { signal: stop.signal }));
		const behind = gate.run('write', tasks.task(2));
		await settle();
		stop.abort(new Error('stopped'));
		expect((await leaving).message).toBe('stopped');
		expect(tasks.entered).toEqual([0]);
		tasks.finish[0]();
		await settle();
		tasks.finish[2]();
		expect(await Promise.all([first, behind])).toEqual([0, 2]);
		expect(tasks.entered).toEqual([0, 2]);
	});

	test('of a task with a small limit at the front of the queue: tasks behind it that fit start at once', async () => {
		const gate = new ConcurrencyLimits();
		const tasks = new Tasks();
		const stop = new AbortController();
		const first = gate.run('upload', tasks.task(0));
		const leaving = errorOf(gate.run('upload', tasks.task(1), { signal: stop.signal, limit: 1 }));
		const behind = gate.run('upload', tasks.task(2));
		await settle();
		expect(tasks.entered).toEqual([0]);
		stop.abort();
		await leaving;
		await settle();
		expect(tasks.entered).toEqual([0, 2]);
		tasks.finish[0]();
		tasks.finish[2]();
		await Promise.all([first, behind]);
	});

	test('while the task runs: the task itself decides how to end', async () => {
		const gate = new ConcurrencyLimits();
		const tasks = new Tasks();
		const stop = new AbortController();
		const passing = gate.run('write', tasks.task(0), { signal: stop.signal });
		await settle();
		stop.abort();
		tasks.finish[0]();
		expect(await passing).toBe(0);
	});
});

test('any tasks and aborts: the limit holds, tasks start in order, and every task that is not aborted runs', async () => {
	const visitor = fc.record({ ends: fc.constantFrom('well', 'badly'), leaves: fc.boolean() });
	const visits = fc.array(visitor, { minLength: 1, maxLength: 25 });
	await fc.assert(
		fc.asyncProperty(
			visits,
			fc.integer({ min: 1, max: 6 }),
			fc.infiniteStream(fc.nat()),
			async (all, limit, dice) => {
				const gate = new ConcurrencyLimits();
				const tasks = new Tasks();
				const stops = all.map(() => new AbortController());
				const passed = Promise.allSettled(
					all.map(
						async (_, number) =>
							await gate.run('upload', tasks.task(number), { signal: stops[number].signal, limit }),
					),
				);
				const left = new Set<number>();
				const open = new Set(numbers(all.length));
				while (open.size > 0) {
					await settle();
					const number = [...open][(dice.next().value as number) % open.size];
					const inside = tasks.entered.includes(number);
					if (!inside && !all[number].leaves) continue;
					open.delete(number);
					if (!inside) {
						left.add(number);
						stops[number].abort(new Error('left'));
					} else if (all[number].ends === 'well') tasks.finish[number]();
					else tasks.fail[number](new Error('failed'));
				}
				const outcomes = await passed;
				expect(tasks.most).toBeLessThanOrEqual(limit);
				expect(tasks.entered).toEqual(numbers(all.length).filter((number) => !left.has(number)));
				expect(outcomes.map(({ status }) => status)).toEqual(
					all.map(({ ends }, number) =>
						left.has(number) || ends === 'badly' ? 'rejected' : 'fulfilled',
					),
				);
			},
		),
		{ numRuns: 60 },
	);
});

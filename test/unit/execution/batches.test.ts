import fc from 'fast-check';
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { runInBatches } from '../../../nodes/GooglePhotos/execution/batches';
import type { BatchTask, Diagnosis } from '../../../nodes/GooglePhotos/execution/batches';
import { BisectionBudget } from '../../../nodes/GooglePhotos/execution/bisectionBudget';
import { fakeCaller, node } from '../support/caller';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const refusal = (kind: FailureKind) => apiError(node(), { kind, message: '', outcomeUnknown: false });

/** Accepts up to 50 different ids in a call: all of them, or none if one is bad. */
class AllOrNothing implements BatchTask<string> {
	readonly calls: string[][] = [];
	readonly taken: string[] = [];
	readonly bisection = new BisectionBudget(fakeCaller());
	/** whether each call was limited to one attempt */
	readonly once: boolean[] = [];
	shouldStop = () => false;
	diagnoses?: BatchTask<string>['diagnoses'];

	constructor(
		readonly bad: Set<string>,
		readonly kind: FailureKind = 'unknownMediaItem',
	) {}

	call = async (ids: string[], oneTry: boolean) => {
		this.calls.push(ids);
		this.once.push(oneTry);
		if (ids.some((id) => this.bad.has(id))) throw refusal(this.kind);
		this.taken.push(...ids);
		return new Map(ids.map((id) => [id, `done ${id}`]));
	};

	onRefused = (_id: string, error: Error) => error;
}

const never = () => false;
const id = fc.nat({ max: 150 }).map(String);
const ids = fc.array(id, { maxLength: 300 });
const bad = fc.uniqueArray(id, { maxLength: 10 }).map((list) => new Set(list));
const hundred = Array.from({ length: 120 }, (_, index) => `${index}`);

test('any ids: only the bad ones fail, and the others are processed once, in order', async () => {
	await fc.assert(
		fc.asyncProperty(ids, bad, fc.constantFrom(1, 5), async (wanted, wrong, atOnce) => {
			const google = new AllOrNothing(wrong);
			const { results, end } = await runInBatches(wanted, google, atOnce, never);
			const distinct = [...new Set(wanted)];
			expect(end).toBeUndefined();
			expect(new Set(results.keys())).toEqual(new Set(distinct));
			for (const [key, result] of results) {
				if (wrong.has(key)) expect(result).toBeInstanceOf(Error);
				else expect(result).toBe(`done ${key}`);
			}
			const good = distinct.filter((key) => !wrong.has(key));
			if (atOnce === 1) expect(google.taken).toEqual(good);
			else expect([...google.taken].sort()).toEqual([...good].sort());
			for (const call of google.calls) {
				expect(call.length).toBeLessThanOrEqual(50);
				expect(new Set(call).size).toBe(call.length);
			}
			// halves: for each bad id at most two calls on each of the 6 levels below the first
			const batches = Math.ceil(distinct.length / 50);
			expect(google.calls.length).toBeLessThanOrEqual(batches + 12 * wrong.size);
		}),
		{ numRuns: 200 },
	);
});

test('any bad ids that a diagnosis finds: the others are sent in one more call', async () => {
	await fc.assert(
		fc.asyncProperty(ids, bad, async (wanted, wrong) => {
			const google = new AllOrNothing(wrong);
			google.diagnoses = [
				async () => new Map(),
				async (of) => new Map(of.filter((key) => wrong.has(key)).map((key) => [key, new Error(key)])),
			];
			const { results } = await runInBatches(wanted, google, 1, never);
			const distinct = [...new Set(wanted)];
			// each id has an outcome, and the bad ones have that of the diagnosis
			expect(new Map(results)).toEqual(
				new Map(distinct.map((key) => [key, wrong.has(key) ? new Error(key) : `done ${key}`])),
			);
			const batches = Math.ceil(distinct.length / 50);
			expect(google.calls.length).toBeLessThanOrEqual(2 * batches);
		}),
		{ numRuns: 100 },
	);
});

/** A diagnosis that finds some ids and records its calls. */
function telling(asked: string[], name: string, known: string[]): Diagnosis<string> {
	return async (of) => {
		asked.push(`${name} of ${of.length}`);
		return new Map(of.filter((key) => known.includes(key)).map((key) => [key, new Error(name)]));
	};
}

test('each diagnosis runs once; ids without an outcome go to the next one, and then into halves', async () => {
	const asked: string[] = [];
	const google = new AllOrNothing(new Set(['1', '2', '3']));
	google.diagnoses = [telling(asked, 'first', ['1']), telling(asked, 'second', []), telling(asked, 'third', ['2'])];
	const { results } = await runInBatches(hundred.slice(0, 50), google, 1, never);
	expect(asked).toEqual(['first of 50', 'second of 49', 'third of 49']);
	expect(['1', '2'].map((key) => (results.get(key) as Error).message)).toEqual(['first', 'third']);
	expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(['1', '2', '3']);
});

test('when a diagnosis finds the outcome of all ids, no further call is sent', async () => {
	const google = new AllOrNothing(new Set(['a', 'b']));
	google.diagnoses = [telling([], 'all', ['a', 'b'])];
	const { results } = await runInBatches(['a', 'b'], google, 1, never);
	expect([...results.keys()]).toEqual(['a', 'b']);
	expect(google.calls).toEqual([['a', 'b']]);
});

test.each(['connectionLost', 'strangeReply', 'albumFull', 'forbidden'] as const)('%s is not about one id: no halves are sent, and the next batch is sent', async (kind) => {
	const google = new AllOrNothing(new Set(['60']), kind);
	const { results } = await runInBatches(hundred, google, 1, never);
	expect(google.calls).toHaveLength(3);
	expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(hundred.slice(50, 100));
});

describe('a server fault after all attempts of the call', () => {
	const kind = 'serverFault';

	test('because of some ids: only those fail, the others are processed in order, one attempt per half', async () => {
		for (const wrong of [['0'], ['49'], ['0', '1'], ['17', '60', '61'], ['119']]) {
			const google = new AllOrNothing(new Set(wrong), kind);
			const { results, end } = await time.clock.until(runInBatches(hundred, google, 1, never));
			expect(end).toBeUndefined();
			expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(wrong);
			expect(google.taken).toEqual(hundred.filter((key) => !wrong.includes(key)));
			expect(google.calls.length).toBeLessThanOrEqual(3 + 12 * wrong.length);
			google.calls.forEach((call, index) => expect(google.once[index]).toBe(call.length < 50 && call.length !== 20));
		}
	});

	test.each([1, 5])('of a server that is down: a few halves are sent, then none; %i calls at once', async (atOnce) => {
		const all = Array.from({ length: 1000 }, (_, index) => `${index}`);
		const google = new AllOrNothing(new Set(all), kind);
		const start = time.clock.elapsed;
		const { results } = await time.clock.until(runInBatches(all, google, atOnce, never));
		expect(all.every((key) => results.get(key) instanceof Error)).toBe(true);
		expect(google.once.filter((once) => once).length).toBeLessThanOrEqual(8 + atOnce);
		expect(google.once.filter((once) => !once)).toHaveLength(20);
		expect(time.clock.elapsed - start).toBeLessThanOrEqual(10 * SECOND);
	});

	test('of a call with one id: the id gets the error, and nothing more is sent', async () => {
		const google = new AllOrNothing(new Set(['a']), kind);
		const { results } = await runInBatches(['a'], google, 1, never);
		expect(google.calls).toHaveLength(1);
		expect(results.get('a')).toBeInstanceOf(Error);
	});

	test('when the task stops at the first failure: no half is sent after the bad id is found', async () => {
		const google = new AllOrNothing(new Set(['0', '30']), kind);
		let failed = false;
		google.shouldStop = () => failed;
		google.onRefused = (_id, error) => {
			failed = true;
			return error;
		};
		const { results } = await time.clock.until(runInBatches(hundred, google, 1, never));
		expect([...results.keys()]).toEqual(['0']);
		expect(google.calls.map(({ length }) => length)).toEqual([50, 25, 13, 7, 4, 2, 1]);
	});
});

test('after an error that ends the work no further batch is sent, and the remaining ids have no result', async () => {
	const google = new AllOrNothing(new Set(['0']), 'dayQuota');
	const { results, end } = await runInBatches(hundred, google, 1, () => true);
	expect(end?.message).toMatch(/daily request quota/);
	expect(google.calls).toHaveLength(1);
	expect(results.size).toBe(50);
});

test('the results of one half of a batch are kept when the other half fails', async () => {
	const google = new AllOrNothing(new Set(['49']));
	const call = google.call;
	google.call = async (of, oneTry) => {
		if (of[0] === '25') throw refusal('connectionLost');
		return await call(of, oneTry);
	};
	const { results } = await runInBatches(hundred.slice(0, 50), google, 1, never);
	expect(results.get('24')).toBe('done 24');
	expect(results.get('25')).toBeInstanceOf(Error);
});

test.each(['unknownMediaItem', 'alreadyInAlbum', 'notFound', 'invalid'] as const)(
	'%s may be about one id: only that id fails, and the others are processed',
	async (kind) => {
		const google = new AllOrNothing(new Set(['7']), kind);
		const { results } = await runInBatches(hundred, google, 1, never);
		expect(google.taken).toEqual(hundred.filter((key) => key !== '7'));
		expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(['7']);
	},
);

test('an error that is not from a request becomes the outcome of each id of the call', async () => {
	const google = new AllOrNothing(new Set());
	const bug = new Error('not of Google');
	google.call = async () => await Promise.reject(bug);
	const { results } = await runInBatches(['a', 'b'], google, 1, never);
	for (const key of ['a', 'b']) expect(results.get(key)).toBe(bug);
});

test('a stopped task sends no halves, and the ids have no result', async () => {
	const google = new AllOrNothing(new Set(['0']));
	google.shouldStop = () => google.calls.length > 0;
	const { results } = await runInBatches(hundred, google, 1, never);
	expect(google.calls).toHaveLength(1);
	expect(results.size).toBe(0);
});

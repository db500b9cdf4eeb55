import fc from 'fast-check';
import { coalesced } from '../../../nodes/GooglePhotos/request/coalesced';
import type { BatchTask, Reason } from '../../../nodes/GooglePhotos/request/coalesced';
import { explain } from '../../../nodes/GooglePhotos/request/explain';
import type { FailureKind } from '../../../nodes/GooglePhotos/request/failure';
import { node } from '../support/caller';

const refusal = (kind: FailureKind) => explain(node(), { kind, message: '', mayHaveActed: false });

/** Takes up to 50 different ids in a call, all of them or, if one is bad, none. */
class AllOrNothing implements BatchTask<string> {
	readonly calls: string[][] = [];
	readonly taken: string[] = [];
	ended = () => false;
	reasons?: BatchTask<string>['reasons'];

	constructor(
		readonly bad: Set<string>,
		readonly kind: FailureKind = 'unknownMediaItem',
	) {}

	call = async (ids: string[]) => {
		this.calls.push(ids);
		if (ids.some((id) => this.bad.has(id))) throw refusal(this.kind);
		this.taken.push(...ids);
		return new Map(ids.map((id) => [id, `done ${id}`]));
	};

	refused = (_id: string, error: Error) => error;
}

const never = () => false;
const id = fc.nat({ max: 150 }).map(String);
const ids = fc.array(id, { maxLength: 300 });
const bad = fc.uniqueArray(id, { maxLength: 10 }).map((list) => new Set(list));
const hundred = Array.from({ length: 120 }, (_, index) => `${index}`);

test('whatever the ids: the bad ones fail alone, the others are taken once, in order', async () => {
	await fc.assert(
		fc.asyncProperty(ids, bad, fc.constantFrom(1, 5), async (wanted, wrong, atOnce) => {
			const google = new AllOrNothing(wrong);
			const { results, end } = await coalesced(wanted, google, atOnce, never);
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
			// halving: for each bad one at most two calls on each of the 6 levels below the first
			const batches = Math.ceil(distinct.length / 50);
			expect(google.calls.length).toBeLessThanOrEqual(batches + 12 * wrong.size);
		}),
		{ numRuns: 200 },
	);
});

test('whatever the reasons tell: one more call sends the others', async () => {
	await fc.assert(
		fc.asyncProperty(ids, bad, async (wanted, wrong) => {
			const google = new AllOrNothing(wrong);
			google.reasons = [
				async () => new Map(),
				async (of) => new Map(of.filter((key) => wrong.has(key)).map((key) => [key, new Error(key)])),
			];
			const { results } = await coalesced(wanted, google, 1, never);
			const distinct = [...new Set(wanted)];
			// each has come to something, and the bad ones to what they were told
			expect(new Map(results)).toEqual(
				new Map(distinct.map((key) => [key, wrong.has(key) ? new Error(key) : `done ${key}`])),
			);
			const batches = Math.ceil(distinct.length / 50);
			expect(google.calls.length).toBeLessThanOrEqual(2 * batches);
		}),
		{ numRuns: 100 },
	);
});

/** Tells of some ids, and writes down what it was asked. */
function telling(asked: string[], name: string, known: string[]): Reason<string> {
	return async (of) => {
		asked.push(`${name} of ${of.length}`);
		return new Map(of.filter((key) => known.includes(key)).map((key) => [key, new Error(name)]));
	};
}

test('a reason is asked once; what it left open is for those after it, and then for halves', async () => {
	const asked: string[] = [];
	const google = new AllOrNothing(new Set(['1', '2', '3']));
	google.reasons = [telling(asked, 'first', ['1']), telling(asked, 'second', []), telling(asked, 'third', ['2'])];
	const { results } = await coalesced(hundred.slice(0, 50), google, 1, never);
	expect(asked).toEqual(['first of 50', 'second of 49', 'third of 49']);
	expect(['1', '2'].map((key) => (results.get(key) as Error).message)).toEqual(['first', 'third']);
	expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(['1', '2', '3']);
});

test('when the reasons tell all, nothing is left to send', async () => {
	const google = new AllOrNothing(new Set(['a', 'b']));
	google.reasons = [telling([], 'all', ['a', 'b'])];
	const { results } = await coalesced(['a', 'b'], google, 1, never);
	expect([...results.keys()]).toEqual(['a', 'b']);
	expect(google.calls).toEqual([['a', 'b']]);
});

test.each(['serverFault', 'albumFull', 'forbidden'] as const)('%s is about no id: no halves, the next batch goes', async (kind) => {
	const google = new AllOrNothing(new Set(['60']), kind);
	const { results } = await coalesced(hundred, google, 1, never);
	expect(google.calls).toHaveLength(3);
	expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(hundred.slice(50, 100));
});

test('after an error that ends it nothing more is sent, and what is left has no result', async () => {
	const google = new AllOrNothing(new Set(['0']), 'dayQuota');
	const { results, end } = await coalesced(hundred, google, 1, () => true);
	expect(end?.message).toMatch(/daily request quota/);
	expect(google.calls).toHaveLength(1);
	expect(results.size).toBe(50);
});

test('what half of a batch came to is kept when the other half fails', async () => {
	const google = new AllOrNothing(new Set(['49']));
	const call = google.call;
	google.call = async (of) => {
		if (of[0] === '25') throw refusal('serverFault');
		return await call(of);
	};
	const { results } = await coalesced(hundred.slice(0, 50), google, 1, never);
	expect(results.get('24')).toBe('done 24');
	expect(results.get('25')).toBeInstanceOf(Error);
});

test.each(['unknownMediaItem', 'alreadyInAlbum', 'notFound', 'invalid'] as const)(
	'%s may mean one id: it alone fails, the others are taken',
	async (kind) => {
		const google = new AllOrNothing(new Set(['7']), kind);
		const { results } = await coalesced(hundred, google, 1, never);
		expect(google.taken).toEqual(hundred.filter((key) => key !== '7'));
		expect(hundred.filter((key) => results.get(key) instanceof Error)).toEqual(['7']);
	},
);

test('an error that no request made is that error for each id of the call', async () => {
	const google = new AllOrNothing(new Set());
	const bug = new Error('not of Google');
	google.call = async () => await Promise.reject(bug);
	const { results } = await coalesced(['a', 'b'], google, 1, never);
	for (const key of ['a', 'b']) expect(results.get(key)).toBe(bug);
});

test('what has ended sends no halves: those ids have no result', async () => {
	const google = new AllOrNothing(new Set(['0']));
	google.ended = () => google.calls.length > 0;
	const { results } = await coalesced(hundred, google, 1, never);
	expect(google.calls).toHaveLength(1);
	expect(results.size).toBe(0);
});

/** Media items asked for together, of which Google cannot give some just now. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { getMediaItems } from '../../../nodes/GooglePhotos/execution/batchGet';
import { fakeCaller, fakeRun } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const there = (id: string): MediaItemResult => ({ mediaItem: { id } });
const passing = (code = 14): MediaItemResult => ({ status: { code, message: 'Not now.' } });

/** Asks for media items; the n-th call is answered by the n-th answer, and the last one answers all that follow. */
async function got(ids: string[], answers: Array<(ids: string[]) => unknown>, signal?: AbortSignal) {
	const calls: Array<{ at: number; ids: string[] }> = [];
	const respond = ({ qs }: IHttpRequestOptions) => {
		const { mediaItemIds } = qs as { mediaItemIds: string[] };
		const answer = answers[Math.min(calls.length, answers.length - 1)];
		calls.push({ at: time.clock.elapsed / SECOND, ids: mediaItemIds });
		return answer(mediaItemIds);
	};
	const results = await time.clock.until(getMediaItems(fakeRun(fakeCaller({ respond, signal })), ids, {}));
	return { calls, results: Object.fromEntries(results) };
}

const each = (result: (id: string) => MediaItemResult) => (ids: string[]) => ({ mediaItemResults: ids.map(result) });

test('only those that it could not give are asked for again', async () => {
	const first = each((id) => (id === 'b' || id === 'd' ? passing() : there(id)));
	const { calls, results } = await got(['a', 'b', 'c', 'd'], [first, each(there)]);
	expect(calls.map(({ ids }) => ids)).toEqual([['a', 'b', 'c', 'd'], ['b', 'd']]);
	expect(results).toEqual({ a: there('a'), b: there('b'), c: there('c'), d: there('d') });
});

test('with growing delays, and what never comes is a result too', async () => {
	const { calls, results } = await got(['a', 'b'], [each((id) => (id === 'a' ? there(id) : passing()))]);
	expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31]);
	expect(results).toEqual({ a: there('a'), b: passing() });
});

test('the longest delay is the one that is waited for', async () => {
	// a quota wants more patience than a fault
	const first = each((id) => passing(id === 'quota' ? 8 : 14));
	const { calls } = await got(['fault', 'quota', 'other fault'], [first, each(there)]);
	expect(calls.map(({ at }) => at)).toEqual([0, 30]);
});

test('what is unknown is not asked for again', async () => {
	const { calls, results } = await got(['a', 'b'], [each(() => ({ status: { code: 5 } }))]);
	expect(calls).toHaveLength(1);
	expect(results).toEqual({ a: { status: { code: 5 } }, b: { status: { code: 5 } } });
});

test('an answer without results has none for anybody', async () => {
	expect((await got(['a', 'b'], [() => ({})])).results).toEqual({ a: {}, b: {} });
});

test('a stop during the wait ends it: what there is, is the result', async () => {
	const stop = new AbortController();
	const answers = each((id) => {
		if (id === 'b') stop.abort();
		return id === 'a' ? there(id) : passing();
	});
	const { calls, results } = await got(['a', 'b'], [answers], stop.signal);
	expect(calls).toHaveLength(1);
	expect(results).toEqual({ a: there('a'), b: passing() });
});

/** The ids of each call that Google answers for a, b, c and d, of which it knows those; and what comes of them. */
async function asked(known: string, mostInACall: number, untilFirstFailure: boolean) {
	const calls: string[] = [];
	const respond = ({ qs }: IHttpRequestOptions) => {
		const { mediaItemIds: ids } = qs as { mediaItemIds: string[] };
		if (ids.length > mostInACall) throw googleSays(400, 'Invalid media item ID.');
		calls.push(ids.join(''));
		return { mediaItemResults: ids.map((id) => (known.includes(id) ? there(id) : { status: { code: 5 } })) };
	};
	const run = fakeRun(fakeCaller({ respond }));
	const results = await time.clock.until(getMediaItems(run, ['a', 'b', 'c', 'd'], {}, untilFirstFailure));
	return { calls, results: Object.fromEntries(results) };
}

describe('a call that Google refuses because of an id is sent in halves', () => {
	test.each([
		['all are there: the other half is asked for', 'abcd', true, ['ab', 'cd']],
		['one of the first half is not: the others are left out, if the first failure is enough', 'bcd', true, ['ab']],
		['one of the first half is not: the others are asked for', 'bcd', false, ['ab', 'cd']],
	])('%s', async (_title, known, untilFirstFailure, calls) => {
		expect((await asked(known, 2, untilFirstFailure)).calls).toEqual(calls);
	});

	const refused = { status: { code: 3, message: 'Invalid media item ID.' } };

	test('an id that is refused when it is alone has a status, with what Google said', async () => {
		const { results } = await asked('', 0, false);
		expect(results).toEqual({ a: refused, b: refused, c: refused, d: refused });
	});

	test('those after it are left out, if the first failure is enough', async () => {
		expect((await asked('', 0, true)).results).toEqual({ a: refused });
	});
});

describe('a call that ends with a fault because of an id', () => {
	const answers = (bad: string[]) => (ids: string[]) => {
		if (ids.some((id) => bad.includes(id))) throw googleSays(500, 'Internal error encountered.');
		return { mediaItemResults: ids.map(there) };
	};
	const fifty = Array.from({ length: 50 }, (_, number) => `${number}`);

	test('gives the others, and says of that id what Google says; few calls more', async () => {
		const { calls, results } = await got(fifty, [answers(['7'])]);
		expect(fifty.filter((id) => !results[id].mediaItem)).toEqual(['7']);
		expect(results['7']).toEqual({ status: { code: 13, message: 'Internal error encountered.' } });
		expect(calls.filter(({ ids }) => ids.length === 50)).toHaveLength(6);
		expect(calls.length).toBeLessThanOrEqual(6 + 12);
	});

	test('of a server that is down: six tries, and some halves', async () => {
		const { calls, results } = await got(fifty, [answers(fifty)]);
		expect(Object.values(results).every(({ status }) => status?.code === 13)).toBe(true);
		expect(calls.length).toBeLessThanOrEqual(6 + 8);
	});
});

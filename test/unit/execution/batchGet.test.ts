/** Calls for several media items of which Google cannot return some. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { getMediaItems } from '../../../nodes/GooglePhotos/execution/batchGet';
import { fakeCaller, fakeRun } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { getEachMediaItem } from '../support/operations';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const there = (id: string): MediaItemResult => ({ mediaItem: { id } });
const passing = (code = 14): MediaItemResult => ({ status: { code, message: 'Not now.' } });

/** Gets media items; the n-th call is answered by the n-th answer, and all later calls by the last one. */
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

test('only media items with a transient failure are requested again', async () => {
	const first = each((id) => (id === 'b' || id === 'd' ? passing() : there(id)));
	const { calls, results } = await got(['a', 'b', 'c', 'd'], [first, each(there)]);
	expect(calls.map(({ ids }) => ids)).toEqual([['a', 'b', 'c', 'd'], ['b', 'd']]);
	expect(results).toEqual({ a: there('a'), b: there('b'), c: there('c'), d: there('d') });
});

test('retries come after growing delays, and a failure that persists becomes the result', async () => {
	const { calls, results } = await got(['a', 'b'], [each((id) => (id === 'a' ? there(id) : passing()))]);
	expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31]);
	expect(results).toEqual({ a: there('a'), b: passing() });
});

test('the retry comes after the longest delay of the failed media items', async () => {
	// the cool-down after throttling is longer than the delay after a server fault
	const first = each((id) => passing(id === 'quota' ? 8 : 14));
	const { calls } = await got(['fault', 'quota', 'other fault'], [first, each(there)]);
	expect(calls.map(({ at }) => at)).toEqual([0, 30]);
});

test('unknown media items are not requested again', async () => {
	const { calls, results } = await got(['a', 'b'], [each(() => ({ status: { code: 5 } }))]);
	expect(calls).toHaveLength(1);
	expect(results).toEqual({ a: { status: { code: 5 } }, b: { status: { code: 5 } } });
});

test('a reply without results gives an empty result for each id', async () => {
	expect((await got(['a', 'b'], [() => ({})])).results).toEqual({ a: {}, b: {} });
});

test('an abort ends the retries, and the results so far are returned', async () => {
	const stop = new AbortController();
	const answers = each((id) => {
		if (id === 'b') stop.abort();
		return id === 'a' ? there(id) : passing();
	});
	const { calls, results } = await got(['a', 'b'], [answers], stop.signal);
	expect(calls).toHaveLength(1);
	expect(results).toEqual({ a: there('a'), b: passing() });
});

test('Media Item: Get ends when it is cancelled during a delay before a retry', async () => {
	const stop = new AbortController();
	let calls = 0;
	const respond = () => {
		calls++;
		return { mediaItemResults: [passing()] };
	};
	const run = fakeRun(fakeCaller({ respond, signal: stop.signal }), { mediaItem: { mode: 'id', value: 'a' } });
	const ended = getEachMediaItem({ ...run, continueOnFail: false }).catch((error: Error) => error);
	await time.clock.pass(SECOND / 2);
	stop.abort();
	const error = await time.clock.until(ended);
	expect(error).toBeInstanceOf(Error);
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(time.clock.elapsed).toBe(SECOND / 2);
	expect(calls).toBe(1);
});

/** Gets a, b, c and d, of which Google knows some. @returns the ids of each successful call, and the results */
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

describe('a call that Google rejects because of an id is sent again in halves', () => {
	test.each([
		['all are there: the other half is asked for', 'abcd', true, ['ab', 'cd']],
		['one of the first half is not: the others are left out, if the first failure is enough', 'bcd', true, ['ab']],
		['one of the first half is not: the others are asked for', 'bcd', false, ['ab', 'cd']],
	])('%s', async (_title, known, untilFirstFailure, calls) => {
		expect((await asked(known, 2, untilFirstFailure)).calls).toEqual(calls);
	});

	const refused = { status: { code: 3, message: 'Invalid media item ID.' } };

	test('an id that is rejected alone gets a status with the text of Google', async () => {
		const { results } = await asked('', 0, false);
		expect(results).toEqual({ a: refused, b: refused, c: refused, d: refused });
	});

	test('ids after a rejected one are skipped, if the first failure is enough', async () => {
		expect((await asked('', 0, true)).results).toEqual({ a: refused });
	});
});

describe('a call that ends with a server fault', () => {
	const answers = (bad: string[]) => (ids: string[]) => {
		if (ids.some((id) => bad.includes(id))) throw googleSays(500, 'Internal error encountered.');
		return { mediaItemResults: ids.map(there) };
	};
	const fifty = Array.from({ length: 50 }, (_, number) => `${number}`);

	test('because of one id: it gets the text of Google, the others are returned, with few more calls', async () => {
		const { calls, results } = await got(fifty, [answers(['7'])]);
		expect(fifty.filter((id) => !results[id].mediaItem)).toEqual(['7']);
		expect(results['7']).toEqual({ status: { code: 13, message: 'Internal error encountered.' } });
		expect(calls.filter(({ ids }) => ids.length === 50)).toHaveLength(6);
		expect(calls.length).toBeLessThanOrEqual(6 + 12);
	});

	test.each([
		['a lost connection', disconnected('ECONNRESET', 'socket hang up')],
		['an aborted request', googleSays(409, 'The operation was aborted.')],
	])('because of one id: %s at the first half is retried', async (_, once) => {
		let halves = 0;
		const { results } = await got(fifty, [
			(ids) => {
				if (ids.length < 50 && ++halves === 1) throw once;
				return answers(['7'])(ids);
			},
		]);
		expect(fifty.filter((id) => !results[id].mediaItem)).toEqual(['7']);
	});

	test('because the server is down: six attempts and at most eight more calls', async () => {
		const { calls, results } = await got(fifty, [answers(fifty)]);
		expect(Object.values(results).every(({ status }) => status?.code === 13)).toBe(true);
		expect(calls.length).toBeLessThanOrEqual(6 + 8);
	});
});

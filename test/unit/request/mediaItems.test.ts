/** Media items asked for together, of which Google cannot give some just now. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/model/mediaItem';
import { getMediaItems } from '../../../nodes/GooglePhotos/request/mediaItems';
import { fakeCaller, fakeRun } from '../support/caller';
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

/** Media Item: Get reads many media items with few calls. */
import type { IDataObject } from 'n8n-workflow';
import { errorText } from '../support/errorText';
import { album, errorOf } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { inFull } from '../support/rings';
import { continueOnFail, itemsOf, library, unknown } from './albumMediaItems/library';

const get = (more: IDataObject = {}) => ({
	resource: 'mediaItem',
	operation: 'get',
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});
const outcome = ({ json }: { json: IDataObject }) => json.error ?? json.id;
const pairs = (count: number) => Array.from({ length: count }, (_, item) => ({ item }));

test.each([0, 1, 3, 120])('%d input items need one call for 50 ids and have paired outputs in order', async (count) => {
	const { engine, ids, calls } = await library(count);
	const outputs = await engine.run(get(), { items: itemsOf(ids) });
	expect(outputs.map(outcome)).toEqual(ids);
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(pairs(count));
	expect((await calls())['mediaItems.batchGet'] ?? 0).toBe(Math.ceil(count / 50));
});

const MANY = inFull ? 1000 : 300;

test(`${MANY} input items need one call for 50 ids, with at most 5 concurrent reads`, async () => {
	const { account, engine, ids, calls } = await library(MANY, { switches: { latencyMs: 1 } });
	const items = itemsOf(ids);
	expect((await engine.run(get(), { items })).map(outcome)).toEqual(ids);
	expect(await calls()).toEqual({ 'mediaItems.batchGet': MANY / 50 });
	expect((await account.counts()).maxParallel.reads).toBeLessThanOrEqual(5);
	await account.resetRequests();
	const outputs = await engine.run(
		{ ...get(), resource: 'album', operation: 'addMediaItems', ...album('title', 'Album') },
		{ items },
	);
	expect(outputs.map(({ json }) => json.mediaItemId)).toEqual(ids);
	expect((await calls())['albums.batchAddMediaItems']).toBe(MANY / 50);
}, 120_000);

test('requests a repeated id once', async () => {
	const { engine, ids, calls } = await library(2);
	const items = itemsOf(Array.from({ length: 99 }, (_, index) => ids[index % 2]));
	expect((await engine.run(get(), { items })).map(outcome)).toEqual(items.map(({ json }) => json.id));
	expect((await calls())['mediaItems.batchGet']).toBe(1);
});

test('reads Simplify for each item', async () => {
	const { engine, ids } = await library(2);
	const items = ids.map((id, index) => ({ json: { id, simple: index === 0 } }));
	const [simple, raw] = await engine.run(get({ simplify: '={{ $json.simple }}' }), { items });
	expect(simple.json).toMatchObject({ width: 32 });
	expect(raw.json).toMatchObject({ mediaMetadata: { width: '32' } });
});

describe.each(['status', 'refuse'] as const)('malformed ids (%s)', (malformedId) => {
	const bad = ['no~id', 'ü/..'];

	test('fail alone, like unknown ids', async () => {
		const { engine, ids, calls } = await library(60, { switches: { malformedId } });
		const wanted = [...ids.slice(0, 7), bad[0], unknown(1), ...ids.slice(7), bad[1]];
		const outputs = await engine.run(get(), { items: itemsOf(wanted), ...continueOnFail });
		expect(outputs.map(outcome)).toEqual(
			wanted.map((id, item) =>
				ids.includes(id) ? id : expect.stringMatching(new RegExp(`media item was not found.*\\[item ${item}\\]`)),
			),
		);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(pairs(63));
		expect((await calls())['mediaItems.batchGet']).toBeLessThanOrEqual(malformedId === 'refuse' ? 26 : 2);
	});

	test('without Continue On Fail, the error is for the first one in input order', async () => {
		const { engine, ids } = await library(3, { switches: { malformedId } });
		const error = await errorOf(engine.run(get(), { items: itemsOf([ids[0], bad[0], ids[1], bad[1]]) }));
		expect(errorText(error)).toMatch(/media item was not found in Google Photos: "no~id" \[item 1\].*'Media Item'/);
	});

	test('do not prevent downloads of other items', async () => {
		const { engine, ids } = await library(2, { switches: { malformedId } });
		const outputs = await engine.run(get({ operation: 'download' }), {
			items: itemsOf([ids[0], bad[0], ids[1]]),
			...continueOnFail,
		});
		expect(outputs.map(outcome)).toEqual([ids[0], expect.stringMatching(/media item was not found.*\[item 1\]/), ids[1]]);
	});
});

test('failed items go to the error output', async () => {
	const { engine, ids } = await library(1);
	const [good, bad] = await engine.outputs(get(), {
		items: itemsOf([unknown(1), ids[0]]),
		node: { onError: 'continueErrorOutput' },
	});
	expect(good.map(outcome)).toEqual(ids);
	expect(bad).toMatchObject([{ json: { error: expect.stringMatching(/media item was not found/) }, pairedItem: { item: 0 } }]);
});

test('a fatal error is reported for every remaining item, without further calls', async () => {
	const { account, engine, ids, calls } = await library(120);
	await account.switches({ serviceDisabled: true });
	const items = itemsOf(Array.from({ length: 1000 }, (_, index) => ids[index] ?? unknown(index)));
	const outputs = await engine.run(get(), { items, ...continueOnFail });
	expect(outputs.map(outcome)).toEqual(items.map((_, item) => expect.stringMatching(new RegExp(`not enabled.*\\[item ${item}\\]`))));
	expect(outputs.at(-1)?.json.error).toMatch(/^Not sent: /);
	expect((await calls())['mediaItems.batchGet']).toBeLessThanOrEqual(5);
});

test('a single item with a transient error is retried alone', async () => {
	const time = withoutWaiting();
	const { account, engine, ids, calls } = await library(3);
	const body = { mediaItemResults: ids.map((id, index) => (index === 1 ? { status: { code: 14 } } : { mediaItem: { id } })) };
	await account.fault({ method: 'mediaItems.batchGet', kind: 'status', status: 200, body });
	expect((await engine.run(get(), { items: itemsOf(ids) })).map(outcome)).toEqual(ids);
	expect((await calls())['mediaItems.batchGet']).toBe(2);
	expect((await account.requests()).at(-1)?.query).toEqual({ mediaItemIds: ids[1] });
	time.restore();
});

test("works as an agent's tool", async () => {
	const { engine, ids } = await library(1);
	expect((await engine.runAsTool(get(), { json: { id: ids[0] } })).map(outcome)).toEqual(ids);
});

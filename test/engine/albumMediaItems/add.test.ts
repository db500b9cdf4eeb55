import { errorText } from '../../support/errorText';
import { album, errorOf } from '../../support/files';
import { add, continueOnFail, itemsOf, library, idOrError, unknown } from './library';

const LONG = 60_000;

test('without input items it returns nothing and sends nothing', async () => {
	const { account, engine } = await library(0);
	expect(await engine.run(add(), { items: [] })).toEqual([]);
	expect(await account.requests()).toEqual([]);
});

test.each([1, 3, 120])('adds %d input items in order with 50 ids a call, and returns one output each', async (count) => {
	const { engine, ids, albumId, contents, calls } = await library(count);
	const outputs = await engine.run(add(), { items: itemsOf(ids) });
	expect(outputs).toEqual(
		ids.map((mediaItemId, item) => ({
			json: { albumId, albumTitle: 'Album', mediaItemId, added: true },
			pairedItem: { item },
		})),
	);
	expect(await contents()).toEqual(ids);
	expect((await calls())['albums.batchAddMediaItems']).toBe(Math.ceil(count / 50));
});

test('adds 1,080 items with one id each to 9 albums in 27 sequential calls', async () => {
	const { account, engine, ids, albumId, calls } = await library(120, { switches: { latencyMs: 1 } });
	const other = await Promise.all(Array.from({ length: 8 }, async (_, number) => {
		const [{ json }] = await engine.run({ resource: 'album', operation: 'create', title: `Other ${number}` });
		return json.id;
	}));
	await account.resetRequests();
	const albums = [albumId, ...other];
	const items = albums.flatMap((into) => ids.map((id) => ({ json: { id, into } })));
	const outputs = await engine.run(add(album('id', '={{ $json.into }}')), { items });
	expect(outputs.map(({ json }) => json.added)).toEqual(items.map(() => true));
	expect(await calls()).toEqual({ 'albums.batchAddMediaItems': 9 * 3 });
	expect((await account.counts()).maxParallel.writes).toBe(1);
}, LONG);

test('sends a repeated id once and returns an output for every input item', async () => {
	const { engine, ids, contents, calls } = await library(2);
	const items = itemsOf(Array.from({ length: 100 }, (_, index) => ids[index % 2]));
	const outputs = await engine.run(add(), { items });
	expect(outputs.map(idOrError)).toEqual(items.map(({ json }) => json.id));
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(await contents()).toEqual(ids);
	expect((await calls())['albums.batchAddMediaItems']).toBe(1);
});

test.each([
	['a list', '={{ $json.ids }}'],
	['text with commas', '={{ $json.ids.join(", ") }}'],
	['links', '={{ $json.ids.map(id => "https://photos.google.com/lr/photo/" + id).join("\\n") }}'],
])('several ids in one input item, as %s, give one output each', async (_title, value) => {
	const { engine, ids, contents } = await library(3);
	const mediaItem = { __rl: true, mode: 'id', value };
	const outputs = await engine.run(add({ mediaItem }), { items: [{ json: { ids } }] });
	expect(outputs.map(idOrError)).toEqual(ids);
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(ids.map(() => ({ item: 0 })));
	expect(await contents()).toEqual(ids);
});

describe('unknown ids', () => {
	test('are found by one batchGet and fail alone, and one more call sends the others', async () => {
		const { engine, ids, contents, calls } = await library(48);
		const wanted = [...ids.slice(0, 10), unknown(1), ...ids.slice(10), unknown(2)];
		const outputs = await engine.run(add(), { items: itemsOf(wanted), ...continueOnFail });
		expect(outputs.map(idOrError)).toEqual(
			wanted.map((id, index) =>
				ids.includes(id) ? id : expect.stringMatching(new RegExp(`media item was not found.*\\[item ${index}\\]`)),
			),
		);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(wanted.map((_, item) => ({ item })));
		expect(await contents()).toEqual(ids);
		expect(await calls()).toMatchObject({ 'albums.batchAddMediaItems': 2, 'mediaItems.batchGet': 1 });
	});

	test('go to the error output', async () => {
		const { engine, ids } = await library(2);
		const [good, bad] = await engine.outputs(add(), {
			items: itemsOf([ids[0], unknown(1), ids[1]]),
			node: { onError: 'continueErrorOutput' },
		});
		expect(good.map(idOrError)).toEqual(ids);
		expect(bad).toMatchObject([{ json: { error: expect.stringMatching(/media item was not found/) }, pairedItem: { item: 1 } }]);
	});

	test('without Continue On Fail the first one stops the execution, and the error lists what was added', async () => {
		const { account, engine, ids, contents, calls } = await library(120);
		const wanted = [...ids.slice(0, 60), unknown(1), ...ids.slice(60)];
		const error = await errorOf(engine.run(add(), { items: itemsOf(wanted) }));
		expect(errorText(error)).toMatch(/media item was not found.*\[item 60\].*'Media Items'.*Already added: 50 to album "Album"\. Not added: 71 to album "Album"\./);
		expect(await contents()).toEqual(ids.slice(0, 50));
		expect((await calls())['albums.batchAddMediaItems']).toBe(2);
		expect((await account.requests()).at(-1)?.method).toBe('mediaItems.batchGet');
	});

	test('a malformed id is rejected before anything is sent', async () => {
		const { account, engine, ids } = await library(1);
		const wrong = itemsOf([ids[0], 'https://photos.google.com/photo/AF1QipBrowser']);
		const error = await errorOf(engine.run(add(), { items: wrong }));
		expect(errorText(error)).toMatch(/'Media Items' is not a link to a media item of this app.*\[item 1\]/);
		expect(errorText(await errorOf(engine.run(add(), { items: itemsOf([[]]) })))).toMatch(/No media item is chosen/);
		expect(await account.requests()).toEqual([]);
	});
});

test("works as an agent's tool", async () => {
	const { engine, ids, albumId, contents } = await library(2);
	const outputs = await engine.runAsTool(add(), { json: { id: ids.join(',') } });
	expect(outputs.map(({ json }) => json)).toEqual(
		ids.map((mediaItemId) => ({ albumId, albumTitle: 'Album', mediaItemId, added: true })),
	);
	expect(await contents()).toEqual(ids);
});

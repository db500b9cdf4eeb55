/** Calls that Google rejects as a whole, with or without a reason. */
import { album, pictureItems, upload } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import { add, continueOnFail, itemsOf, library, remove, idOrError, unknown } from './library';

const NO_WORD = 'Request contains an invalid argument.';

let time: ReturnType<typeof withoutWaiting>;
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

test.each([
	['is answered with success', 'noop', 1, 1],
	['is rejected', 'error', 3, 2],
] as const)('adding an item twice, which %s, causes no failure or duplicate', async (_title, addExistingItem, most, search) => {
	const { account, engine, ids, contents, calls } = await library(120, { switches: { addExistingItem } });
	await engine.run(add(), { items: itemsOf(ids.slice(0, 110)) });
	await account.resetRequests();
	const outputs = await engine.run(add(), { items: itemsOf(ids) });
	expect(outputs.map(idOrError)).toEqual(ids);
	expect(await contents()).toEqual(ids);
	const { 'mediaItems.search': searched = 0, 'albums.batchAddMediaItems': added } = await calls();
	expect(searched).toBeLessThanOrEqual(search);
	expect(added).toBeLessThanOrEqual(most + 2);
});

test.each(['noop', 'error'] as const)('items of a call whose reply was lost count as added (%s)', async (addExistingItem) => {
	const { account, engine, ids, contents } = await library(60, { switches: { addExistingItem } });
	await account.fault({ method: 'albums.batchAddMediaItems', kind: 'reset-after', times: 2 });
	expect((await engine.run(add(), { items: itemsOf(ids) })).map(idOrError)).toEqual(ids);
	expect(await contents()).toEqual(ids);
});

test('an item that Google rejects without naming it is found by bisection', async () => {
	const { account, engine, ids, contents, calls } = await library(50);
	// Without the read scope no other call can identify it.
	const token = engine.stored.oauthTokenData as { scope: string };
	token.scope = token.scope.replace(/\S+readonly\.appcreateddata/, '');
	const wanted = [...ids.slice(0, 20), unknown(1), ...ids.slice(21)];
	const into = album('id', (await account.library()).albums[0].id);
	const outputs = await engine.run(add(into), { items: itemsOf(wanted), ...continueOnFail });
	expect(outputs.map(idOrError)).toEqual(
		wanted.map((id) => (ids.includes(id) ? id : expect.stringMatching(/media item was not found.*\[item 20\]/))),
	);
	expect(await contents()).toEqual(wanted.filter((id) => ids.includes(id)));
	expect((await calls())['albums.batchAddMediaItems']).toBeLessThanOrEqual(13);
});

test.each([
	['says so', undefined, 1],
	['does not say why', NO_WORD, 10],
])('an album that is full, and %s, gets no more items, while other albums do', async (_title, albumFullMessage, most) => {
	const { account, engine, ids, contents } = await library(3, { inAlbum: true });
	await engine.run({ resource: 'album', operation: 'create', title: 'Other' });
	await account.switches({ albumItems: 3, ...(albumFullMessage && { albumFullMessage }) });
	const pictures = (await pictureItems(engine, 123)).slice(3);
	const added = (await engine.run(upload(), { items: pictures })).map(({ json }) => json.id as string);
	await account.resetRequests();
	const items = [...added.map((id) => ({ json: { id, into: 'Album' } })), { json: { id: ids[0], into: 'Other' } }];
	const outputs = await engine.run(add(album('title', '={{ $json.into }}')), { items, ...continueOnFail });
	expect(outputs.slice(0, -1).every(({ json }) => json.error)).toBe(true);
	expect(outputs.at(-2)?.json.error).toMatch(/^Not sent: .*\[item 119\]\. ./);
	expect(outputs.at(-1)?.json).toMatchObject({ albumTitle: 'Other', added: true });
	expect(await contents()).toEqual(ids);
	expect((await account.counts()).byMethod['albums.batchAddMediaItems']).toBeLessThanOrEqual(most + 1);
});

test('an album of another app is rejected as a whole, with one call', async () => {
	const { account, engine, ids } = await library(120);
	const foreign = await account.albumNotMine('Mine');
	for (const [parameters, calls] of [
		[add(album('id', foreign)), { 'albums.batchAddMediaItems': 1 }],
		[remove(album('id', foreign)), { 'albums.batchRemoveMediaItems': 1 }],
	] as const) {
		await account.resetRequests();
		const outputs = await engine.run(parameters, { items: itemsOf(ids), ...continueOnFail });
		expect(outputs.map(idOrError)).toEqual(ids.map((_, item) => expect.stringContaining(`[item ${item}]`)));
		expect(outputs.at(-1)?.json.error).toMatch(/^Not sent: .* album/);
		expect((await account.counts()).byMethod).toMatchObject(calls);
	}
});

test('an exhausted daily quota stops all albums without another call', async () => {
	const { account, engine, ids } = await library(120);
	const message = "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'";
	const body = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } };
	await account.fault({ method: 'albums.batchAddMediaItems', kind: 'status', status: 429, body, skip: 1, times: 99 });
	const outputs = await engine.run(add(), { items: itemsOf(ids), ...continueOnFail });
	expect(outputs.slice(0, 50).map(idOrError)).toEqual(ids.slice(0, 50));
	expect(outputs[50].json.error).toMatch(/daily request quota.*\[item 50\]/);
	expect(outputs[119].json.error).toMatch(/^Not sent: .*daily request quota.*\[item 119\]/);
	expect((await account.counts()).byMethod['albums.batchAddMediaItems']).toBe(2);
});

/** Calls for several media items that fail because of one of them. */
import { withoutWaiting } from '../support/instantClock';
import { album, pictureItems, upload } from '../support/files';
import { add, continueOnFail, itemsOf, library, remove, idOrError } from './albumMediaItems/library';

let time: ReturnType<typeof withoutWaiting>;
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

test('Get returns the others', async () => {
	const { account, engine, ids } = await library(60);
	await account.switches({ failingItem: ids[7] });
	await account.resetRequests();
	const parameters = { resource: 'mediaItem', operation: 'get', mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
	const outputs = await engine.run(parameters, { items: itemsOf(ids), ...continueOnFail });
	expect(outputs.flatMap(({ json }, index) => (json.error ? index : []))).toEqual([7]);
	expect(outputs.map(({ json }) => json.id)).toEqual(ids);
	expect(outputs[7].json.error).toMatch(/could not process the request.*\[item 7\]/);
	expect((await account.counts()).byMethod['mediaItems.batchGet']).toBeLessThanOrEqual(2 + 6 + 12);
});

test.each([
	['added', add, false],
	['removed', remove, true],
] as const)('the others are %s in order', async (_title, operation, inAlbum) => {
	const { account, engine, ids, contents } = await library(60, { inAlbum });
	await account.switches({ failingItem: ids[7] });
	await account.resetRequests();
	const outputs = await engine.run(operation(), { items: itemsOf(ids), ...continueOnFail });
	const others = ids.filter((_, index) => index !== 7);
	expect(outputs.flatMap((output) => (output.json.error ? [] : idOrError(output)))).toEqual(others);
	expect(outputs[7].json.error).toMatch(/could not process the request, but it may have been carried out.*\[item 7\]/);
	expect(await contents()).toEqual(inAlbum ? [ids[7]] : others);
	const { byMethod } = await account.counts();
	expect(byMethod['albums.batchAddMediaItems'] ?? byMethod['albums.batchRemoveMediaItems']).toBeLessThanOrEqual(2 + 6 + 12);
});

test('a change whose reply is lost and whose retry is rejected fails with an error that lists its items as uncertain', async () => {
	const { account, engine, ids } = await library(3);
	const method = 'albums.batchAddMediaItems';
	await account.fault({ method, kind: 'reset-after' });
	await account.fault({ method, kind: 'status', status: 403, times: 10, body: { error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' } } });
	const { data } = await engine.execute(add(), { items: itemsOf(ids) });
	const { message, description } = data.resultData.error as { message: string; description?: string };
	expect(message).toMatch(/but it may have been carried out/);
	expect(description).toMatch(/May have been added, because no response arrived: 3 to album/);
});

test('Verify After Upload reports an unreadable item as notReadable, and the others as verified', async () => {
	const { account, engine, ids } = await library(1);
	await account.switches({ failingItem: ids[0] });
	const outputs = await engine.run(upload({ options: { verify: true }, ...album('id', '') }), { items: await pictureItems(engine, 3) });
	expect(outputs.map(({ json }) => json.verified).sort()).toEqual(['notReadable', true, true]);
});

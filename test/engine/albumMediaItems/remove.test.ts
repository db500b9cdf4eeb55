import { errorText } from '../../support/errorText';
import { errorOf } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import { continueOnFail, itemsOf, library, uploadOneMore, remove, idOrError, unknown } from './library';

test('removes 120 items with 50 ids a call and one output each, and keeps them in the library', async () => {
	const { account, engine, ids, albumId, contents, calls } = await library(120, { inAlbum: true });
	const outputs = await engine.run(remove(), { items: itemsOf(ids) });
	expect(outputs).toEqual(
		ids.map((mediaItemId, item) => ({
			json: { albumId, albumTitle: 'Album', mediaItemId, removed: true },
			pairedItem: { item },
		})),
	);
	expect(await contents()).toEqual([]);
	expect((await account.library()).mediaItems).toHaveLength(120);
	expect((await calls())['albums.batchRemoveMediaItems']).toBe(3);
});

test('sends a repeated id once', async () => {
	const { engine, ids, contents } = await library(2, { inAlbum: true });
	const outputs = await engine.run(remove(), { items: itemsOf([ids[0], ids[0], ids[1], ids[0]]) });
	expect(outputs.map(idOrError)).toEqual([ids[0], ids[0], ids[1], ids[0]]);
	expect(await contents()).toEqual([]);
});

test('unknown ids and items outside of the album fail alone', async () => {
	const { engine, ids, contents, calls } = await library(46, { inAlbum: true });
	const outside = await uploadOneMore(engine, 1000);
	const wanted = [unknown(1), ...ids, outside, unknown(2)];
	const outputs = await engine.run(remove(), { items: itemsOf(wanted), ...continueOnFail });
	const failures = new Map([
		[unknown(1), /media item was not found.*\[item 0\]/],
		[outside, /is not in the album.*\[item 47\]/],
		[unknown(2), /media item was not found.*\[item 48\]/],
	]);
	expect(outputs.map(idOrError)).toEqual(
		wanted.map((id) => (failures.has(id) ? expect.stringMatching(failures.get(id)!) : id)),
	);
	expect(await contents()).toEqual([]);
	expect((await calls())['albums.batchRemoveMediaItems']).toBe(3);
});

test('a call whose reply was lost counts as successful', async () => {
	const time = withoutWaiting();
	const { account, engine, ids, contents } = await library(60, { inAlbum: true });
	await account.fault({ method: 'albums.batchRemoveMediaItems', kind: 'reset-after' });
	const outputs = await engine.run(remove(), { items: itemsOf(ids) });
	expect(outputs.map(idOrError)).toEqual(ids);
	expect(await contents()).toEqual([]);
	time.restore();
});

test('without the edit scope nothing is sent, and every item gets the error', async () => {
	const { account, engine, ids } = await library(2, { inAlbum: true });
	const options = {
		items: itemsOf(ids),
		credential: ({ oauthTokenData }: { oauthTokenData?: unknown }) => {
			const token = oauthTokenData as { scope: string };
			token.scope = token.scope.replace(/\S+edit\.appcreateddata/, '');
		},
	};
	const error = await errorOf(engine.run(remove(), options));
	expect(errorText(error)).toMatch(/lacks a permission.*\[item 0\].*photoslibrary\.edit\.appcreateddata/);
	const outputs = await engine.run(remove(), { ...options, ...continueOnFail });
	expect(outputs.map(idOrError)).toEqual(ids.map((_, item) => expect.stringContaining(`[item ${item}]`)));
	expect(await account.requests()).toEqual([]);
});

test("works as an agent's tool", async () => {
	const { engine, ids, contents } = await library(1, { inAlbum: true });
	const [{ json }] = await engine.runAsTool(remove(), { json: { id: ids[0] } });
	expect(json).toMatchObject({ mediaItemId: ids[0], removed: true });
	expect(await contents()).toEqual([]);
});

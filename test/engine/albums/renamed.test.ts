/** Albums that are renamed or deleted by their owner while the node has them in its cache. */
import { errorText } from '../../support/errorText';
import { album, errorOf, pictureItems, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { fresh, item, makeAlbums, operation } from './albums';

async function known() {
	const { account, engine } = await fresh();
	const [id] = await makeAlbums(engine, 1);
	const byTitle = album('title', 'Album 0');
	await engine.run(operation('get', byTitle));
	await account.resetRequests();
	const calls = async () => (await account.counts()).byMethod;
	return { account, engine, id, byTitle, calls };
}

const ENRICHMENT = { enrichmentType: 'text', text: 'A text' };

describe('a renamed album', () => {
	test('is not used for its old title: Upload creates a new album', async () => {
		const { account, engine, id, byTitle, calls } = await known();
		await account.renameAlbum(id, 'Another name');
		const outputs = await engine.run(upload(byTitle), { items: await pictureItems(engine, 2) });
		const { albums } = await account.library();
		expect(albums.map(({ title, entries }) => [title, entries.length])).toEqual([['Album 0', 2], ['Another name', 0]]);
		expect(outputs.map(({ json }) => [json.albumId, json.albumTitle])).toEqual(Array(2).fill([albums[0].id, 'Album 0']));
		expect(await calls()).toMatchObject({ 'albums.get': 1, 'albums.create': 1 });
	});

	test.each([
		['get', {}],
		['addEnrichment', ENRICHMENT],
		['update', { newTitle: 'New' }],
		['addMediaItems', { mediaItem: 'x' }],
		['removeMediaItems', { mediaItem: 'x' }],
	])('is not found by its old title: %s', async (name, more) => {
		const { account, engine, id, byTitle, calls } = await known();
		await account.renameAlbum(id, 'Another name');
		const error = await errorOf(engine.run(operation(name, { ...byTitle, ...more })));
		expect(errorText(error)).toMatch(/no album with that title: album "Album 0" \[item 0\]/);
		expect(await calls()).toEqual({ 'albums.get': 1, 'albums.list': 1 });
	});

	test('is not found by its old title when listing its media items', async () => {
		const { account, engine, id, byTitle } = await known();
		await account.renameAlbum(id, 'Another name');
		const getMany = { resource: 'mediaItem', operation: 'getAll', from: 'album', ...byTitle };
		expect(errorText(await errorOf(engine.run(getMany)))).toMatch(/no album with that title/);
	});

	test('is found by its new title once a listing has returned it', async () => {
		const { account, engine, id, byTitle, calls } = await known();
		await account.renameAlbum(id, 'Another name');
		await engine.run(operation('getAll', { returnAll: true }));
		await errorOf(engine.run(operation('addEnrichment', { ...byTitle, ...ENRICHMENT })));
		expect(await calls()).toEqual({ 'albums.list': 2 });
	});
});

test('verifying a cached title needs one request for each execution, whatever the number of items', async () => {
	const { engine, byTitle, calls } = await known();
	const items = Array.from({ length: 5 }, (_none, text) => item({ text: `${text}` }));
	await engine.run(operation('addEnrichment', { ...byTitle, ...ENRICHMENT, text: '={{ $json.text }}' }), { items });
	expect(await calls()).toEqual({ 'albums.get': 1, 'albums.addEnrichment': 5 });
});

test('an operation whose reply contains the title needs no extra request', async () => {
	const { engine, byTitle, calls } = await known();
	await engine.run(operation('get', byTitle));
	expect(await calls()).toEqual({ 'albums.get': 1 });
});

describe('a deleted album', () => {
	test('is created again by Upload', async () => {
		const { account, engine, id, byTitle } = await known();
		await account.deleteAlbum(id);
		const outputs = await engine.run(upload(byTitle), { items: await pictureItems(engine, 2) });
		const { albums } = await account.library();
		expect(albums.map(({ title, entries }) => [title, entries.length])).toEqual([['Album 0', 2]]);
		expect(outputs.map(({ json }) => json.albumId)).toEqual(Array(2).fill(albums[0].id));
	});

	test('is created again by Upload if it was deleted while bytes were sent', async () => {
		const { account, engine, id, byTitle } = await known();
		await account.fault({ method: 'uploads', kind: 'stall', seconds: 0.5 });
		const run = engine.run(upload(byTitle), { items: await pictureItems(engine, 2) });
		while (!(await account.requests()).some(({ method }) => method.startsWith('uploads'))) await account.switches();
		await account.deleteAlbum(id);
		const outputs = await run;
		const { albums } = await account.library();
		expect(albums.map(({ title, entries }) => [title, entries.length])).toEqual([['Album 0', 2]]);
		expect(outputs.map(({ json }) => json.albumId)).toEqual(Array(2).fill(albums[0].id));
	});

	test.each(['get', 'addEnrichment', 'update'])('that another app created again is found in the same execution by %s', async (name) => {
		const { account, engine, id, byTitle } = await known();
		await account.deleteAlbum(id);
		await account.seed({ albums: [{ title: 'Album 0' }] });
		const parameters = operation(name, { ...byTitle, ...ENRICHMENT, newTitle: 'New' });
		expect(await engine.run(parameters)).toHaveLength(1);
	});

	test('that another app created again is found in the same execution by Add Media Items', async () => {
		const { account, engine, id, byTitle } = await known();
		const { mediaItemIds } = await account.seed({ pictures: [{ fileName: 'a.jpg', base64: (await jpeg(1)).toString('base64') }] });
		await account.deleteAlbum(id);
		const { albumIds } = await account.seed({ albums: [{ title: 'Album 0' }] });
		const [{ json }] = await engine.run(operation('addMediaItems', { ...byTitle, mediaItem: mediaItemIds[0] }));
		expect(json).toMatchObject({ albumId: albumIds[0], added: true });
	});
});

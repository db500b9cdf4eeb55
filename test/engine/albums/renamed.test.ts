/** Albums that their owner renames or deletes while the node remembers them. */
import { album, errorOf, pictureItems, saying, upload } from '../../support/files';
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

describe('an album that was renamed', () => {
	test('is left alone: Upload makes a new one of the title', async () => {
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
	])('is not the one of its old title for %s', async (name, more) => {
		const { account, engine, id, byTitle, calls } = await known();
		await account.renameAlbum(id, 'Another name');
		const error = await errorOf(engine.run(operation(name, { ...byTitle, ...more })));
		expect(saying(error)).toMatch(/no album of that title: album "Album 0" \[item 0\]/);
		expect(await calls()).toEqual({ 'albums.get': 1, 'albums.list': 1 });
	});

	test('and whose media items are asked for by its old title', async () => {
		const { account, engine, id, byTitle } = await known();
		await account.renameAlbum(id, 'Another name');
		const getMany = { resource: 'mediaItem', operation: 'getAll', from: 'album', ...byTitle };
		expect(saying(await errorOf(engine.run(getMany)))).toMatch(/no album of that title/);
	});

	test('is known by its new title as soon as a list shows it', async () => {
		const { account, engine, id, byTitle, calls } = await known();
		await account.renameAlbum(id, 'Another name');
		await engine.run(operation('getAll', { returnAll: true }));
		await errorOf(engine.run(operation('addEnrichment', { ...byTitle, ...ENRICHMENT })));
		expect(await calls()).toEqual({ 'albums.list': 2 });
	});
});

test('one request more in a run, however many items name the album', async () => {
	const { engine, byTitle, calls } = await known();
	const items = Array.from({ length: 5 }, (_none, text) => item({ text: `${text}` }));
	await engine.run(operation('addEnrichment', { ...byTitle, ...ENRICHMENT, text: '={{ $json.text }}' }), { items });
	expect(await calls()).toEqual({ 'albums.get': 1, 'albums.addEnrichment': 5 });
});

test('what shows the title by itself takes no request more', async () => {
	const { engine, byTitle, calls } = await known();
	await engine.run(operation('get', byTitle));
	expect(await calls()).toEqual({ 'albums.get': 1 });
});

describe('an album that was deleted', () => {
	test('is made anew by Upload', async () => {
		const { account, engine, id, byTitle } = await known();
		await account.deleteAlbum(id);
		const outputs = await engine.run(upload(byTitle), { items: await pictureItems(engine, 2) });
		const { albums } = await account.library();
		expect(albums.map(({ title, entries }) => [title, entries.length])).toEqual([['Album 0', 2]]);
		expect(outputs.map(({ json }) => json.albumId)).toEqual(Array(2).fill(albums[0].id));
	});

	test('while the bytes were sent, is made anew by Upload', async () => {
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

	test.each(['get', 'addEnrichment', 'update'])('and made again by somebody else is found in the same run by %s', async (name) => {
		const { account, engine, id, byTitle } = await known();
		await account.deleteAlbum(id);
		await account.seed({ albums: [{ title: 'Album 0' }] });
		const parameters = operation(name, { ...byTitle, ...ENRICHMENT, newTitle: 'New' });
		expect(await engine.run(parameters)).toHaveLength(1);
	});

	test('and made again by somebody else is found in the same run by Add Media Items', async () => {
		const { account, engine, id, byTitle } = await known();
		const { mediaItemIds } = await account.seed({ pictures: [{ fileName: 'a.jpg', base64: (await jpeg(1)).toString('base64') }] });
		await account.deleteAlbum(id);
		const { albumIds } = await account.seed({ albums: [{ title: 'Album 0' }] });
		const [{ json }] = await engine.run(operation('addMediaItems', { ...byTitle, mediaItem: mediaItemIds[0] }));
		expect(json).toMatchObject({ albumId: albumIds[0], added: true });
	});
});

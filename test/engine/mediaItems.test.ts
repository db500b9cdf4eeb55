import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, pictureItems, upload } from '../support/files';

const operation = (name: string, more: IDataObject = {}) => ({ resource: 'mediaItem', operation: name, ...more });
const mediaItem = (mode: 'list' | 'url' | 'id', value: string) => ({ mediaItem: { __rl: true, mode, value } });

async function library(count: number, switches: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(switches);
	const engine = await Engine.for(account);
	const uploaded = await engine.run(upload(album('title', 'All')), { items: await pictureItems(engine, count) });
	await account.resetRequests();
	return { account, engine, uploaded, ids: uploaded.map(({ json }) => json.id as string) };
}

describe('Get', () => {
	test('returns a flat, simplified media item, or the raw one', async () => {
		const { engine, ids } = await library(1);
		const [simple] = await engine.run(operation('get', mediaItem('id', ids[0])));
		expect(simple).toEqual({
			json: {
				id: ids[0],
				filename: '0.jpg',
				mimeType: 'image/jpeg',
				type: 'photo',
				creationTime: expect.any(String),
				width: 32,
				height: 24,
				productUrl: `https://photos.google.com/lr/photo/${ids[0]}`,
			},
			pairedItem: { item: 0 },
		});
		const [raw] = await engine.run(operation('get', { ...mediaItem('id', ids[0]), simplify: false }));
		expect(raw.json).toMatchObject({ id: ids[0], baseUrl: expect.any(String), mediaMetadata: { width: '32' } });
	});

	test('finds a media item by its link, also inside an album', async () => {
		const { engine, ids } = await library(1);
		for (const path of ['', 'album/AbCd/']) {
			const url = `https://photos.google.com/lr/${path}photo/${ids[0]}`;
			expect(await engine.run(operation('get', mediaItem('url', url)))).toMatchObject([{ json: { id: ids[0] } }]);
		}
	});

	test.each([
		['={{ "" }}', /No media item is chosen/],
		['https://photos.google.com/photo/AF1QipBrowser', /not a link to a media item of this app/],
	])('rejects %p before anything is sent', async (value, says) => {
		const { account, engine } = await library(0);
		const error = await errorOf(engine.run(operation('get', mediaItem('id', value))));
		expect(errorText(error)).toMatch(says);
		expect(errorText(error)).toContain('[item 0]');
		expect(errorText(error)).toContain("'Media Item'");
		expect(await account.requests()).toEqual([]);
	});

	test('fails for an unknown id', async () => {
		const { engine } = await library(0);
		const error = await errorOf(engine.run(operation('get', mediaItem('id', 'x'.repeat(98)))));
		expect(errorText(error)).toMatch(/media item was not found.*\[item 0\].*'Media Item'/);
	});
});

describe('Get Many', () => {
	const all = { from: 'library', returnAll: true };

	test('returns nothing for an empty library', async () => {
		const { engine } = await library(0);
		expect(await engine.run(operation('getAll', all))).toEqual([]);
	});

	test.each([
		['library', {}],
		['album', album('title', 'All')],
	])('from %s: returns every media item once in pages of 100', async (from, more) => {
		const { account, engine, ids } = await library(120);
		const outputs = await engine.run(operation('getAll', { ...all, from, ...more }));
		expect(outputs.map(({ json }) => json.id).sort()).toEqual([...ids].sort());
		const { byMethod } = await account.counts();
		expect(byMethod['mediaItems.list'] ?? byMethod['mediaItems.search']).toBe(2);
	});

	test("returns an album's items in album order", async () => {
		const { engine, ids } = await library(5);
		const outputs = await engine.run(operation('getAll', { ...all, from: 'album', ...album('title', 'All') }));
		expect(outputs.map(({ json }) => json.id)).toEqual(ids);
	});

	test('works with all hostile switches', async () => {
		const { engine, ids } = await library(120, { switches: 'hostile' });
		const outputs = await engine.run(operation('getAll', all));
		expect(outputs.map(({ json }) => json.id).sort()).toEqual([...ids].sort());
	});

	test('Limit fetches no extra page', async () => {
		const { account, engine } = await library(120);
		expect(await engine.run(operation('getAll', { from: 'library', limit: 100 }))).toHaveLength(100);
		expect((await account.counts()).byMethod).toEqual({ 'mediaItems.list': 1 });
	});

	test('names the missing scope', async () => {
		const { account } = await library(0);
		const appendOnly = await account.freshTokens(['https://www.googleapis.com/auth/photoslibrary.appendonly']);
		const engine = await Engine.for(appendOnly);
		const error = await errorOf(engine.run(operation('getAll', all)));
		expect(errorText(error)).toMatch(/lacks a permission.*photoslibrary\.readonly\.appcreateddata/);
	});
});

test('the list in the editor shows file names and dates', async () => {
	const { engine, ids } = await library(3);
	const { results } = await engine.listSearch('searchMediaItems', '1.jp');
	expect(results).toEqual([
		{
			name: expect.stringMatching(/^1\.jpg, \d{4}-\d\d-\d\d$/),
			value: ids[1],
			url: `https://photos.google.com/lr/photo/${ids[1]}`,
		},
	]);
});

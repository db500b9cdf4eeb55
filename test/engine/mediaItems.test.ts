import type { IDataObject } from 'n8n-workflow';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, errorOf, itemWith, pictureItems, saying, upload } from '../support/files';
import { jpeg, sample, video } from '../support/pictures';

const operation = (name: string, more: IDataObject = {}) => ({ resource: 'mediaItem', operation: name, ...more });
const mediaItem = (mode: 'list' | 'url' | 'id', value: string) => ({ mediaItem: { __rl: true, mode, value } });
const byId = mediaItem('id', '={{ $json.id }}');

async function library(count: number, switches: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(switches);
	const engine = await Engine.for(account);
	const uploaded = await engine.run(upload(album('title', 'All')), { items: await pictureItems(engine, count) });
	await account.resetRequests();
	return { account, engine, uploaded, ids: uploaded.map(({ json }) => json.id as string) };
}

describe('Get', () => {
	test('gives a flat, simple media item, or the raw one', async () => {
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

	test('by the link of a media item, also inside an album', async () => {
		const { engine, ids } = await library(1);
		for (const path of ['', 'album/AbCd/']) {
			const url = `https://photos.google.com/lr/${path}photo/${ids[0]}`;
			expect(await engine.run(operation('get', mediaItem('url', url)))).toMatchObject([{ json: { id: ids[0] } }]);
		}
	});

	test.each([
		['={{ "" }}', /No media item is chosen/],
		['https://photos.google.com/photo/AF1QipBrowser', /not a link to a media item of this app/],
	])('%p is refused before anything is sent', async (value, says) => {
		const { account, engine } = await library(0);
		const error = await errorOf(engine.run(operation('get', mediaItem('id', value))));
		expect(saying(error)).toMatch(says);
		expect(saying(error)).toMatch(/\[item 0\].*"Media Item"/);
		expect(await account.requests()).toEqual([]);
	});

	test('of an unknown id', async () => {
		const { engine } = await library(0);
		const error = await errorOf(engine.run(operation('get', mediaItem('id', 'x'.repeat(98)))));
		expect(saying(error)).toMatch(/no such media item.*\[item 0\].*"Media Item"/);
	});
});

describe('Get Many', () => {
	const all = { from: 'library', returnAll: true };

	test('of an empty library is no item', async () => {
		const { engine } = await library(0);
		expect(await engine.run(operation('getAll', all))).toEqual([]);
	});

	test.each([
		['library', {}],
		['album', album('title', 'All')],
	])('from %s: every media item once, in 100s', async (from, more) => {
		const { account, engine, ids } = await library(120);
		const outputs = await engine.run(operation('getAll', { ...all, from, ...more }));
		expect(outputs.map(({ json }) => json.id).sort()).toEqual([...ids].sort());
		const { byMethod } = await account.counts();
		expect(byMethod['mediaItems.list'] ?? byMethod['mediaItems.search']).toBe(2);
	});

	test('an album comes in its own order', async () => {
		const { engine, ids } = await library(5);
		const outputs = await engine.run(operation('getAll', { ...all, from: 'album', ...album('title', 'All') }));
		expect(outputs.map(({ json }) => json.id)).toEqual(ids);
	});

	test('survives every hostile switch', async () => {
		const { engine, ids } = await library(120, { switches: 'hostile' });
		const outputs = await engine.run(operation('getAll', all));
		expect(outputs.map(({ json }) => json.id).sort()).toEqual([...ids].sort());
	});

	test('Limit never fetches a page too many', async () => {
		const { account, engine } = await library(120);
		expect(await engine.run(operation('getAll', { from: 'library', limit: 100 }))).toHaveLength(100);
		expect((await account.counts()).byMethod).toEqual({ 'mediaItems.list': 1 });
	});

	test('says which permission is missing', async () => {
		const { account } = await library(0);
		const appendOnly = await account.freshTokens(['https://www.googleapis.com/auth/photoslibrary.appendonly']);
		const engine = await Engine.for(appendOnly);
		const error = await errorOf(engine.run(operation('getAll', all)));
		expect(saying(error)).toMatch(/lacks a permission.*photoslibrary\.readonly\.appcreateddata/);
	});
});

describe('Download', () => {
	test.each(['filesystem', 'default'] as const)('hands on the file with name, type and size (%s)', async (mode) => {
		const account = await newAccount();
		const engine = await Engine.for(account, mode);
		const content = await jpeg(7);
		const name = 'AC/DC "live" 写真.jpg';
		const [uploaded] = await engine.run(upload(), { items: [await itemWith(engine, content, name)] });
		const [output] = await engine.run(
			operation('download', { ...mediaItem('id', uploaded.json.id as string), binaryPropertyName: 'photo' }),
		);
		expect(output.json).toMatchObject({ id: uploaded.json.id, filename: name, type: 'photo' });
		expect(output.binary?.photo).toMatchObject({ fileName: name, mimeType: 'image/jpeg' });
		expect(await engine.content(output.binary!.photo)).toEqual(content);
	});

	test('a photo keeps its date and its look, and loses its location', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const content = sample('富士山と桜.jpg');
		const [uploaded] = await engine.run(upload(), { items: [await itemWith(engine, content, 'fuji.jpg')] });
		const [output] = await engine.run(operation('download', mediaItem('id', uploaded.json.id as string)));
		const back = await engine.content(output.binary!.data);
		const look = async (picture: Buffer) =>
			await sharp(picture).autoOrient().resize(16, 16, { fit: 'fill' }).removeAlpha().raw().toBuffer();
		const [before, after] = [await look(content), await look(back)];
		const difference = before.reduce((sum, value, index) => sum + Math.abs(value - after[index]), 0);
		expect(difference / before.length).toBeLessThan(4);

		const tags = { before: ExifReader.load(content), after: ExifReader.load(back) };
		expect(tags.before.GPSLatitude).toBeDefined();
		expect(tags.after.GPSLatitude).toBeUndefined();
		expect(tags.after.DateTimeOriginal?.description).toBe(tags.before.DateTimeOriginal?.description);
	});

	test('a video comes with =dv, also through a redirect, without the token', async () => {
		for (const videoRedirect of [false, true]) {
			const account = await newAccount({ switches: { videoRedirect } });
			const engine = await Engine.for(account);
			const content = await video(2 * 1024 * 1024);
			const [uploaded] = await engine.run(upload(), { items: [await itemWith(engine, content, 'a.mp4', 'video/mp4')] });
			const [output] = await engine.run(operation('download', mediaItem('id', uploaded.json.id as string)));
			expect((await engine.content(output.binary!.data)).equals(content)).toBe(true);
			const redirected = (await account.requests()).filter(({ host }) => host.startsWith('video-downloads'));
			expect(redirected.map(({ hadBearer }) => hadBearer)).toEqual(videoRedirect ? [false] : []);
		}
	});

	test('a video that Google still processes is refused with what to do', async () => {
		const account = await newAccount({ switches: { videoProcessingSeconds: 60 } });
		const engine = await Engine.for(account);
		const [uploaded] = await engine.run(upload(), {
			items: [await itemWith(engine, await video(100_000), 'a.mp4', 'video/mp4')],
		});
		const download = operation('download', mediaItem('id', uploaded.json.id as string));
		expect(saying(await errorOf(engine.run(download)))).toMatch(/still processing.*\[item 0\]/);
		await account.advance(61);
		expect(await engine.run(download)).toHaveLength(1);
	});

	test('120 of them: three batchGets, several at once, in input order, repeated ids asked for once', async () => {
		const { account, engine, ids } = await library(118, { switches: { latencyMs: 5 } });
		const items = [...ids, ids[0], ids[1]].map((id) => ({ json: { id } }));
		const outputs = await engine.run(operation('download', byId), { items });
		expect(outputs.map(({ json }) => json.id)).toEqual(items.map(({ json }) => json.id));
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, index) => ({ item: index })));
		const { byMethod } = await account.counts();
		expect(byMethod['mediaItems.batchGet']).toBe(3);
	});

	test('one unknown id fails alone, under Continue On Fail', async () => {
		const { engine, ids } = await library(2);
		const items = [ids[0], 'x'.repeat(98), ids[1]].map((id) => ({ json: { id } }));
		const outputs = await engine.run(operation('download', byId), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.map(({ json }) => json.id ?? json.error)).toEqual([
			ids[0],
			expect.stringMatching(/no such media item.*\[item 1\]/),
			ids[1],
		]);
	});

	test('without Continue On Fail, nothing is fetched in vain', async () => {
		const { account, engine, ids } = await library(20);
		const items = ['x'.repeat(98), ...ids].map((id) => ({ json: { id } }));
		await errorOf(engine.run(operation('download', byId), { items }));
		expect((await account.counts()).byMethod).toEqual({ 'mediaItems.batchGet': 1 });
	});

	test('a download that breaks off starts over; a base URL that is dead is asked for anew', async () => {
		const { account, engine, ids } = await library(1);
		await account.fault({ method: 'bytes', kind: 'truncate' });
		await account.fault({ method: 'bytes', kind: 'status', status: 403, body: '<html>' });
		const [output] = await engine.run(operation('download', mediaItem('id', ids[0])));
		expect(await engine.content(output.binary!.data)).toEqual(await jpeg(0));
	});

	test('as an agent\'s tool', async () => {
		const { engine, ids } = await library(1);
		const [output] = await engine.runAsTool(operation('download', mediaItem('id', ids[0])));
		expect(output.json.id).toBe(ids[0]);
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

import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, errorOf, itemWith, pictureItems, upload } from '../support/files';
import { jpeg } from '../support/pictures';
import { inFull } from '../support/rings';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

test('creates a media item in a new album', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const content = await jpeg(1);
	const items = await engine.run(upload({ ...album('title', 'Holiday'), description: 'At the sea' }), {
		items: [await itemWith(engine, content, 'beach.jpg')],
	});

	const { mediaItems, albums } = await account.library();
	expect(items).toEqual([
		{
			json: {
				id: mediaItems[0].id,
				productUrl: `https://photos.google.com/lr/photo/${mediaItems[0].id}`,
				filename: 'beach.jpg',
				mimeType: 'image/jpeg',
				albumId: albums[0].id,
				albumTitle: 'Holiday',
				alreadyInLibrary: null,
				verified: null,
				sourceFileName: 'beach.jpg',
				sha256: sha256(content),
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(albums[0].entries).toEqual([{ mediaItemId: mediaItems[0].id }]);
	expect(sha256(await account.original(mediaItems[0].id))).toBe(sha256(content));
});

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	test('120 pictures: three batches in order, one create at a time, one output for each file', async () => {
		const account = await newAccount({ switches: { latencyMs: 5, createLatencyMs: 50 } });
		const engine = await Engine.for(account, mode);
		const items = await pictureItems(engine, 120);
		const outputs = await engine.run(upload(album('title', 'Many')), { items });

		expect(outputs.map(({ json }) => json.sourceFileName)).toEqual(
			items.map((_, index) => `${index}.jpg`),
		);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		const { byMethod, maxParallel } = await account.counts();
		expect(byMethod).toMatchObject({ uploads: 120, 'mediaItems.batchCreate': 3, 'albums.create': 1 });
		expect(maxParallel).toMatchObject({ writes: 1, uploads: 5 });
		const { albums } = await account.library();
		expect(albums[0].entries).toEqual(outputs.map(({ json }) => ({ mediaItemId: json.id })));
	});
});

const MANY = inFull ? 1000 : 250;

test(`${MANY} pictures need one upload each and one create for 50, one create at a time`, async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, MANY);
	const outputs = await engine.run(upload(), { items });

	expect(outputs.map(({ json }) => json.sourceFileName)).toEqual(items.map((_, index) => `${index}.jpg`));
	const { byMethod, maxParallel } = await account.counts();
	expect(byMethod).toEqual({ uploads: MANY, 'mediaItems.batchCreate': MANY / 50 });
	expect(maxParallel.writes).toBe(1);
	expect((await account.library()).mediaItems).toHaveLength(MANY);
});

test('creates media items while other files are sent', async () => {
	const account = await newAccount({ switches: { latencyMs: 20, createLatencyMs: 100 } });
	const engine = await Engine.for(account);
	await engine.run(upload(), { items: await pictureItems(engine, 110) });

	const requests = await account.requests();
	const firstCreate = requests.find(({ method }) => method === 'mediaItems.batchCreate');
	const lastUpload = requests.filter(({ method }) => method === 'uploads').at(-1);
	expect(firstCreate?.startedAt).toBeLessThan(lastUpload?.startedAt ?? 0);
});

test('several albums have separate batches, each in input order', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, 12);
	items.forEach((item, index) => (item.json = { title: index % 3 === 0 ? 'A' : 'B' }));
	const outputs = await engine.run(upload(album('title', '={{ $json.title }}')), { items });

	expect(outputs.map(({ json }) => json.albumTitle)).toEqual(items.map(({ json }) => json.title));
	const { albums } = await account.library();
	for (const { title, entries } of albums) {
		const expected = outputs.filter(({ json }) => json.albumTitle === title);
		expect(entries).toEqual(expected.map(({ json }) => ({ mediaItemId: json.id })));
	}
	expect((await account.counts()).byMethod).toMatchObject({ 'mediaItems.batchCreate': 2, 'albums.create': 2 });
});

describe('input files', () => {
	test('all files of an item are uploaded with one output each', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const file = async (number: number) => await engine.file(await jpeg(number), `${number}.jpg`, 'image/jpeg');
		const items: INodeExecutionData[] = [
			{ json: {}, binary: { front: await file(1), back: await file(2) } },
			{ json: {}, binary: { data: await file(3) } },
		];
		const outputs = await engine.run(upload({ simplify: false }), { items });
		expect(outputs.map(({ json, pairedItem }) => [json.sourceField, json.filename, pairedItem])).toEqual([
			['front', '1.jpg', { item: 0 }],
			['back', '2.jpg', { item: 0 }],
			['data', '3.jpg', { item: 1 }],
		]);
	});

	test('only named fields are uploaded', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const file = async (number: number) => await engine.file(await jpeg(number), `${number}.jpg`, 'image/jpeg');
		const items = [{ json: {}, binary: { a: await file(1), b: await file(2), c: await file(3) } }];
		const outputs = await engine.run(upload({ files: 'named', binaryPropertyName: 'c, a' }), { items });
		expect(outputs.map(({ json }) => json.filename)).toEqual(['3.jpg', '1.jpg']);
	});

	test('files that n8n stores combined with the JSON are uploaded', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const data = await engine.file(await jpeg(1), '1.jpg', 'image/jpeg');
		const items = [{ json: { _files: { data } } as never }];
		const workflowSettings = { binaryMode: 'combined' };
		expect(await engine.run(upload(), { items, workflowSettings })).toHaveLength(1);
		const named = upload({ files: 'named', binaryPropertyName: 'data' });
		expect(await engine.run(named, { items, workflowSettings })).toHaveLength(1);
	});

	test('the user can set the file name', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = [await itemWith(engine, await jpeg(1), 'IMG_0001.jpg')];
		const [{ json }] = await engine.run(upload({ fileName: '={{ "a trip.jpg" }}' }), { items });
		expect(json).toMatchObject({ filename: 'a trip.jpg', sourceFileName: 'IMG_0001.jpg' });
	});
});

test('file names keep all scripts, emoji, quotes and slashes; line breaks are removed', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const names = [
		'写真.jpg',
		'фото на море.jpg',
		'صورة.jpg',
		'छुट्टी.jpg',
		'🌅 sunset 👩‍👩‍👧.jpg',
		'"quoted" \'name\'.jpg',
		'two\nlines\r\n.jpg',
		'AC/DC \\ live.jpg',
		'e\u0301te\u0301.jpg',
		'{{ $json }} ={{1}}.jpg',
	];
	const items = await Promise.all(
		names.map(async (name, index) => await itemWith(engine, await jpeg(index), name)),
	);
	const outputs = await engine.run(upload(), { items });
	const arrived = names.map((name) => name.replace(/[\r\n]/g, ''));
	expect(outputs.map(({ json }) => json.filename)).toEqual(arrived);
	const { mediaItems } = await account.library();
	expect(mediaItems.map(({ filename }) => filename).sort()).toEqual(arrived.sort());
});

describe('equal bytes', () => {
	test('three times in one batch: one media item, with one output each', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const content = await jpeg(1);
		const items = await Promise.all(['a.jpg', 'b.jpg', 'c.jpg'].map(async (name) => await itemWith(engine, content, name)));
		const outputs = await engine.run(upload(album('title', 'Twins')), { items });
		expect(new Set(outputs.map(({ json }) => json.id)).size).toBe(1);
		expect(outputs.map(({ json }) => json.alreadyInLibrary)).toEqual([null, true, true]);
		expect((await account.counts()).byMethod['mediaItems.batchCreate']).toBe(1);
		expect((await account.library()).mediaItems).toHaveLength(1);
	});

	test('in a later execution: the media item is added to the album under its first file name', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const content = await jpeg(1);
		await engine.run(upload(), { items: [await itemWith(engine, content, 'a.jpg')] });
		const [{ json }] = await engine.run(upload(album('title', 'Later')), {
			items: [await itemWith(engine, content, 'b.jpg')],
		});
		expect(json).toMatchObject({ filename: 'a.jpg', sourceFileName: 'b.jpg', albumTitle: 'Later' });
		const { mediaItems, albums } = await account.library();
		expect(mediaItems).toHaveLength(1);
		expect(albums[0].entries).toEqual([{ mediaItemId: json.id }]);
	});
});

test('without input items it returns nothing and sends nothing', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	expect(await engine.run(upload(), { items: [] })).toEqual([]);
	expect(await account.requests()).toEqual([]);
});

test('works with all hostile switches', async () => {
	const account = await newAccount({ switches: 'hostile' });
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, 60);
	const outputs = await engine.run(upload(album('title', 'Hostile')), { items });
	expect(outputs).toHaveLength(60);
	expect((await account.library()).albums[0].entries).toHaveLength(60);
});

test("as an agent's tool, ignores the item's files, because agents cannot pass files", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const item = await itemWith(engine, await jpeg(1), 'tool.jpg');
	const error = await errorOf(engine.runAsTool(upload(album('title', 'Tools')), item));
	expect(error.message).toMatch(/^The item has no URL to upload from\. Enter the URL/);
	expect(await account.requests()).toEqual([]);
});

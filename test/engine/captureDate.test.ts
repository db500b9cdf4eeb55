/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Option Capture Date of Upload and Upload Bytes Only. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import ExifReader from 'exifreader';
import type { IDataObject } from 'n8n-workflow';
import sharp from 'sharp';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText, itemErrorText } from '../support/errorText';
import { errorOf, itemWith, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { WebServer } from '../support/webServer';

const MIB = 1024 * 1024;
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** A picture without any metadata; another number gives another picture. */
async function dateless(number: number, format: 'jpeg' | 'png' | 'webp' | 'gif' = 'jpeg'): Promise<Buffer> {
	const background = { r: number % 256, g: (number * 37) % 256, b: 120 };
	return await sharp({ create: { width: 32, height: 24, channels: 3, background } }).toFormat(format).toBuffer();
}

const dated = (date: unknown, more: IDataObject = {}): IDataObject => ({
	options: { captureDate: { values: { date, ...more } } } as IDataObject,
});

const DATE = '2019-07-14T18:30:00+02:00';
const INSTANT = '2019-07-14T16:30:00.000Z';

const pixels = async (content: Buffer) => await sharp(content).raw().toBuffer();

function exifOf(content: Buffer): Array<string | undefined> {
	const { exif } = ExifReader.load(content, { expanded: true });
	return [exif?.DateTimeOriginal?.description, exif?.OffsetTimeOriginal?.description];
}

async function stage(mode?: 'filesystem' | 'default') {
	const account = await newAccount();
	const engine = await Engine.for(account, mode);
	const original = async (id: unknown) => Buffer.from(await account.original(id as string));
	return { account, engine, original };
}

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	test.each(['jpeg', 'png', 'webp'] as const)('a %s gets the date: it is listed with it, found by its day, and the picture is the same', async (format) => {
		const { account, engine, original } = await stage(mode);
		const content = await dateless(1, format);
		const items = [await itemWith(engine, content, `a.${format}`, `image/${format}`)];
		const [{ json }] = await engine.run(upload({ ...dated(DATE), simplify: false }), { items });
		const sent = await original(json.id);
		expect(json).toMatchObject({ captureDate: 'written', sourceSize: content.length, sha256: sha256(sent), mimeType: `image/${format}` });
		expect(json).not.toHaveProperty('captureDateReason');
		expect(exifOf(sent)).toEqual(['2019:07:14 18:30:00', '+02:00']);
		expect((await pixels(sent)).equals(await pixels(content))).toBe(true);
		expect((await account.library()).mediaItems.map(({ creationTime }) => creationTime)).toEqual([INSTANT]);
		await account.advance(60);
		const day = (date: string) => ({ dates: { values: [{ date }] } });
		const found = async (filters: IDataObject) =>
			await engine.run({ resource: 'mediaItem', operation: 'getAll', from: 'filters', returnAll: true, filters });
		expect((await found(day('2019-07-14'))).map((output) => output.json.id)).toEqual([json.id]);
		expect(await found(day('2019-07-15'))).toEqual([]);
	});
});

test('each item has its own date, and a second run makes nothing twice', async () => {
	const { account, engine } = await stage();
	const dates = ['2019-07-14T18:30:00+02:00', '2020-02-29', '2021-12-24T20:00:00Z'];
	const items = await Promise.all(
		dates.map(async (date, number) => await itemWith(engine, await dateless(number), `${number}.jpg`, 'image/jpeg', { date })),
	);
	const form = upload(dated('={{ DateTime.fromISO($json.date, { setZone: true }) }}'));
	const options = { items, workflowSettings: { timezone: 'UTC' } };
	const first = await engine.run(form, options);
	const again = await engine.run(form, options);
	expect(again.map(({ json }) => [json.id, json.sha256])).toEqual(first.map(({ json }) => [json.id, json.sha256]));
	const { mediaItems } = await account.library();
	const timeOf = (id: unknown) => mediaItems.find((item) => item.id === id)?.creationTime;
	expect(first.map(({ json }) => timeOf(json.id))).toEqual([INSTANT, '2020-02-29T00:00:00.000Z', '2021-12-24T20:00:00.000Z']);
	expect(mediaItems).toHaveLength(3);
});

test("operations.md's expression reads the day out of a file's name; a name without one is an error of its item", async () => {
	const [, expression] = /`(\{\{ DateTime\.fromFormat\(\$binary.*?\}\})`/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
	const { account, engine } = await stage();
	const names = ['IMG-20190714-WA0001.jpg', 'holiday.jpg'];
	const items = await Promise.all(names.map(async (name, number) => await itemWith(engine, await dateless(number), name)));
	const [named, other] = await engine.run(upload(dated(`=${expression}`)), {
		items,
		node: { onError: 'continueRegularOutput' },
		workflowSettings: { timezone: 'UTC' },
	});
	expect(named.json.captureDate).toBe('written');
	expect(other.json.error).toMatch(/^The capture date is empty/);
	expect((await account.library()).mediaItems.map(({ creationTime }) => creationTime)).toEqual(['2019-07-14T12:00:00.000Z']);
});

test('the same picture with the same date twice is one media item, with another date another', async () => {
	const { account, engine } = await stage();
	const content = await dateless(1);
	const items = await Promise.all(
		['2019-07-14', '2019-07-14', '2019-07-15'].map(async (date, number) => await itemWith(engine, content, `${number}.jpg`, 'image/jpeg', { date })),
	);
	const outputs = await engine.run(upload(dated('={{ $json.date }}')), { items });
	const [one, twin, other] = outputs.map(({ json }) => json);
	expect([twin.id, twin.sha256, twin.alreadyInLibrary]).toEqual([one.id, one.sha256, true]);
	expect(other.id).not.toBe(one.id);
	expect((await account.library()).mediaItems).toHaveLength(2);
});

test('a date in the file is kept, unless it is to be replaced always', async () => {
	const { account, engine } = await stage();
	const content = await sharp(await dateless(1)).withExif({ IFD2: { DateTimeOriginal: '2001:02:03 04:05:06' } }).jpeg().toBuffer();
	const items = [await itemWith(engine, content)];
	const [kept] = await engine.run(upload(dated(DATE)), { items });
	expect(kept.json).toMatchObject({ captureDate: 'kept', sha256: sha256(content) });
	const [replaced] = await engine.run(upload(dated(DATE, { when: 'always' })), { items });
	expect(replaced.json.captureDate).toBe('written');
	const { mediaItems } = await account.library();
	expect(mediaItems.map(({ creationTime }) => creationTime).sort()).toEqual(['2001-02-03T04:05:06.000Z', INSTANT]);
});

test('files that take no date go up unchanged; one hint counts them', async () => {
	const { engine } = await stage();
	const gifs = [await dateless(1, 'gif'), await dateless(2, 'gif')];
	const items = [
		await itemWith(engine, gifs[0], 'a.gif', 'image/gif'),
		await itemWith(engine, await dateless(3), 'b.jpg'),
		await itemWith(engine, gifs[1], 'c.gif', 'image/gif'),
	];
	for (const operation of ['upload', 'uploadBytes']) {
		const { data } = await engine.execute({ resource: 'mediaItem', operation, ...dated(DATE) }, { items });
		const [{ data: result, hints }] = data.resultData.runData['Google Photos'];
		const outputs = (result?.main[0] ?? []).map(({ json }) => json);
		expect(outputs.map(({ captureDate }) => captureDate)).toEqual(['notPossible', 'written', 'notPossible']);
		expect(outputs[0]).toMatchObject({ captureDateReason: expect.stringContaining('JPEG, PNG and WebP'), sha256: sha256(gifs[0]) });
		expect(hints?.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Files sent unchanged, because the capture date could not be written into them: 2\. Reason: .*\(2\)\.$/),
		]);
	}
});

describe('a date that is none', () => {
	test('stops the run before anything is sent', async () => {
		const { account, engine } = await stage();
		const items = [await itemWith(engine, await dateless(1), 'a.jpg', 'image/jpeg', { date: DATE }), await itemWith(engine, await dateless(2), 'b.jpg', 'image/jpeg', { date: '2019-02-31' })];
		const error = await errorOf(engine.run(upload(dated('={{ $json.date }}')), { items }));
		expect(errorText(error)).toMatch(/^'Capture Date' is a date and time that does not exist: "2019-02-31" \[item 1\]/);
		expect(await account.requests()).toEqual([]);
	});

	test('is the error of its item under Continue On Fail', async () => {
		const { account, engine } = await stage();
		const dates = [DATE, '', '2999-01-01'];
		const items = await Promise.all(
			dates.map(async (date, number) => await itemWith(engine, await dateless(number), `${number}.jpg`, 'image/jpeg', { date })),
		);
		const outputs = await engine.run(upload(dated('={{ $json.date }}')), { items, node: { onError: 'continueRegularOutput' } });
		expect(outputs[0].json.captureDate).toBe('written');
		expect(itemErrorText(outputs[1])).toMatch(/The capture date is empty/);
		expect(itemErrorText(outputs[2])).toMatch(/more than a day in the future/);
		expect((await account.library()).mediaItems).toHaveLength(1);
	});
});

describe('faults on the way', () => {
	let time: ReturnType<typeof withoutWaiting>;
	beforeAll(() => (time = withoutWaiting()));
	afterAll(() => time.restore());

	test.each([
		['raw', 3 * MIB, 'uploads', 1 * MIB],
		['in a session', 51 * MIB, 'uploads.data', 20 * MIB],
	])('a file sent %s whose connection breaks arrives with its date', async (_how, size, method, bytes) => {
		const { account, engine, original } = await stage();
		const picture = await dateless(1);
		const content = Buffer.concat([picture, randomBytes(size - picture.length)]);
		await account.fault({ method, kind: 'reset-during', bytes } as never);
		const [{ json }] = await engine.run(upload({ ...dated(DATE), simplify: false }), { items: [await itemWith(engine, content)] });
		const sent = await original(json.id);
		expect(json).toMatchObject({ captureDate: 'written', sourceSize: size, sha256: sha256(sent) });
		expect(exifOf(sent.subarray(0, MIB))).toEqual(['2019:07:14 18:30:00', '+02:00']);
		expect(sent.subarray(-size + MIB).equals(content.subarray(-size + MIB))).toBe(true);
	});

	test('files by URL get their dates, also those that are fetched when it is their turn', async () => {
		const { account, engine } = await stage();
		const count = 15;
		const pictures = await Promise.all(Array.from({ length: count }, async (_, number) => await dateless(number)));
		const web = await WebServer.start(
			Object.fromEntries(
				pictures.map((content, number) => [
					`/${number}.jpg`,
					((_request, response) => response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(content)) as RequestListener,
				]),
			),
		);
		try {
			const items = pictures.map((_, number) => ({ json: { url: web.at(`/${number}.jpg`), date: `2019-07-${number + 10}T12:00:00Z` } }));
			const outputs = await engine.run(upload({ files: 'url', url: '={{ $json.url }}', ...dated('={{ $json.date }}'), simplify: false }), { items });
			const { mediaItems } = await account.library();
			const timeOf = (id: unknown) => mediaItems.find((item) => item.id === id)?.creationTime;
			expect(outputs.map(({ json }) => [json.captureDate, timeOf(json.id)])).toEqual(
				items.map(({ json }) => ['written', `${json.date.slice(0, -1)}.000Z`]),
			);
			expect(outputs.map(({ json }) => json.sourceSize)).toEqual(pictures.map(({ length }) => length));
		} finally {
			await web.stop();
		}
	});
});

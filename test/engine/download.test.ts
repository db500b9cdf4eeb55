import type { IDataObject } from 'n8n-workflow';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import type { AccountRequest } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf, itemWith, upload } from '../support/files';
import { jpeg, sample, video } from '../support/pictures';
import { seedPictures } from '../support/seed';

const download = (more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation: 'download',
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});

/** An account with this many pictures, and input items with their ids. */
async function library(count: number, request: AccountRequest = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const { ids } = await seedPictures(account, count);
	return { account, engine, items: ids.map((id) => ({ json: { id } })) };
}

/** An account with one file, and an input item with its id. */
async function withFile(content: Buffer, name: string, type: string, request: AccountRequest = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const [{ json }] = await engine.run(upload(), { items: [await itemWith(engine, content, name, type)] });
	await account.resetRequests();
	return { account, engine, items: [{ json: { id: json.id as string } }] };
}

test.each(['filesystem', 'default'] as const)('returns the file with name, type and size (%s)', async (mode) => {
	const account = await newAccount();
	const engine = await Engine.for(account, mode);
	const content = await jpeg(7);
	const name = 'AC/DC "live" 写真.jpg';
	const items = await engine.run(upload(), { items: [await itemWith(engine, content, name)] });
	const [output] = await engine.run(download({ options: { binaryPropertyName: 'photo' } }), { items });
	expect(output.json).toMatchObject({ id: items[0].json.id, filename: name, type: 'photo' });
	// The next node may write the file to disk under this name.
	expect(output.binary?.photo).toMatchObject({ fileName: name.replace('/', '_'), mimeType: 'image/jpeg', fileExtension: 'jpg' });
	expect(output.binary?.photo.directory).toBeUndefined();
	expect(await engine.content(output.binary!.photo)).toEqual(content);
});

test('the option File Name names each file, of one download as well; its extension follows the bytes', async () => {
	const { engine, items } = await library(1);
	const [{ json: { id } }] = items;
	const clip = await withFile(await video(100_000), 'clip.mov', 'video/mp4');
	const form = download({ options: { fileName: '={{ $json.name }}' } });
	const pictures = await engine.run(form, { items: ['holiday', 'holiday.png', 'a/../b.JPEG'].map((name) => ({ json: { id, name } })) });
	expect(pictures.map(({ binary }) => binary?.data.fileName)).toEqual(['holiday.jpg', 'holiday.jpg', 'a_b.JPEG']);
	const [{ binary }] = await clip.engine.run(form, { items: [{ json: { ...clip.items[0].json, name: 'holiday.png' } }] });
	expect(binary?.data).toMatchObject({ fileName: 'holiday.mp4', mimeType: 'video/mp4', fileExtension: 'mp4' });
});

test('a File Name of which an expression gives nothing fails alone, and nothing of it is asked for', async () => {
	const { account, engine, items } = await library(2);
	await account.resetRequests();
	const named = [{ json: { ...items[0].json, name: 'sea' } }, items[1]];
	const form = download({ options: { fileName: '={{ $json.name }}' } });
	const [file, refused] = await engine.run(form, { items: named, node: { onError: 'continueRegularOutput' } });
	expect(file.binary?.data.fileName).toBe('sea.jpg');
	expect(refused.json.error).toMatch(/^No file name is set \[item 1\]\. Enter a name/);
	expect((await account.counts()).byMethod.bytes).toBe(1);
	await account.resetRequests();
	expect(errorText(await errorOf(engine.run(form, { items: named })))).toMatch(/No file name is set \[item 1\].*'File Name'/);
	expect(await account.requests()).toEqual([]);
});

test('a photo keeps its capture date and its pixels, and loses its location', async () => {
	const content = sample('富士山と桜.jpg');
	const { engine, items } = await withFile(content, 'fuji.jpg', 'image/jpeg');
	const [output] = await engine.run(download(), { items });
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

test('downloads a video with =dv, following redirects without the token', async () => {
	for (const videoRedirect of [false, true]) {
		const content = await video(2 * 1024 * 1024);
		const request = { switches: { videoRedirect } };
		const { account, engine, items } = await withFile(content, 'a.mp4', 'video/mp4', request);
		const [output] = await engine.run(download(), { items });
		expect((await engine.content(output.binary!.data)).equals(content)).toBe(true);
		const redirected = (await account.requests()).filter(({ host }) => host.startsWith('video-downloads'));
		expect(redirected.map(({ hadBearer }) => hadBearer)).toEqual(videoRedirect ? [false] : []);
	}
});

test.each([
	['a photo scaled to fit', { variant: 'fit', maxWidth: 16, maxHeight: 16 }, 16, 12],
	['by its height alone', { variant: 'fit', maxWidth: 0, maxHeight: 6 }, 8, 6],
	['with the default size of the form, never enlarged', { variant: 'fit' }, 32, 24],
	['cropped', { variant: 'crop', width: 10, height: 20 }, 10, 20],
	['a thumbnail', { variant: 'thumbnail', maxWidth: 16 }, 16, 12],
])('%s', async (_, form, width, height) => {
	const { engine, items } = await withFile(await sharp(await jpeg(1)).png().toBuffer(), 'a.png', 'image/png');
	const [output] = await engine.run(download(form), { items });
	expect(output.binary?.data).toMatchObject({ fileName: 'a.jpg', mimeType: 'image/jpeg', fileExtension: 'jpg' });
	expect(await sharp(await engine.content(output.binary!.data)).metadata()).toMatchObject({ width, height });
	expect(output.json).toMatchObject({ filename: 'a.png', width: 32, height: 24 });
});

test("a video's thumbnail has the name and type of a picture", async () => {
	const { engine, items } = await withFile(await video(300_000), 'Рассвет.mp4', 'video/mp4');
	const [plain] = await engine.run(download({ variant: 'thumbnail', maxWidth: 64, maxHeight: 64 }), { items });
	const [button] = await engine.run(download({ variant: 'fit', maxWidth: 64, maxHeight: 64 }), { items });
	expect(plain.binary?.data).toMatchObject({ fileName: 'Рассвет.jpg', mimeType: 'image/jpeg', fileType: 'image' });
	expect(await engine.content(plain.binary!.data)).not.toEqual(await engine.content(button.binary!.data));
});

test('the variant Motion fails for a photo without video', async () => {
	const { engine, items } = await library(1);
	const error = await errorOf(engine.run(download({ variant: 'motion' }), { items }));
	expect(errorText(error)).toMatch(/does not contain a video.*\[item 0\].*'Variant'/);
});

const plainAndHostile: AccountRequest[] = [{}, { switches: 'hostile' }];

test.each(plainAndHostile)('%j: 120 items need three batchGets, and repeated items are downloaded once, in order', async (request) => {
	const { account, engine, items } = await library(118, request);
	const all = [...items, items[0], items[1]];
	const outputs = await engine.run(download(), { items: all });
	expect(outputs.map(({ json }) => json.id)).toEqual(all.map(({ json }) => json.id));
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(all.map((_, item) => ({ item })));
	for (const [number, { binary }] of outputs.slice(0, 118).entries()) {
		expect(await engine.content(binary!.data)).toEqual(await jpeg(number));
	}
	expect((await account.counts()).byMethod).toEqual({ 'mediaItems.batchGet': 3, bytes: 118 });
});

test('no input items send no requests', async () => {
	const { account, engine } = await library(0);
	expect(await engine.run(download(), { items: [] })).toEqual([]);
	expect(await account.requests()).toEqual([]);
});

test("works as an agent's tool", async () => {
	const { engine, items } = await library(1);
	const [output] = await engine.runAsTool(download({ variant: 'fit', maxWidth: 8 }), items[0]);
	expect(output).toMatchObject({ json: { id: items[0].json.id }, binary: { data: { mimeType: 'image/jpeg' } } });
});

describe('errors', () => {
	const unknown = { json: { id: 'x'.repeat(98) } };

	test('a failed item fails alone with Continue On Fail and with an error output', async () => {
		const { engine, items } = await library(2);
		const input = [items[0], unknown, items[1], { json: { id: '' } }];
		const outputs = await engine.run(download(), { items: input, node: { onError: 'continueRegularOutput' } });
		expect(outputs.map(({ json }) => json.error ?? json.id)).toEqual([
			items[0].json.id,
			expect.stringMatching(/media item was not found.*\[item 1\]/),
			items[1].json.id,
			expect.stringMatching(/No media item is chosen.*\[item 3\]/),
		]);
		const [good, bad] = await engine.outputs(download(), { items: input, node: { onError: 'continueErrorOutput' } });
		expect(good.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(bad.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
	});

	test('without Continue On Fail it stops the node before anything is downloaded', async () => {
		const { account, engine, items } = await library(20);
		const error = await errorOf(engine.run(download(), { items: [unknown, ...items] }));
		expect(errorText(error)).toMatch(/media item was not found/);
		expect((await account.counts()).byMethod).toEqual({ 'mediaItems.batchGet': 1 });
	});

	test('an invalid size is rejected before anything is sent', async () => {
		const { account, engine, items } = await library(1);
		const form = { variant: 'crop', width: 20000, height: 10 };
		expect(errorText(await errorOf(engine.run(download(form), { items })))).toMatch(/'Width' is not a whole number.*\[item 0\]/);
		expect(await account.requests()).toEqual([]);
	});
});

/** Verify After Upload, Wait for Videos, Position in Album, and their failures. */
import type { IDataObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { jpeg, video } from '../support/pictures';

const APPEND = 'https://www.googleapis.com/auth/photoslibrary.appendonly';
const options = (values: IDataObject) => ({ options: values });
const position = (place: IDataObject) => options({ albumPosition: { place } });
const continued = { onError: 'continueRegularOutput' } as const;

describe('Verify After Upload', () => {
	test('verifies 120 files with three calls', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const outputs = await engine.run(upload(options({ verify: true })), { items: await pictureItems(engine, 120) });
		expect(outputs.every(({ json }) => json.verified === true)).toBe(true);
		expect((await account.counts()).byMethod['mediaItems.batchGet']).toBe(3);
	});

	test('reports items that Google created but cannot return', async () => {
		const account = await newAccount({ switches: { verifyMissing: true } });
		const engine = await Engine.for(account);
		const time = withoutWaiting();
		const outputs = await engine.run(upload(options({ verify: true })), { items: await pictureItems(engine, 2) });
		time.restore();
		expect(outputs.map(({ json }) => json.verified)).toEqual([false, false]);
	});

	test('reports items that Google does not let the node read, without an error', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await account.fault({ method: 'mediaItems.batchGet', kind: 'status', status: 403, body: { error: { code: 403, message: 'No' } } });
		const [{ json }] = await engine.run(upload(options({ verify: true })), { items: await pictureItems(engine, 1) });
		expect(json).toMatchObject({ filename: '0.jpg', verified: 'notReadable' });
	});

	test('without the read scope it fails before anything is sent', async () => {
		const account = await newAccount({ scopes: [APPEND] });
		const engine = await Engine.for(account);
		const items = await pictureItems(engine, 3);
		const error = await errorOf(engine.run(upload(options({ verify: true })), { items }));
		expect(errorText(error)).toMatch(/lacks a permission.*readonly\.appcreateddata.*/);
		const outputs = await engine.run(upload(options({ verify: true })), { items, node: continued });
		expect(outputs.map(({ json }) => json.error)).toEqual(Array(3).fill(expect.stringMatching(/lacks a permission/)));
		expect(await account.requests()).toEqual([]);
	});
});

describe('Wait for Videos', () => {
	/** Uploads a video and a picture. Delays advance the account's clock. */
	async function run(account: EmulatedAccount, minutes: number, values: IDataObject = {}) {
		const engine = await Engine.for(account);
		const items = [
			await itemWith(engine, await video(100_000), 'a.mp4', 'video/mp4'),
			await itemWith(engine, await jpeg(1), 'b.jpg'),
		];
		const time = withoutWaiting();
		const outputs = await engine.run(upload(options({ waitForVideos: minutes, ...values })), { items });
		time.restore();
		return { outputs: outputs.map(({ json }) => json), waited: time.waited() };
	}

	test('does not wait for a video that is ready', async () => {
		const { outputs, waited } = await run(await newAccount(), 10);
		expect(outputs.map(({ videoStatus }) => videoStatus)).toEqual(['READY', null]);
		expect(waited).toBe(0);
	});

	test('a video that is still processed after the wait is reported without an error', async () => {
		const account = await newAccount({ switches: { videoProcessingSeconds: 100_000 } });
		const { outputs, waited } = await run(account, 10, { verify: true });
		expect(outputs).toMatchObject([{ videoStatus: 'PROCESSING', verified: true }, { videoStatus: null, verified: true }]);
		expect(waited).toBe(10 * 60_000);
		expect((await account.counts()).byMethod['mediaItems.batchGet']).toBeLessThanOrEqual(15);
	});

	test('without the option the output has no videoStatus', async () => {
		const engine = await Engine.for(await newAccount());
		const [{ json }] = await engine.run(upload(), { items: await pictureItems(engine, 1) });
		expect(json).not.toHaveProperty('videoStatus');
		expect(json.verified).toBeNull();
	});
});

describe('Position in Album', () => {
	/** Uploads 120 pictures to a position in an album with two pictures. */
	async function into(place: (first: string) => IDataObject, prepare: (account: EmulatedAccount) => Promise<void>) {
		const account = await newAccount({ switches: 'hostile' });
		const engine = await Engine.for(account);
		const first = [await itemWith(engine, await jpeg(1000), 'first.jpg'), await itemWith(engine, await jpeg(1001), 'second.jpg')];
		const [one, two] = await engine.run(upload(album('title', 'Ordered')), { items: first });
		await prepare(account);
		const time = withoutWaiting();
		const form = upload({ ...album('title', 'Ordered'), ...position(place(String(one.json.id))) });
		const outputs = await engine.run(form, { items: await pictureItems(engine, 120) });
		time.restore();
		const [{ entries }] = (await account.library()).albums;
		return { entries, old: [one, two].map(({ json }) => ({ mediaItemId: json.id })), made: outputs.map(({ json }) => ({ mediaItemId: json.id })) };
	}
	const faults = async (account: EmulatedAccount) => {
		for (const [skip, index] of [[0, 0], [0, 7], [2, 49]]) {
			await account.fault({ method: 'mediaItems.batchCreate', kind: 'item-status', code: 13, index, skip });
		}
	};

	test.each([['without faults', async () => {}], ['with faults', faults]])('at the start, %s', async (_title, prepare) => {
		const { entries, old, made } = await into(() => ({ position: 'FIRST_IN_ALBUM' }), prepare);
		expect(entries).toEqual([...made, ...old]);
	});

	test.each([['without faults', async () => {}], ['with faults', faults]])('after a media item, %s', async (_title, prepare) => {
		const place = (id: string) => ({ position: 'AFTER_MEDIA_ITEM', relativeMediaItem: { __rl: true, mode: 'id', value: id } });
		const { entries, old, made } = await into(place, prepare);
		expect(entries).toEqual([old[0], ...made, old[1]]);
	});

	test('at the end, with faults', async () => {
		const { entries, old, made } = await into(() => ({ position: 'LAST_IN_ALBUM' }), faults);
		expect(entries).toEqual([...old, ...made]);
	});

	test('without an album it is rejected before anything is sent', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = await pictureItems(engine, 2);
		const error = await errorOf(engine.run(upload(position({ position: 'FIRST_IN_ALBUM' })), { items }));
		expect(errorText(error)).toMatch(/position is set, but no album \[item 0\].*'Position in Album'/);
		expect(await account.requests()).toEqual([]);
	});

	test('an anchor outside of the album fails its files only', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = await pictureItems(engine, 4);
		items.forEach((item, index) => (item.json = { place: index < 2 ? 'AFTER_MEDIA_ITEM' : 'LAST_IN_ALBUM' }));
		const place = { position: '={{ $json.place }}', relativeMediaItem: { __rl: true, mode: 'id', value: 'nowhere' } };
		const outputs = await engine.run(upload({ ...album('title', 'Mixed'), ...position(place) }), { items, node: continued });
		expect(outputs.map(({ json }) => Boolean(json.error))).toEqual([true, true, false, false]);
	});
});

test('a full album fails its remaining files, and another album gets its files', async () => {
	const account = await newAccount({ switches: { albumItems: 3 } });
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, 120);
	items.forEach((item, index) => (item.json = { title: index === 119 ? 'B' : 'A' }));
	const outputs = await engine.run(upload({ ...album('title', '={{ $json.title }}'), ...options({ parallelUploads: 1 }) }), {
		items,
		node: continued,
	});
	expect(outputs.slice(0, 119).every(({ json }) => /album is full/.test(String(json.error)))).toBe(true);
	expect(outputs[119].json.albumTitle).toBe('B');
	expect((await account.counts()).byMethod.uploads).toBeLessThan(119);
});

test('after an upload token that Google lost, the bytes are sent again', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const message = 'Request must contain a valid upload token.';
	await account.fault({ method: 'mediaItems.batchCreate', kind: 'item-status', code: 3, index: 2, message });
	const outputs = await engine.run(upload(album('title', 'Lost')), { items: await pictureItems(engine, 5) });
	expect((await account.counts()).byMethod).toMatchObject({ uploads: 6, 'mediaItems.batchCreate': 2 });
	const [{ entries }] = (await account.library()).albums;
	expect(entries).toEqual(outputs.map(({ json }) => ({ mediaItemId: json.id })));
});

test('Named Fields: a missing one does not stop the others', async () => {
	const engine = await Engine.for(await newAccount());
	const file = async (number: number) => await engine.file(await jpeg(number), `${number}.jpg`, 'image/jpeg');
	const items = [{ json: {}, binary: { a: await file(1), c: await file(3) } }];
	const [good, bad] = await engine.outputs(upload({ files: 'named', binaryPropertyName: 'a, b, c' }), {
		items,
		node: { onError: 'continueErrorOutput' },
	});
	expect(good.map(({ json }) => json.filename)).toEqual(['1.jpg', '3.jpg']);
	expect(bad.map(({ json }) => json.error)).toEqual([expect.stringMatching(/no file in the field "b"/)]);
});

/** Upload Bytes Only and Create From Upload Tokens. */
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, pictureItems } from '../support/files';
import { jpeg } from '../support/pictures';

const bytesOnly = (more: IDataObject = {}) => ({ resource: 'mediaItem', operation: 'uploadBytes', ...more });
const fromTokens = (more: IDataObject = {}) => ({
	resource: 'mediaItem',
	operation: 'createFromTokens',
	uploadToken: '={{ $json.uploadToken }}',
	fileName: '={{ $json.fileName ?? "" }}',
	...more,
});
const DAY = 24 * 60 * 60;

test.each([1, 3, 120])('%i files: returns tokens first, and creates media items later, in order', async (count) => {
	const account = await newAccount({ switches: 'hostile' });
	const engine = await Engine.for(account);
	const tokens = await engine.run(bytesOnly(), { items: await pictureItems(engine, count) });
	expect(tokens.map(({ json }) => json.fileName)).toEqual(Array.from({ length: count }, (_, number) => `${number}.jpg`));
	expect((await account.library()).mediaItems).toEqual([]);

	const outputs = await engine.run(fromTokens(album('title', 'New')), { items: tokens });
	expect(outputs.map(({ json }) => json.filename)).toEqual(tokens.map(({ json }) => json.fileName));
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(tokens.map((_, item) => ({ item })));
	const [{ title, entries }] = (await account.library()).albums;
	expect(title).toBe('New');
	expect(entries).toEqual(outputs.map(({ json }) => ({ mediaItemId: json.id })));
	expect((await account.counts()).byMethod).toMatchObject({ uploads: count, 'mediaItems.batchCreate': Math.ceil(count / 50) });
});

test('without input items they return nothing and send nothing', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	expect(await engine.run(bytesOnly(), { items: [] })).toEqual([]);
	expect(await engine.run(fromTokens(), { items: [] })).toEqual([]);
	expect(await account.requests()).toEqual([]);
});

test('returns a token with its file and expiry', async () => {
	const engine = await Engine.for(await newAccount());
	const [{ json }] = await engine.run(bytesOnly(), { items: [await itemWith(engine, await jpeg(1), 'a.jpg')] });
	expect(Object.keys(json)).toEqual(['uploadToken', 'fileName', 'mimeType', 'size', 'sha256', 'expiresAt']);
});

describe('one invalid item of three', () => {
	test('an expired or missing token fails alone', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const [old] = await engine.run(bytesOnly(), { items: await pictureItems(engine, 1) });
		await account.advance(DAY + 60);
		const fresh = await engine.run(bytesOnly(), { items: (await pictureItems(engine, 4)).slice(1) });
		const items = [fresh[0], old, fresh[1], { json: {} }, fresh[2]];
		const [good, bad] = await engine.outputs(fromTokens(), { items, node: { onError: 'continueErrorOutput' } });
		expect(good.map(({ json }) => json.filename)).toEqual(['1.jpg', '2.jpg', '3.jpg']);
		expect(bad.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/did not accept the uploaded bytes.*\[item 1\]/),
			expect.stringMatching(/has no upload token.*\[item 3\]/),
		]);
		expect(JSON.stringify(bad.map(({ json }) => json.error))).not.toContain(String(old.json.uploadToken));
	});

	test('Stop Workflow: the error lists what is in the library', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const tokens = await engine.run(bytesOnly(), { items: await pictureItems(engine, 2) });
		tokens[1].json.uploadToken = 'unknown';
		const error = await errorOf(engine.run(fromTokens(), { items: tokens }));
		expect(errorText(error)).toMatch(/did not accept the uploaded bytes.*\[item 1\].*In the library from this run: 0\.jpg\./);
	});

	test('a missing file fails alone', async () => {
		const engine = await Engine.for(await newAccount());
		const items = [await itemWith(engine, await jpeg(1), 'a.jpg'), { json: {} }, await itemWith(engine, await jpeg(2), 'b.jpg')];
		const outputs = await engine.run(bytesOnly(), { items, node: { onError: 'continueRegularOutput' } });
		expect(outputs.map(({ json }) => json.error ?? json.fileName)).toEqual(['a.jpg', expect.stringMatching(/has no file/), 'b.jpg']);
		expect(errorText(await errorOf(engine.run(bytesOnly(), { items })))).toMatch(/has no file.*\[item 1\]/);
	});
});

test('Retry On Fail creates nothing twice', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const tokens = await engine.run(bytesOnly(), { items: await pictureItems(engine, 2) });
	tokens[1].json.uploadToken = 'unknown';
	const node = { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
	expect(await engine.run(fromTokens(), { items: tokens, node })).toHaveLength(2);
	expect((await account.library()).mediaItems).toHaveLength(1);
	expect((await account.counts()).byMethod['mediaItems.batchCreate']).toBe(1);
});

test('creates at the start of an album with verification, as a tool', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const [one, two] = await engine.run(bytesOnly(), { items: await pictureItems(engine, 2) });
	await engine.runAsTool(fromTokens(album('title', 'Tool')), one);
	const options = { albumPosition: { place: { position: 'FIRST_IN_ALBUM' } }, verify: true };
	const [{ json }] = await engine.runAsTool(fromTokens({ ...album('title', 'Tool'), options }), two);
	expect(json).toMatchObject({ filename: '1.jpg', verified: true });
	expect((await account.library()).albums[0].entries[0]).toEqual({ mediaItemId: json.id });
});

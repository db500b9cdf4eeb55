import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { jpeg } from '../support/pictures';

const good = async (engine: Engine, number: number) => await itemWith(engine, await jpeg(number), `${number}.jpg`);

test("a file missing in n8n's store fails at once, and does not stop the others", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [await good(engine, 1), await good(engine, 2)];
	Object.assign(items[0].binary!.data, { id: `${items[0].binary!.data.id}-gone`, bytes: 100 });
	const outputs = await engine.run(upload(), { items, node: { onError: 'continueRegularOutput' } });
	expect(outputs[0].json.error).toMatch(/could not open the file: file "1\.jpg".*\[item 0\]/);
	expect(outputs[1].json.filename).toBe('2.jpg');
	expect((await account.counts()).byMethod.uploads).toBe(1);
});

describe('an album', () => {
	test.each([
		['that this app did not create', async (account: EmulatedAccount) => await account.albumNotMine('Family')],
		['that does not exist', async () => 'A'.repeat(76)],
	])('%s is rejected before any file is sent', async (_title, idOf) => {
		for (const unknownIdStatus of [400, 404]) {
			const account = await newAccount({ switches: { unknownIdStatus } });
			const engine = await Engine.for(account);
			const items = [await good(engine, 1)];
			const error = await errorOf(engine.run(upload(album('id', await idOf(account))), { items }));
			expect(errorText(error)).toMatch(/album was not found/);
			expect(errorText(error)).toMatch(/\[item 0\]/);
			expect(errorText(error)).toMatch(/'Album'/);
			expect((await account.counts()).byMethod).toEqual({ 'albums.get': 1 });
		}
	});

	test('of one item does not stop the others', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const foreign = await account.albumNotMine('Family');
		const mine = (await engine.run({ resource: 'album', operation: 'create', title: 'Mine' }))[0].json.id;
		const items = [await good(engine, 1), await good(engine, 2), await good(engine, 3)];
		items.forEach((item, index) => (item.json = { album: index === 1 ? foreign : mine }));
		const outputs = await engine.run(upload(album('id', '={{ $json.album }}')), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs[1].json.error).toMatch(/album was not found.*\[item 1\]/);
		expect((await account.library()).albums[0].entries).toHaveLength(2);
	});
});

test('each item of an unusable album has its own error', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [await good(engine, 1), await good(engine, 2), await good(engine, 3)];
	const outputs = await engine.run(upload(album('id', 'A'.repeat(76))), {
		items,
		node: { onError: 'continueRegularOutput' },
	});
	outputs.forEach(({ json }, index) => expect(json.error).toMatch(new RegExp(`album was not found.*\\[item ${index}\\]`)));
	expect((await account.counts()).byMethod).toEqual({ 'albums.get': 1 });
});

test("Continue On Fail: an error in the node's settings is the error of every item", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [await good(engine, 1), await good(engine, 2)];
	for (const operation of ['upload', 'download']) {
		const parameters = { resource: 'mediaItem', operation, requestOptions: { proxy: 'localhost:3128' } };
		const outputs = await engine.run(
			{ ...parameters, mediaItem: { __rl: true, mode: 'id', value: 'x' } },
			{ items, node: { onError: 'continueRegularOutput' } },
		);
		expect(outputs.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/proxy is not a valid URL.*\[item 0\]/),
			expect.stringMatching(/proxy is not a valid URL.*\[item 1\]/),
		]);
	}
	expect(await account.requests()).toEqual([]);
});

test('Retry On Fail after a file failed with Continue On Fail repeats no upload', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [{ json: {} }, await good(engine, 1), await good(engine, 2)];
	const outputs = await engine.run(upload(), {
		items,
		node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	});
	expect(outputs).toHaveLength(3);
	expect(outputs[0].json.error).toMatch(/no file/);
	expect((await account.counts()).byMethod).toEqual({ uploads: 2, 'mediaItems.batchCreate': 1 });
});

test('with an unreachable proxy in Request Options, no request bypasses it', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const time = withoutWaiting();
	const form = upload({ requestOptions: { proxy: 'http://127.0.0.1:9' } });
	const error = await errorOf(engine.run(form, { items: [await good(engine, 1)] }));
	time.restore();
	expect(errorText(error)).toMatch(/could not be reached.*proxy/);
	expect(await account.requests()).toEqual([]);
});

test('after 429s, waits 30 and 60 seconds and continues', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const tooMany = { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: "Quota exceeded for limit 'Write requests per minute per user'" } };
	await account.fault({ method: 'mediaItems.batchCreate', kind: 'status', status: 429, body: tooMany, times: 2 });
	const time = withoutWaiting();
	const outputs = await engine.run(upload(), { items: [await good(engine, 1)] });
	time.restore();
	expect(outputs).toHaveLength(1);
	expect(time.waited()).toBeGreaterThanOrEqual(30_000 + 60_000);
});

test('files whose token expired are sent before the remaining ones, so that creates still overlap', async () => {
	const account = await newAccount({ switches: { latencyMs: 5 } });
	const engine = await Engine.for(account);
	await account.expireAccess();
	const items = await Promise.all(Array.from({ length: 150 }, async (_, index) => await good(engine, index)));
	await engine.run(upload(), { items });
	const methods = (await account.requests()).map(({ method }) => method);
	const firstCreate = methods.indexOf('mediaItems.batchCreate');
	expect(methods.slice(0, firstCreate).filter((method) => method === 'uploads').length).toBeLessThan(75);
});

test.each(['text', 'ErrorInfo'])('an exhausted daily quota ends the execution without retries: reported in %s', async (quotaRefusal) => {
	const account = await newAccount({ switches: { dayQuota: 3, quotaRefusal } });
	const engine = await Engine.for(account);
	const items = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(async (number) => await good(engine, number)));
	const outputs = await engine.run(upload(), { items, node: { onError: 'continueRegularOutput' } });
	expect(outputs.every(({ json }) => /daily request quota/.test(String(json.error)))).toBe(true);
	expect((await account.counts()).byMethod['mediaItems.batchCreate']).toBeUndefined();
});

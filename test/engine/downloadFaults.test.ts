/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { readdirSync } from 'node:fs';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../tools/emulator/control-types.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import type { BinaryMode } from '../support/engine';
import { errorText, itemErrorText } from '../support/errorText';
import { errorOf, itemWith, pictureItems, upload } from '../support/files';
import { N8N_LINE } from '../support/n8nLine';
import { withoutWaiting } from '../support/instantClock';
import type { PassedTime } from '../support/instantClock';
import { jpeg, video } from '../support/pictures';

let time: PassedTime;
beforeEach(() => {
	time = withoutWaiting();
});
afterEach(() => time.restore());

const download: IDataObject = {
	resource: 'mediaItem',
	operation: 'download',
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};
const underContinueOnFail = { node: { onError: 'continueRegularOutput' as const } };

async function library(count: number, mode: BinaryMode = 'filesystem') {
	const account = await newAccount();
	const engine = await Engine.for(account, mode);
	const items = await engine.run(upload(), { items: await pictureItems(engine, count) });
	await account.resetRequests();
	return { account, engine, items };
}

async function expectPictures(engine: Engine, outputs: INodeExecutionData[]) {
	for (const [number, { binary }] of outputs.entries()) {
		expect(await engine.content(binary!.data)).toEqual(await jpeg(number));
	}
}

const page = '<html><title>Error</title></html>';
const passing: Array<Omit<Fault, 'method'>> = [
	{ kind: 'reset-before' },
	{ kind: 'reset-after' },
	{ kind: 'truncate' },
	{ kind: 'html' },
	{ kind: 'empty' },
	...[403, 408, 409, 429, 500, 502, 503, 504].map((status) => ({ kind: 'status' as const, status, body: page })),
];

describe.each(['filesystem', 'default'] as const)('%s', (mode) => {
	test.each(passing)('a download with %j between others is retried', async (fault) => {
		const { account, engine, items } = await library(3, mode);
		await account.fault({ method: 'bytes', skip: 1, ...fault });
		const outputs = await engine.run(download, { items });
		expect(outputs).toHaveLength(3);
		await expectPictures(engine, outputs);
		expect((await account.counts()).byMethod.bytes).toBe(4);
	});

	test('a download that stalls is retried', async () => {
		const { account, engine, items } = await library(2, mode);
		await account.fault({ method: 'bytes', kind: 'pause', seconds: 15 });
		const outputs = await engine.run({ ...download, requestOptions: { timeout: 1500 } }, { items });
		await expectPictures(engine, outputs);
		expect((await account.counts()).byMethod.bytes).toBe(3);
	});
});

test.each(['reset-before', 'html', 'empty'] as const)('batchGet is retried after %s', async (kind) => {
	const { account, engine, items } = await library(3);
	await account.fault({ method: 'mediaItems.batchGet', kind });
	await expectPictures(engine, await engine.run(download, { items }));
});

test('five rejected base URLs are refreshed by one batchGet', async () => {
	const { account, engine, items } = await library(50);
	await account.fault({ method: 'bytes', kind: 'status', status: 403, body: page, times: 5 });
	await expectPictures(engine, await engine.run(download, { items }));
	expect((await account.counts()).byMethod).toEqual({ 'mediaItems.batchGet': 2, bytes: 55 });
});

test('an expired token is refreshed during downloads', async () => {
	const account = await newAccount({ switches: { baseUrlNeedsBearer: true } });
	const engine = await Engine.for(account);
	const items = await engine.run(upload(), { items: await pictureItems(engine, 2) });
	await account.fault({ method: 'bytes', kind: 'status', status: 401, body: page });
	await expectPictures(engine, await engine.run(download, { items }));
});

test.each([
	[{ kind: 'status' as const, status: 404, body: page }, /could not find.*\[item 0\]/],
	[{ kind: 'truncate' as const, times: 6 }, /connection .* was lost.*\[item 0\].*broke off/],
	[{ kind: 'html' as const, times: 6 }, /omething other than the file arrived.*\[item 0\].*web page/],
	[{ kind: 'status' as const, status: 503, body: page, times: 6 }, /could not process.*\[item 0\]/],
])('a download with %j fails, and the next execution succeeds', async (fault, says) => {
	const { account, engine, items } = await library(1);
	await account.fault({ method: 'bytes', ...fault });
	const [output] = await engine.run(download, { items, ...underContinueOnFail });
	expect(itemErrorText(output)).toMatch(says);
	expect(output.binary).toBeUndefined();
	expect(await engine.run(download, { items })).toHaveLength(1);
});

test('429 of the image host: the error names the quota, the rest is skipped, and no token is disclosed', async () => {
	const { account, engine, items } = await library(60);
	await account.fault({ method: 'bytes', kind: 'status', status: 429, body: page, times: 1000 });
	const outputs = await engine.run(download, { items, ...underContinueOnFail });
	expect(itemErrorText(outputs[0])).toMatch(/refusing downloads for now.*midnight Pacific.*75,000/);
	expect(outputs[59].json.error).toMatch(/^Not sent: .*\[item 59\]/);
	expect(JSON.stringify(outputs)).not.toMatch(/ya29|Bearer|googleusercontent/);
	const stopped = errorText(await errorOf(engine.run(download, { items })));
	expect(stopped).toMatch(/refusing downloads for now/);
});

test("incomplete downloads are deleted from n8n's binary store", async () => {
	const { account, engine, items } = await library(1);
	const files = () =>
		readdirSync(process.env.ENGINE_FOLDER!, { recursive: true })
			.map(String)
			.filter((name) => /binary_data\/./.test(name));
	const before = files();
	await account.fault({ method: 'bytes', kind: 'truncate', times: 3 });
	await account.fault({ method: 'bytes', kind: 'html' });
	await account.fault({ method: 'bytes', kind: 'empty' });
	const [output] = await engine.run(download, { items });
	const own = output.binary!.data.id!.split('/').pop()!;
	const folder = files().find((name) => name.includes(own))!.split(own)[0];
	// Other tests that run at the same time have their own folders.
	const added = files().filter((name) => name.startsWith(folder) && !before.includes(name));
	expect(added.filter((name) => name.includes(own))).not.toEqual([]);
	const left = added.filter((name) => !name.includes(own));
	// n8n 1.x cannot delete a partially stored file; it is deleted with its execution. Nothing is stored of a download
	// that breaks off within its first bytes.
	expect(left.length).toBeLessThanOrEqual(N8N_LINE === 1 ? 3 : 0);
	for (const name of left) expect(name).toMatch(/executions\/execution\/binary_data\//);
});

test('while videos are processed, other files are downloaded; without a wait they fail', async () => {
	const account = await newAccount({ switches: { videoProcessingSeconds: 60 } });
	const engine = await Engine.for(account);
	const files = [
		await itemWith(engine, await video(100_000), 'a.mp4', 'video/mp4'),
		...(await pictureItems(engine, 1)),
		await itemWith(engine, await video(100_001), 'b.mp4', 'video/mp4'),
	];
	const items = await engine.run(upload(), { items: files });
	await account.resetRequests();
	const refused = await engine.run(download, { items, ...underContinueOnFail });
	expect(refused.map(({ json }) => json.error ?? json.type)).toEqual([
		expect.stringMatching(/still processing.*\[item 0\]/),
		'photo',
		expect.stringMatching(/still processing.*\[item 2\]/),
	]);
	const given = { ...download, options: { waitForProcessing: 2 } };
	const late = await engine.run(given, { items, ...underContinueOnFail });
	expect(late[2].json.error).toMatch(/still processing the video, after 2 minutes/);
	expect((await account.counts()).byMethod).toEqual({ 'mediaItems.batchGet': 7, bytes: 2 });
	await account.advance(61);
	expect((await engine.run(given, { items })).map(({ json }) => json.type)).toEqual(['video', 'photo', 'video']);
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Network and server faults during uploads of large files. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import type { BinaryMode } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf, itemWith, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import type { PassedTime } from '../support/instantClock';
import { video } from '../support/pictures';

const MIB = 1024 * 1024;
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

let content: Buffer;
let time: PassedTime;

beforeAll(async () => {
	content = await video(50 * MIB + 1);
});
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

/**
 * Uploads the video and checks that it arrives complete and once. @returns the upload requests, and the bytes of their
 * bodies
 */
async function uploadVideo(account: EmulatedAccount, mode: BinaryMode = 'filesystem') {
	const engine = await Engine.for(account, mode);
	const items = [await itemWith(engine, content, 'long.mp4', 'video/mp4')];
	const outputs = await engine.run(upload(), { items });
	expect(outputs).toMatchObject([{ json: { filename: 'long.mp4', sha256: sha256(content) }, pairedItem: { item: 0 } }]);
	expect(await account.library()).toMatchObject({ mediaItems: [{ size: content.length, sha256: sha256(content) }] });
	const requests = (await account.requests()).filter(({ method }) => method.startsWith('uploads'));
	expect(requests.every(({ hadBearer }) => hadBearer)).toBe(true);
	return {
		asked: requests.map(({ method }) => method.replace('uploads.', '')),
		bytes: requests.reduce((sum, { requestBytes }) => sum + requestBytes, 0),
	};
}

describe.each<BinaryMode>(['filesystem', 'default'])('files in binary data mode %s', (mode) => {
	test("after a broken connection, continues at Google's offset", async () => {
		const account = await newAccount();
		await account.fault({ method: 'uploads.data', kind: 'reset-during', bytes: 20 * MIB });
		const { asked, bytes } = await uploadVideo(account, mode);
		expect(asked).toEqual(['start', 'data', 'query', 'data', 'data']);
		expect(bytes).toBeLessThan(content.length + MIB);
	});

	test('survives several broken connections, early and late ones', async () => {
		const account = await newAccount({ switches: 'hostile' });
		for (const [skip, bytes] of [5 * MIB, 0, MIB, 3 * MIB, 100, 2 * MIB].entries()) {
			await account.fault({ method: 'uploads.data', kind: 'reset-during', bytes, skip: skip === 0 ? 0 : 1 });
		}
		const { bytes } = await uploadVideo(account, mode);
		expect(bytes).toBeLessThan(content.length + 8 * MIB);
	});
});

test.each([true, false])('handles a lost reply with the upload token (a query returns it: %s)', async (queryOnFinalReturnsToken) => {
	const account = await newAccount({ switches: { queryOnFinalReturnsToken } });
	await account.fault({ method: 'uploads.data', kind: 'reset-after' });
	const { asked } = await uploadVideo(account);
	expect(asked).toEqual(['start', 'data', 'query', ...(queryOnFinalReturnsToken ? [] : ['start', 'data'])]);
});

test.each([404, 410, 412])('starts a new session if the session is gone (%d)', async (status) => {
	const account = await newAccount();
	await account.fault({ method: 'uploads.data', kind: 'reset-during' });
	await account.fault({ method: 'uploads.query', kind: 'status', status });
	expect((await uploadVideo(account)).asked).toEqual(['start', 'data', 'query', 'start', 'data']);
});

test.each<[string, object]>([
	['503', { kind: 'status', status: 503 }],
	['409', { kind: 'status', status: 409 }],
	['429', { kind: 'status', status: 429 }],
	['a web page', { kind: 'html' }],
	['no reply', { kind: 'reset-before' }],
])('survives %s for each kind of request once', async (_title, fault) => {
	const account = await newAccount();
	await account.fault({ method: 'uploads.start', ...fault } as never);
	await account.fault({ method: 'uploads.data', kind: 'reset-during' });
	await account.fault({ method: 'uploads.data', ...fault } as never);
	await account.fault({ method: 'uploads.query', ...fault } as never);
	await uploadVideo(account);
});

test('refreshes a token that expires between the requests of a session', async () => {
	const account = await newAccount();
	await account.fault({ method: 'uploads.data', kind: 'reset-during', bytes: 42 * MIB });
	await account.fault({ method: 'uploads.query', kind: 'status', status: 401 });
	await account.fault({ method: 'uploads.data', kind: 'status', status: 401, skip: 1 });
	await uploadVideo(account);
	expect((await account.counts()).byMethod.token).toBe(2);
});

test('aborts a connection that stalls, and continues', async () => {
	time.restore();
	let timeouts: AbortController[] = [];
	const timeoutSignal = () => {
		timeouts.push(new AbortController());
		return (timeouts.at(-1) as AbortController).signal;
	};
	time = withoutWaiting({ timeoutSignal });
	const account = await newAccount();
	await account.fault({ method: 'uploads.data', kind: 'stall', seconds: 60 });
	const arriving = uploadVideo(account);
	const asked = async (method: string) => (await account.requests()).some((request) => request.method === method);
	while (!(await asked('uploads.data'))) await sleep(20);
	// Time passes for the watchdog only while the connection stalls.
	while (!(await asked('uploads.query'))) {
		const due = timeouts;
		timeouts = [];
		for (const one of due) one.abort();
		await sleep(20);
	}
	expect((await arriving).asked).toEqual(['start', 'data', 'query', 'data', 'data']);
});

test('a connection that always fails gives one error, and the other files are uploaded', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	await account.fault({ method: 'uploads.data', kind: 'reset-before', times: 100 });
	const items = [await itemWith(engine, content, 'long.mp4', 'video/mp4'), ...(await pictureItems(engine, 3))];
	const outputs = await engine.run(upload(), { items, node: { onError: 'continueRegularOutput' } });
	expect(outputs[0].json.error).toMatch(/connection to Google Photos was lost: file "long\.mp4".*\[item 0\]/);
	expect(outputs.slice(1).map(({ json }) => json.filename)).toEqual(['0.jpg', '1.jpg', '2.jpg']);
	const { byMethod } = await account.counts();
	expect(byMethod['uploads.data']).toBe(6);
});

test("a wrong size in n8n's metadata fails, and no partial file is created", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	for (const bytes of [1000, content.length + 1000]) {
		const items = [await itemWith(engine, content, 'long.mp4', 'video/mp4')];
		Object.assign(items[0].binary!.data, { bytes });
		const error = await errorOf(engine.run(upload(), { items }));
		expect(errorText(error)).toMatch(/does not have the size that n8n recorded: file "long\.mp4".*\[item 0\]/);
	}
	expect((await account.library()).mediaItems).toEqual([]);
});

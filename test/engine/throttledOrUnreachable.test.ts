/** All operations with many items while Google throttles every request, or while nothing can be reached. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, pictureItems } from '../support/files';
import { withoutWaiting } from '../support/instantClock';

const theAlbum = album('id', '={{ $json.id }}');
const theMediaItem = { mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
const theSession = { sessionId: '={{ $json.id }}' };
const MINUTES = 60_000;

const rows: Array<[resource: string, operation: string, form: IDataObject]> = [
	['album', 'create', { title: '={{ $json.id }}' }],
	['album', 'getOrCreate', { title: '={{ $json.id }}' }],
	['album', 'get', theAlbum],
	['album', 'getAll', { returnAll: true }],
	['album', 'update', { ...theAlbum, newTitle: 'New' }],
	['album', 'addMediaItems', { ...theAlbum, ...theMediaItem }],
	['album', 'removeMediaItems', { ...theAlbum, ...theMediaItem }],
	['album', 'addEnrichment', { ...theAlbum, text: 'Text' }],
	['mediaItem', 'upload', {}],
	['mediaItem', 'upload', album('title', '={{ $json.id }}')],
	['mediaItem', 'get', theMediaItem],
	['mediaItem', 'getAll', { returnAll: true }],
	['mediaItem', 'update', { ...theMediaItem, description: 'Text' }],
	['mediaItem', 'download', theMediaItem],
	['mediaItem', 'uploadBytes', {}],
	['mediaItem', 'createFromTokens', { uploadToken: '={{ $json.id }}' }],
	['picker', 'createSession', {}],
	['picker', 'getSession', theSession],
	['picker', 'waitForSelection', theSession],
	['picker', 'getAll', { ...theSession, returnAll: true }],
	['picker', 'download', theSession],
	['picker', 'deleteSession', theSession],
];

const COUNT = 60;

/** Runs an operation for many items with Continue On Fail, with delays that end immediately. */
async function runMany(parameters: IDataObject, refuse: boolean) {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const files = await pictureItems(engine, COUNT);
	const items = files.map(({ binary }, index): INodeExecutionData => ({ binary, json: { id: `id${index}` } }));
	await account.resetRequests();
	const body = { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.' } };
	if (refuse) await account.fault({ method: '*', kind: 'status', status: 429, body, times: 100_000 });
	const time = withoutWaiting();
	try {
		const outputs = await engine.run(parameters, { items, node: { onError: 'continueRegularOutput' } });
		const texts = outputs.map(({ json }) => String(json.error));
		return { texts, requests: (await account.requests()).length, waited: time.waited() };
	} finally {
		time.restore();
	}
}

describe.each(rows)('%s: %s', (resource, operation, form) => {
	test('constant 429s end the execution after few requests within 15 minutes, and the rest is skipped', async () => {
		const { texts, requests, waited } = await runMany({ resource, operation, ...form }, true);
		expect(texts).toHaveLength(COUNT);
		for (const text of texts) expect(text).toMatch(/Google Photos is receiving too many requests for this account/);
		// A call has fifty ids, and two calls may be in flight.
		const batches = resource === 'mediaItem' && operation === 'get';
		if (!batches) expect(texts.filter((text) => text.startsWith('Not sent: ')).length).toBeGreaterThanOrEqual(COUNT - 50);
		// At most five concurrent requests, then retries after 30, 90, 210, 450 and 900 seconds.
		expect(requests).toBeLessThanOrEqual(5 + 5);
		expect(waited).toBeLessThanOrEqual(15 * MINUTES);
	});

	test("an unreachable proxy ends the execution after the first item's retries, and the rest is skipped", async () => {
		const proxy = { requestOptions: { proxy: 'http://127.0.0.1:9' } };
		const { texts, requests, waited } = await runMany({ resource, operation, ...form, ...proxy }, false);
		expect(requests).toBe(0);
		expect(texts).toHaveLength(COUNT);
		for (const text of texts) expect(text).toMatch(/Google Photos could not be reached/);
		// Five run concurrently with 31 seconds of backoff; on a busy machine they may run one after the other.
		expect(waited).toBeLessThanOrEqual(5 * 31_000);
	});
});

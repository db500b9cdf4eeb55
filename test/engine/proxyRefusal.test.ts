/** Replies of a proxy between n8n and Google must not count as Google's: they say nothing about what exists there. */
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import type { PassedTime } from '../support/instantClock';
import { picker } from '../support/picker';
import { RefusingProxy } from '../support/refusingProxy';

let time: PassedTime;
beforeEach(() => {
	time = withoutWaiting();
});
afterEach(() => time.restore());

const sessionId = '0123456789abcdef';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const operations: Array<[string, IDataObject]> = [
	['Delete Session', picker('deleteSession', { sessionId })],
	['Get Session', picker('getSession', { sessionId })],
	['Create Session', picker('createSession')],
	['Wait for Selection', picker('waitForSelection', { sessionId })],
	['Picker: Get Picked Items', picker('getAll', { sessionId })],
	['Album: Get', { resource: 'album', operation: 'get', album: byId('anAlbum') }],
	['Album: Get Many', { resource: 'album', operation: 'getAll' }],
	['Media Item: Get', { resource: 'mediaItem', operation: 'get', mediaItem: byId('aPhoto') }],
	['Media Item: Download', { resource: 'mediaItem', operation: 'download', mediaItem: byId('aPhoto') }],
	['Media Item: Update', { resource: 'mediaItem', operation: 'update', mediaItem: byId('aPhoto'), description: 'x' }],
];

describe.each([
	[403, /Something other than Google Photos answered the request.*proxy.*HTTP status 403/],
	[404, /Something other than Google Photos answered the request.*proxy.*HTTP status 404/],
	[407, /The proxy rejected the request to Google Photos.*user name and the password/],
])('a proxy that answers %d', (status, says) => {
	test.each(operations)('%s', async (_title, parameters) => {
		const proxy = await RefusingProxy.start(status);
		try {
			const account = await newAccount();
			const engine = await Engine.for(account);
			const requestOptions = { proxy: proxy.address };
			const error = await errorOf(engine.run({ ...parameters, requestOptions }, { items: [{ json: {} }] }));
			expect(errorText(error)).toMatch(says);
			expect(proxy.asked).toBe(1);
			expect(await account.requests()).toEqual([]);
		} finally {
			await proxy.stop();
		}
	});

	test('Upload', async () => {
		const proxy = await RefusingProxy.start(status);
		try {
			const engine = await Engine.for(await newAccount());
			const form = upload({ requestOptions: { proxy: proxy.address } });
			expect(errorText(await errorOf(engine.run(form, { items: await pictureItems(engine, 1) })))).toMatch(says);
		} finally {
			await proxy.stop();
		}
	});
});

const page = '<html>Blocked</html>';

test.each([403, 404])("an album hidden by a proxy's reply (%d) stays in the cache and is found afterwards", async (status) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const getOrCreate = { resource: 'album', operation: 'getOrCreate', title: 'Sea' };
	const [{ json: first }] = await engine.run(getOrCreate);
	await account.fault({ method: '*', kind: 'status', status, body: page });
	const get = { resource: 'album', operation: 'get', album: byId(String(first.id)) };
	expect(errorText(await errorOf(engine.run(get)))).toMatch(/Something other than Google Photos answered/);
	const [{ json: second }] = await engine.run(getOrCreate);
	expect(second.id).toBe(first.id);
});

test("a session is not taken for deleted if the reply was a proxy's page", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const [{ json }] = await engine.run(picker('createSession'));
	await account.fault({ method: 'sessions.delete', kind: 'status', status: 404, body: page });
	const session = { sessionId: json.id };
	expect(errorText(await errorOf(engine.run(picker('deleteSession', session))))).toMatch(/Something other than Google Photos answered/);
	expect(await engine.run(picker('getSession', session))).toHaveLength(1);
	expect((await engine.run(picker('deleteSession', session)))[0].json).toEqual({ deleted: true });
	expect((await engine.run(picker('deleteSession', session)))[0].json).toEqual({ deleted: true });
});

import { call, createOne, emulatedAccount, type ErrorReply } from './client';
import { photo } from './media';

type Account = Awaited<ReturnType<typeof emulatedAccount>>;

interface Session {
	id: string;
	pickerUri: string;
	mediaItemsSet?: boolean;
	pollingConfig?: object;
}
interface Picked {
	mediaItems: Array<{ id: string; mediaFile: { baseUrl: string; mediaFileMetadata: object } }>;
	nextPageToken?: string;
}

async function picker<T>({ accessToken }: Account, method: string, path: string, body?: object) {
	const reply = await fetch(`https://photospicker.googleapis.com/v1/${path}`, {
		method,
		headers: { authorization: `Bearer ${accessToken}` },
		...(body ? { body: JSON.stringify(body) } : {}),
	});
	return { status: reply.status, body: (await reply.json()) as T };
}

describe('picker', () => {
	it('lists the picked items after Done, and the session is gone after its deletion', async () => {
		const account = await emulatedAccount();
		const items = [
			await createOne(account, await photo()),
			await createOne(account, await photo()),
		];
		const { body: session } = await picker<Session>(account, 'POST', 'sessions', {
			pickingConfig: { maxItemCount: '5' },
		});
		expect(session).toMatchObject({
			pickerUri: expect.stringContaining('https://photos.google.com/picker/'),
			pollingConfig: { pollInterval: '1s', timeoutIn: '1800s' },
			pickingConfig: { maxItemCount: '5' },
		});
		expect(session).not.toHaveProperty('mediaItemsSet');
		const list = `mediaItems?sessionId=${session.id}`;
		expect(await picker(account, 'GET', list)).toMatchObject({
			status: 400,
			body: { error: { status: 'FAILED_PRECONDITION' } },
		});
		await account.pick(
			session.id,
			items.map(({ id }) => id),
		);
		const { body: done } = await picker<Session>(account, 'GET', `sessions/${session.id}`);
		expect(done.mediaItemsSet).toBe(true);
		expect(done).not.toHaveProperty('pollingConfig');
		const { body: first } = await picker<Picked>(account, 'GET', `${list}&pageSize=1`);
		const { body: second } = await picker<Picked>(
			account,
			'GET',
			`${list}&pageSize=1&pageToken=${first.nextPageToken}`,
		);
		const picked = [...first.mediaItems, ...second.mediaItems];
		expect(picked.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
		expect(picked[0]?.mediaFile.mediaFileMetadata).toMatchObject({ width: 60, height: 40 });
		const url = `${picked[0]?.mediaFile.baseUrl}=d`;
		expect((await fetch(url)).status).toBe(403);
		const headers = { authorization: `Bearer ${account.accessToken}` };
		expect((await fetch(url, { headers })).status).toBe(200);
		expect((await picker(account, 'DELETE', `sessions/${session.id}`)).body).toEqual({});
		expect((await picker(account, 'GET', `sessions/${session.id}`)).status).toBe(404);
	});

	it('has a page for picking', async () => {
		const account = await emulatedAccount();
		const item = await createOne(account, await photo(), 'Straße.jpg');
		const { body: session } = await picker<Session>(account, 'POST', 'sessions', {});
		expect(await (await fetch(session.pickerUri)).text()).toContain('Straße.jpg');
		const body = new URLSearchParams({ item: item.id });
		await fetch(session.pickerUri, { method: 'POST', body });
		const { body: picked } = await picker<Picked>(
			account,
			'GET',
			`mediaItems?sessionId=${session.id}`,
		);
		expect(picked.mediaItems.map(({ id }) => id)).toEqual([item.id]);
		expect((await fetch(session.pickerUri)).status).toBe(404);
	});

	it('offers items of other apps, which the Library API does not show', async () => {
		const account = await emulatedAccount();
		const mine = await createOne(account, await photo(), 'mine.jpg');
		const bytes = await photo();
		const other = await account.addFromElsewhere(bytes, 'from the phone.jpg');
		const { body: session } = await picker<Session>(account, 'POST', 'sessions', {});
		const page = await (await fetch(session.pickerUri)).text();
		expect(page).toContain('mine.jpg');
		expect(page).toContain('from the phone.jpg');
		await account.pick(session.id, [other, mine.id]);
		const list = `mediaItems?sessionId=${session.id}`;
		const { body: picked } = await picker<Picked>(account, 'GET', list);
		expect(picked.mediaItems.map(({ id }) => id)).toEqual([other, mine.id]);
		const headers = { authorization: `Bearer ${account.accessToken}` };
		const reply = await fetch(`${picked.mediaItems[0]?.mediaFile.baseUrl}=d`, { headers });
		expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes);
		const seen = await call<{ mediaItems: object[] }>(account, 'GET', '/v1/mediaItems');
		expect(seen.body.mediaItems).toMatchObject([{ id: mine.id }]);
		expect((await call(account, 'GET', `/v1/mediaItems/${other}`)).status).toBe(400);
	});

	it('enforces the maximum number of items, and closes the tab', async () => {
		const account = await emulatedAccount();
		const ids = [
			await account.addFromElsewhere(await photo(), '1.jpg'),
			await account.addFromElsewhere(await photo(), '2.jpg'),
		];
		const { body: session } = await picker<Session>(account, 'POST', 'sessions', {
			pickingConfig: { maxItemCount: '1' },
		});
		const tick = async (items: string[]) => {
			const body = new URLSearchParams(items.map((item): [string, string] => ['item', item]));
			return await (await fetch(`${session.pickerUri}/autoclose`, { method: 'POST', body })).text();
		};
		expect(await tick(ids)).toContain('You chose 2. Choose up to 1.');
		expect(await tick([ids[0] ?? '', 'nothing'])).toContain('window.close()');
		const { body } = await picker<Picked>(account, 'GET', `mediaItems?sessionId=${session.id}`);
		expect(body.mediaItems.map(({ id }) => id)).toEqual([ids[0]]);
	});

	it("rejects requests with Google's errors", async () => {
		const account = await emulatedAccount({ switches: { pickerSessions: 1 } });
		const refused = async (method: string, path: string, body?: object) => {
			const reply = await picker<ErrorReply>(account, method, path, body);
			return `${reply.status} ${reply.body.error.status} ${reply.body.error.message}`;
		};
		const config = (maxItemCount: unknown) => ({ pickingConfig: { maxItemCount } });
		expect(await refused('POST', 'sessions', config('-1'))).toMatch(/^400 INVALID_ARGUMENT/);
		expect(await refused('POST', 'sessions', config('many'))).toMatch(/TYPE_INT64/);
		expect(await refused('POST', 'sessions', { pickingConfig: { mimeTypeFilter: 'x' } })).toMatch(
			/Unknown name "mimeTypeFilter" at 'session.picking_config'/,
		);
		expect(await refused('POST', 'sessions?requestId=7')).toMatch(/^400 .*UUID/);
		const { body: session } = await picker<Session>(account, 'POST', 'sessions', config('9999'));
		expect(session).toMatchObject({ pickingConfig: { maxItemCount: '2000' } });
		expect(await refused('POST', 'sessions')).toMatch(/^429 RESOURCE_EXHAUSTED/);
		await account.pick(session.id, []);
		const list = `mediaItems?sessionId=${session.id}`;
		expect(await refused('GET', `${list}&pageSize=-1`)).toMatch(/^400 INVALID_ARGUMENT/);
		expect((await picker(account, 'GET', `${list}&pageSize=101`)).body).toEqual({});
		const another = await emulatedAccount();
		expect((await picker(another, 'GET', `sessions/${session.id}`)).status).toBe(404);
		await account.advance(8 * 24 * 3600);
		const fresh = await account.freshTokens();
		for (const path of [`sessions/${session.id}`, list])
			expect(await picker(fresh, 'GET', path)).toMatchObject({
				status: 403,
				body: { error: { status: 'PERMISSION_DENIED' } },
			});
		expect((await fetch(session.pickerUri)).status).toBe(404);
	});

	it('has a separate scope, service activation and quota', async () => {
		const statusesOf = async (request: Parameters<typeof emulatedAccount>[0]) => {
			const account = await emulatedAccount(request);
			const albums = await call(account, 'GET', '/v1/albums');
			const { status, body } = await picker<ErrorReply>(account, 'POST', 'sessions');
			return `${albums.status} ${status} ${body.error?.message}`;
		};
		const readScope = 'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata';
		expect(await statusesOf({ scopes: [readScope] })).toMatch(/^200 403 .*authentication scopes/);
		expect(await statusesOf({ switches: { pickerServiceDisabled: true } })).toMatch(
			/^200 403 Google Photos Picker API has not been used/,
		);
		expect(await statusesOf({ switches: { serviceDisabled: true } })).toMatch(/^403 200/);
		const account = await emulatedAccount({ switches: { pickerRequestsPerMinute: 1 } });
		const replies = [];
		// A new minute may begin between two of them.
		for (let times = 0; times < 3; times++)
			replies.push(await picker<ErrorReply>(account, 'POST', 'sessions'));
		const refused = replies.find(({ status }) => status === 429);
		expect(refused?.body.error.message).toContain("service 'photospicker.googleapis.com'");
	});
});

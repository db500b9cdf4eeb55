import { createOne, emulatedAccount } from './client';
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
	it('lists what the user picked once the user is done, and is gone when deleted', async () => {
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

	it('has a page to pick on', async () => {
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
});

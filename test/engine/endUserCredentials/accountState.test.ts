/**
 * One n8n credential for many Google accounts: with end-user credentials, n8n gives each execution the tokens of its
 * user, under the same credential id and OAuth client.
 */
import type { IDataObject } from 'n8n-workflow';
import { album, itemWith, upload } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import { jpeg } from '../../support/pictures';
import { twoPeople } from './people';

async function twoUsers() {
	const people = await twoPeople();
	return { accounts: people.map(({ account }) => account), engines: people.map(({ engine }) => engine) };
}

const titled = (operation: string, more: IDataObject) => ({ resource: 'album', operation, ...more });

test("finds each user's album with the same title, also concurrently", async () => {
	const { accounts, engines } = await twoUsers();
	const made = await Promise.all(accounts.map(async (account) => await account.seed({ albums: [{ title: 'Holiday' }] })));
	const ids = made.map(({ albumIds }) => albumIds[0]);
	expect(ids[0]).not.toBe(ids[1]);
	const get = titled('get', album('title', 'Holiday'));
	for (let round = 0; round < 2; round++) {
		const found = await Promise.all(engines.map(async (engine) => await engine.run(get)));
		expect(found.map(([{ json }]) => json.id)).toEqual(ids);
	}
});

test('creates a new album for each user, and uploads each photo into its own', async () => {
	const { accounts, engines } = await twoUsers();
	await Promise.all(
		engines.map(async (engine, person) => {
			await engine.run(upload(album('title', 'New')), { items: [await itemWith(engine, await jpeg(person))] });
		}),
	);
	for (const account of accounts) {
		const { albums, mediaItems } = await account.library();
		expect(albums.map(({ title }) => title)).toEqual(['New']);
		expect(mediaItems.map(({ albumIds }) => albumIds)).toEqual([[albums[0].id]]);
	}
});

test('throttling of one user does not delay the other', async () => {
	const { accounts, engines } = await twoUsers();
	const time = withoutWaiting();
	try {
		await accounts[0].fault({ method: 'albums.list', kind: 'status', status: 429, times: 1 });
		await engines[0].run(titled('getAll', { returnAll: true }));
		const waited = time.waited();
		expect(waited).toBeGreaterThanOrEqual(30_000);
		await accounts[0].fault({ method: 'albums.list', kind: 'status', status: 429, times: 1 });
		const refused = engines[0].run(titled('getAll', { returnAll: true }));
		await engines[1].run(titled('getAll', { returnAll: true }));
		await refused;
		expect((await accounts[1].counts()).byMethod).toEqual({ 'albums.list': 1 });
	} finally {
		time.restore();
	}
});

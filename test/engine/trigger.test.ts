/** The built trigger in n8n-core's poll context with the emulator. */
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { ActiveTrigger } from '../support/activeTrigger';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { seedPictures } from '../support/seed';
import type { PassedTime } from '../support/instantClock';

let time: PassedTime;
beforeEach(() => {
	time = withoutWaiting();
});
afterEach(() => time.restore());

const inLibrary = { event: 'newMediaItem', from: 'library' };
const inAlbum = (title: string) => ({ event: 'newMediaItem', from: 'album', ...album('title', title) });
const ids = (items: Array<{ json: IDataObject }> | null) => items?.map(({ json }) => json.id);

async function prepared(pictures: number, request: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, pictures + 3);
	const add = async (from: number, to: number) =>
		await engine.run(upload(album('title', 'All')), { items: items.slice(from, to) });
	await seedPictures(account, pictures, 'All');
	return { account, engine, add: async (count = 3) => await add(pictures, pictures + count) };
}

describe.each(['plain', 'hostile'] as const)('with %s switches', (switches) => {
	const request = switches === 'hostile' ? { switches } : {};

	test.each([
		['library', inLibrary],
		['album', inAlbum('All')],
	])('%s: existing items start nothing, and new ones start the workflow once', async (_, parameters) => {
		const { engine, add } = await prepared(120, request);
		const trigger = new ActiveTrigger(engine, parameters);
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		const uploaded = await add();
		const started = await trigger.poll();
		expect(ids(started)?.sort()).toEqual(ids(uploaded)?.sort());
		expect(await trigger.poll()).toBeNull();
	});

	test('an album whose count includes manually added photos', async () => {
		const { account, engine, add } = await prepared(120, request);
		const trigger = new ActiveTrigger(engine, inAlbum('All'));
		for (let byHand = 3; byHand < 6; byHand++) {
			await account.switches({ unlistedItemCount: byHand as never });
			expect(await trigger.poll()).toBeNull();
		}
		await account.switches({ unlistedItemCount: 9 as never });
		const uploaded = await add();
		expect(ids(await trigger.poll())?.sort()).toEqual(ids(uploaded)?.sort());
	});

	test('new albums start the workflow, oldest first', async () => {
		const { engine } = await prepared(0, request);
		const create = async (title: string) => await engine.run({ resource: 'album', operation: 'create', title });
		await create('One');
		const trigger = new ActiveTrigger(engine, { event: 'newAlbum' });
		expect(await trigger.poll()).toBeNull();
		await create('Two');
		await create('Three');
		expect((await trigger.poll())?.map(({ json }) => json.title)).toEqual(['Two', 'Three']);
		expect(await trigger.poll()).toBeNull();
	});
});

test.each([
	['one mediaItems.list', 3, inLibrary, { 'mediaItems.list': 1 }],
	['one albums.list', 3, { event: 'newAlbum' }, { 'albums.list': 1 }],
	['one mediaItems.search of an album of one page', 3, inAlbum('All'), { 'mediaItems.search': 1 }],
	['two requests of a larger album', 120, inAlbum('All'), { 'albums.get': 1, 'mediaItems.search': 1 }],
])('a poll without news needs %s', async (_, pictures, parameters, byMethod) => {
	const { account, engine } = await prepared(pictures);
	const trigger = new ActiveTrigger(engine, parameters);
	await trigger.poll();
	await account.resetRequests();
	expect(await trigger.poll()).toBeNull();
	expect((await account.counts()).byMethod).toEqual(byMethod);
});

test('a renamed node keeps its state', async () => {
	const { engine, add } = await prepared(3);
	const trigger = new ActiveTrigger(engine, inLibrary);
	await trigger.poll();
	const uploaded = await add(1);
	trigger.publishAgain('Another name');
	expect(ids(await trigger.poll())).toEqual(ids(uploaded));
	trigger.publishAgain('Google Photos');
	expect(await trigger.poll()).toBeNull();
});

test('another album with the watched title changes nothing', async () => {
	const { engine } = await prepared(3);
	const trigger = new ActiveTrigger(engine, inAlbum('All'));
	await trigger.poll();
	const create = { resource: 'album', operation: 'create', title: 'All' };
	const [{ json }] = await engine.run(create);
	await engine.run(upload(album('id', json.id as string)), { items: (await pictureItems(engine, 9)).slice(8) });
	trigger.publishAgain();
	time.restore();
	const later = Date.now() + 2 * 60 * 60 * 1000;
	time = withoutWaiting({ now: () => later });
	expect(await trigger.poll()).toBeNull();
});

test('returns simplified or raw items', async () => {
	const { engine, add } = await prepared(1);
	const simple = new ActiveTrigger(engine, inLibrary);
	const raw = new ActiveTrigger(engine, { ...inLibrary, simplify: false });
	const [shown] = (await simple.poll('manual')) ?? [];
	expect(shown.json).toMatchObject({ filename: '0.jpg', type: 'photo', width: 32 });
	expect(shown.json).not.toHaveProperty('baseUrl');
	expect(simple.staticData).toEqual({});
	expect((await raw.poll('manual'))?.[0].json).toMatchObject({ mediaMetadata: { width: '32' } });
	await add(0);
});

test('a manual test without items fails with an explanation', async () => {
	const { engine } = await prepared(0);
	const error = await errorOf(new ActiveTrigger(engine, inLibrary).poll('manual'));
	expect(errorText(error)).toMatch(/no test data yet/);
});

test.each([
	['an album title that no album has', inAlbum('No such'), /no album with that title.*"No such"/],
	['an album id that Google does not know', { ...inAlbum(''), ...album('id', 'x'.repeat(76)) }, /album was not found.*'Album'/],
	['no album', { ...inAlbum(''), ...album('list', '') }, /No album is chosen/],
])('%s', async (_, parameters, says) => {
	const { engine } = await prepared(1);
	expect(errorText(await errorOf(new ActiveTrigger(engine, parameters).poll()))).toMatch(says);
});

test('an exhausted daily quota fails with the time of its reset for n8n', async () => {
	const { account, engine } = await prepared(0);
	const trigger = new ActiveTrigger(engine, inLibrary);
	await trigger.poll();
	await account.switches({ dayQuota: 1 as never });
	const error = (await errorOf(trigger.poll())) as Error & { failure?: { cause: string; resetsAtEpochMs: number } };
	expect(errorText(error)).toMatch(/daily request quota/);
	expect(error.failure?.cause).toBe('quota-exhausted');
	expect(new Date(error.failure?.resetsAtEpochMs ?? 0).toISOString()).toMatch(/T0[78]:00:00\.000Z$/);
});

test('published with an exhausted daily quota: polls throw until one succeeds, and items after it start the workflow', async () => {
	const { account, engine, add } = await prepared(1);
	const trigger = new ActiveTrigger(engine, inLibrary);
	await trigger.poll('manual');
	await account.switches({ dayQuota: 1 as never });
	for (let attempt = 0; attempt < 3; attempt++) {
		expect(errorText(await errorOf(trigger.poll()))).toMatch(/daily request quota.*is not watching yet/);
		if (attempt > 0) trigger.publishAgain();
	}
	await account.switches({ dayQuota: 10_000 as never });
	expect(await trigger.poll()).toBeNull();
	const uploaded = await add(1);
	expect(ids(await trigger.poll())).toEqual(ids(uploaded));
});

test('an expired access token is refreshed, and a revoked one tells n8n to give up', async () => {
	const { account, engine, add } = await prepared(1);
	const trigger = new ActiveTrigger(engine, inLibrary);
	await trigger.poll();
	await account.expireAccess();
	const uploaded = await add(1);
	await account.expireAccess();
	expect(ids(await trigger.poll())).toEqual(ids(uploaded));
	await account.revoke();
	const error = (await errorOf(trigger.poll())) as Error & { failure?: object };
	expect(errorText(error)).toMatch(/no longer accepts the sign-in/);
	expect(error.failure).toEqual({ cause: 'credential-invalid' });
	expect(JSON.stringify(error)).not.toContain(account.refreshToken);
});

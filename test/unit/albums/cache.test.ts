import { invalidateAlbum } from '../../../nodes/GooglePhotos/albums/cache';
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreateByTitle';
import { findAlbumByTitle, getAlbum } from '../../../nodes/GooglePhotos/albums/findByTitle';
import { FakeGoogle } from '../support/google';
import { newCredentialId } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, HOUR, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test('an album found by its title is cached for one hour, by title and by ID', async () => {
	const google = new FakeGoogle([
		{ id: 'x', title: 'Holiday', productUrl: 'https://photos.google.com/lr/album/x' },
	]);
	const caller = google.caller();
	const find = async () => await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, ' Holiday'));
	const found = await find();
	await time.clock.pass(59 * MINUTE);
	expect(await find()).toMatchObject(found ?? {});
	expect(await time.clock.until(getAlbum({ n8n: caller, settings: {} }, 'x'))).toMatchObject(found ?? {});
	expect(google.asked).toEqual(['list albums']);
	await time.clock.pass(2 * MINUTE);
	await find();
	expect(google.asked).toEqual(['list albums', 'list albums']);
});

test('an album requested by its ID is cached for one hour', async () => {
	const google = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
	const caller = google.caller();
	for (const wait of [0, HOUR, 1]) {
		await time.clock.pass(wait);
		await time.clock.until(getAlbum({ n8n: caller, settings: {} }, 'x'));
	}
	expect(google.asked).toEqual(['get album x', 'get album x']);
});

test('the absence of a title is cached within its execution; another execution reads the list again', async () => {
	const google = new FakeGoogle();
	const credentialId = newCredentialId();
	const caller = google.caller({ credentialId });
	const find = async () => await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, 'New'));
	expect(await find()).toBeUndefined();
	google.albums.push({ id: 'x', title: 'Other' }, { id: 'y', title: 'New' });
	expect(await find()).toBeUndefined();
	const next = google.caller({ credentialId });
	expect(await time.clock.until(findAlbumByTitle({ n8n: next, settings: {} }, 'Other'))).toMatchObject({ id: 'x' });
	expect(google.asked).toEqual(['list albums', 'list albums']);
	await time.clock.pass(2 * HOUR);
	expect(await find()).toMatchObject({ id: 'y' });
});

test('an album that the execution created is found without another list request', async () => {
	const google = new FakeGoogle();
	const caller = google.caller();
	await time.clock.until(getOrCreateAlbum({ n8n: caller, settings: {} }, 'Holiday'));
	expect(await time.clock.until(getOrCreateAlbum({ n8n: caller, settings: {} }, 'Holiday'))).toMatchObject({
		id: 'album-1',
		created: false,
	});
	expect(google.asked).toEqual(['list albums', 'list albums', 'create album Holiday']);
});

test('another execution of the account confirms a cached title by ID; another account reads the list', async () => {
	const google = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
	const credentialId = newCredentialId();
	await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
	await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
	// the second execution confirms that the album still has this title
	expect(google.asked).toEqual(['list albums', 'get album x']);
	await time.clock.until(findAlbumByTitle({ n8n: google.caller(), settings: {} }, 'Holiday'));
	expect(google.asked).toEqual(['list albums', 'get album x', 'list albums']);
});

test('an album is read again after it was removed from the cache', async () => {
	const google = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
	const caller = google.caller();
	const known = await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, 'Holiday'));
	invalidateAlbum(caller, known ?? { id: '', title: '' });
	await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, 'Holiday'));
	await time.clock.until(getAlbum({ n8n: caller, settings: {} }, 'x'));
	expect(google.asked).toEqual(['list albums', 'list albums']);
});

test('an album whose title equals the ID of another album is not confused with it', async () => {
	const google = new FakeGoogle([
		{ id: 'x', title: 'y' },
		{ id: 'y', title: 'x' },
	]);
	const caller = google.caller();
	expect(await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, 'x'))).toMatchObject({ id: 'y' });
	expect(await time.clock.until(getAlbum({ n8n: caller, settings: {} }, 'x'))).toMatchObject({ id: 'x', title: 'y' });
});

test('the cache holds 1,000 albums and drops the oldest one', async () => {
	const google = new FakeGoogle(
		Array.from({ length: 1001 }, (_, index) => ({ id: `id-${index}`, title: `${index}` })),
	);
	const caller = google.caller();
	const get = async (id: string) => await time.clock.until(getAlbum({ n8n: caller, settings: {} }, id));
	for (const { id } of google.albums) await get(id);
	google.asked.length = 0;
	await get('id-1000');
	await get('id-0');
	expect(google.asked).toEqual(['get album id-0']);
});

test('after the credential is connected again, the cache is empty, since the account may be another one', async () => {
	const credentialId = newCredentialId();
	const first = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
	const signedInAs = (google: FakeGoogle, signIn: string) => {
		const caller = google.caller({ credentialId });
		const credential = { clientId: 'client', oauthTokenData: { refresh_token: signIn } };
		return Object.assign(caller, { getCredentials: async () => credential }) as typeof caller;
	};
	await findAlbumByTitle({ n8n: signedInAs(first, 'one'), settings: {} }, 'Holiday');
	await findAlbumByTitle({ n8n: signedInAs(first, 'one'), settings: {} }, 'Holiday');
	expect(first.asked).toEqual(['list albums', 'get album x']);
	const second = new FakeGoogle([]);
	expect(await findAlbumByTitle({ n8n: signedInAs(second, 'another'), settings: {} }, 'Holiday')).toBeUndefined();
	expect(second.asked).toEqual(['list albums']);
});

describe('a renamed album', () => {
	async function renamed() {
		const google = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
		const credentialId = newCredentialId();
		await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		google.albums[0].title = 'Holiday 2025';
		google.asked.length = 0;
		return { google, caller: () => google.caller({ credentialId }) };
	}

	test('is not found by its old title: one request for the album, then the list', async () => {
		const { google, caller } = await renamed();
		expect(await time.clock.until(findAlbumByTitle({ n8n: caller(), settings: {} }, 'Holiday'))).toBeUndefined();
		expect(google.asked).toEqual(['get album x', 'list albums']);
	});

	test('does not block the creation of a new album with its old title', async () => {
		const { google, caller } = await renamed();
		expect(await time.clock.until(getOrCreateAlbum({ n8n: caller(), settings: {} }, 'Holiday'))).toMatchObject({ id: 'album-2', created: true });
		expect(google.albums.map(({ title }) => title)).toEqual(['Holiday', 'Holiday 2025']);
	});

	test('has its new title in the cache as soon as any reply shows it', async () => {
		const { google, caller } = await renamed();
		await time.clock.until(findAlbumByTitle({ n8n: caller(), settings: {} }, 'Another'));
		expect(await time.clock.until(getAlbum({ n8n: caller(), settings: {} }, 'x'))).toMatchObject({ title: 'Holiday 2025' });
		expect(await time.clock.until(findAlbumByTitle({ n8n: caller(), settings: {} }, 'Holiday'))).toBeUndefined();
		expect(google.asked.filter((request) => request !== 'list albums')).toEqual([]);
	});
});

describe('a deleted album', () => {
	test('is requested by its ID, then searched in the list, then created again', async () => {
		const google = new FakeGoogle([{ id: 'x', title: 'Holiday' }]);
		const credentialId = newCredentialId();
		await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		google.albums.length = 0;
		google.asked.length = 0;
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(album).toMatchObject({ title: 'Holiday', created: true });
		expect(google.asked).toEqual(['get album x', 'list albums', 'list albums', 'create album Holiday']);
	});
});

describe('a title cached by an earlier execution', () => {
	const holiday = { id: 'x', title: 'Holiday' };

	async function known(runs: number, after: FakeGoogle['fault'] = () => undefined) {
		const google = new FakeGoogle([holiday]);
		const credentialId = newCredentialId();
		await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		google.asked.length = 0;
		google.fault = after;
		return { google, callers: Array.from({ length: runs }, () => google.caller({ credentialId })) };
	}

	test('is confirmed once per execution, however many items use it', async () => {
		const { google, callers } = await known(1);
		for (let item = 0; item < 5; item++) await time.clock.until(findAlbumByTitle({ n8n: callers[0], settings: {} }, 'Holiday'));
		expect(google.asked).toEqual(['get album x']);
	});

	test('is confirmed with one request for 20 concurrent executions', async () => {
		const { google, callers } = await known(20);
		const all = callers.map(async (caller) => await findAlbumByTitle({ n8n: caller, settings: {} }, 'Holiday'));
		expect(await time.clock.until(Promise.all(all))).toEqual(Array(20).fill(expect.objectContaining(holiday)));
		expect(google.asked).toEqual(['get album x']);
	});

	test.each([
		[404, 'Requested entity was not found.'],
		[400, 'Invalid album ID.'],
		[400, 'Request contains an invalid argument.'],
	])('is looked up in the list if the confirmation is rejected with %i %j', async (status, text) => {
		const { google, callers } = await known(1, ({ what }) => (what === 'get album x' ? googleSays(status, text) : undefined));
		expect(await time.clock.until(findAlbumByTitle({ n8n: callers[0], settings: {} }, 'Holiday'))).toMatchObject(holiday);
		expect(google.asked).toEqual(['get album x', 'list albums']);
	});

	test('causes an error for each waiting item if the confirmation fails', async () => {
		const { callers } = await known(2, () => googleSays(403, 'No.'));
		const errors = await time.clock.until(
			Promise.all(callers.map(async (caller, item) => await errorOf(findAlbumByTitle({ n8n: caller, settings: {} }, 'Holiday', { item })))),
		);
		expect(errors.map(({ message }) => message)).toEqual([0, 1].map((item) => expect.stringContaining(`[item ${item}]`)));
	});
});

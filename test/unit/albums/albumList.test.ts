/** Concurrent searches for album titles, some of which are cancelled. */
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreateByTitle';
import { findAlbumByTitle } from '../../../nodes/GooglePhotos/albums/findByTitle';
import { errorText } from '../../support/errorText';
import { FakeGoogle } from '../support/google';
import { newCredentialId } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, settle, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ id: `id-${index}`, title: `Album ${index}` }));
const lists = (google: FakeGoogle) => google.asked.filter((request) => request === 'list albums').length;

/** Executions of the same account. */
function runsOf(google: FakeGoogle, count: number) {
	const credentialId = newCredentialId();
	return Array.from({ length: count }, () => google.caller({ credentialId }));
}

test('500 concurrent executions with 5 new titles create 5 albums: one full list, one page before each creation', async () => {
	const google = new FakeGoogle(many(500));
	google.pageSize = 50;
	const all = runsOf(google, 500).map(async (caller, index) => await getOrCreateAlbum({ n8n: caller, settings: {} }, `New ${index % 5}`));
	const albums = await time.clock.until(Promise.all(all));
	expect(new Set(albums.map(({ id }) => id)).size).toBe(5);
	expect(google.askedTo('create album')).toHaveLength(5);
	expect(lists(google)).toBeLessThanOrEqual(11 + 5);
});

test('an execution that searches several titles continues the list where it stopped', async () => {
	const google = new FakeGoogle(many(10));
	const [caller] = runsOf(google, 1);
	for (const [title, pages] of [['Album 3', 2], ['Album 1', 2], ['Album 9', 5], ['None', 5], ['Nor this', 5]] as const) {
		await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, title));
		expect(lists(google)).toBe(pages);
	}
});

test('a failed page causes an error for each waiting item and can be read again', async () => {
	const google = new FakeGoogle(many(10));
	let failures = 1;
	google.fault = () => (failures-- > 0 ? googleSays(403, 'No.') : undefined);
	const callers = runsOf(google, 3);
	const errors = await time.clock.until(
		Promise.all(callers.map(async (caller, item) => await errorOf(findAlbumByTitle({ n8n: caller, settings: {} }, 'Album 9', { item })))),
	);
	expect(errors.map(({ message }) => message)).toEqual([0, 1, 2].map((item) => expect.stringContaining(`[item ${item}]`)));
	expect(await time.clock.until(findAlbumByTitle({ n8n: callers[0], settings: {} }, 'Album 9'))).toMatchObject({ id: 'id-9' });
	expect(lists(google)).toBe(6);
});

test('a list of albums that repeats a page token does not prove that an album is missing: none is created', async () => {
	const google = new FakeGoogle(many(6));
	google.tokenOf = (first) => String(first === 4 ? 2 : first);
	const [caller, other] = runsOf(google, 2);
	const context = { n8n: caller, settings: {} };
	const error = await time.clock.until(errorOf(getOrCreateAlbum(context, 'Album 4', { item: 1 })));
	expect(errorText(error)).toMatch(/list of albums from Google Photos does not end \[item 1\]/);
	expect(google.askedTo('create album')).toEqual([]);
	expect(lists(google)).toBe(2);
	expect(await time.clock.until(getOrCreateAlbum({ n8n: other, settings: {} }, 'Album 3'))).toMatchObject({ id: 'id-3', created: false });
});

test('while Google throttles creations only, the list that is read before each try does not reset the back-off', async () => {
	const google = new FakeGoogle();
	google.fault = ({ what }) => (what.startsWith('create album') ? googleSays(429, 'Quota exceeded for writes') : undefined);
	const [caller] = runsOf(google, 1);
	await time.clock.until(errorOf(getOrCreateAlbum({ n8n: caller, settings: {} }, 'New')));
	expect(time.clock.elapsed).toBe(15 * MINUTE);
	expect(google.askedTo('create album').length).toBeLessThanOrEqual(6);
	expect(lists(google)).toBeLessThanOrEqual(8);
});

describe('a cancelled execution', () => {
	test('does not end the search of other executions', async () => {
		const google = new FakeGoogle(many(10));
		google.fault = () => (google.asked.length === 1 ? disconnected('ECONNRESET') : undefined);
		const credentialId = newCredentialId();
		const stop = new AbortController();
		const first = errorOf(findAlbumByTitle({ n8n: google.caller({ credentialId, signal: stop.signal }), settings: {} }, 'Album 9'));
		const second = findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Album 9');
		await settle();
		stop.abort();
		expect((await time.clock.until(first)).message).toMatch(/cancelled/);
		expect(await time.clock.until(second)).toMatchObject({ id: 'id-9' });
	});

	test('leaves the lock queue immediately, while the next execution still waits for the lock', async () => {
		const google = new FakeGoogle();
		let open = () => {};
		const closed = new Promise<void>((resolve) => (open = resolve));
		const credentialId = newCredentialId();
		const stop = new AbortController();
		const inside = google.caller({ credentialId });
		const request = inside.helpers.httpRequestWithAuthentication as (...given: unknown[]) => Promise<unknown>;
		Object.assign(inside.helpers, {
			httpRequestWithAuthentication: async (...given: unknown[]) => {
				await closed;
				return await request(...given);
			},
		});
		const first = getOrCreateAlbum({ n8n: inside, settings: {} }, 'Holiday');
		const second = errorOf(
			getOrCreateAlbum({ n8n: google.caller({ credentialId, signal: stop.signal }), settings: {} }, 'Holiday', { item: 7 }),
		);
		const third = getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday');
		await settle();
		stop.abort();
		expect(errorText(await second)).toMatch(/cancelled \[item 7\]/);
		await settle();
		expect(google.askedTo('create album')).toEqual([]);
		open();
		expect((await time.clock.until(first)).created).toBe(true);
		expect((await time.clock.until(third)).created).toBe(false);
		expect(google.askedTo('create album')).toEqual(['Holiday']);
	});
});

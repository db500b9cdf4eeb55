/** Creations of albums of which no reply came, or that something else was in the way of. */
import fc from 'fast-check';
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreate';
import { findAlbumByTitle } from '../../../nodes/GooglePhotos/albums/findByTitle';
import { FakeAlbums } from '../support/albums';
import { newCredentialId } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, saying, SECOND, settle, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const CONCURRENT = "Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.";
const titlesOf = (google: FakeAlbums) => google.albums.map(({ title }) => title);

describe('a creation that is answered with 504', () => {
	test('and whose album is there up to 12 seconds later is not made a second time', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 12_000 }), fc.nat(3), async (late, others) => {
				const google = new FakeAlbums(Array.from({ length: others }, (_, index) => ({ id: `id-${index}`, title: 'Other' })));
				google.late = late;
				const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
				expect(google.created).toHaveLength(1);
				expect(album).toMatchObject({ id: google.albums[0].id, title: 'Holiday', created: true });
			}),
		);
	});

	test('is waited for by others in the process as well', async () => {
		const google = new FakeAlbums();
		google.late = 1800;
		const credentialId = newCredentialId();
		const all = Array.from({ length: 5 }, async () => await getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		const albums = await time.clock.until(Promise.all(all));
		expect(new Set(albums.map(({ id }) => id)).size).toBe(1);
		expect(google.created).toHaveLength(1);
	});
});

describe('a creation that is cut off by Stop or by the time-out of the workflow', () => {
	/** An execution that is stopped while Google makes the album. */
	async function stopped(google: FakeAlbums, credentialId: string) {
		const stop = new AbortController();
		google.after = () => undefined;
		google.before = (request) => {
			if (!request.startsWith('create') || stop.signal.aborted) return undefined;
			stop.abort();
			return undefined;
		};
		const error = await time.clock.until(
			errorOf(getOrCreateAlbum({ n8n: google.caller({ credentialId, signal: stop.signal }), settings: {} }, 'Holiday')),
		);
		google.late = undefined;
		return error;
	}

	test.each([300, 1800, 5000, 11_900])('is waited for by the next execution: there after %d ms', async (late) => {
		const google = new FakeAlbums();
		const credentialId = newCredentialId();
		google.late = late;
		expect(saying(await stopped(google, credentialId))).toMatch(/cancelled/);
		const next = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(next).toMatchObject({ title: 'Holiday', created: false });
		expect(google.created).toHaveLength(1);
	});

	test('ends at once itself', async () => {
		const google = new FakeAlbums();
		google.late = MINUTE;
		await stopped(google, newCredentialId());
		expect(time.clock.elapsed).toBe(0);
	});

	test('and made nothing is made by the next, after twelve seconds', async () => {
		const google = new FakeAlbums();
		const credentialId = newCredentialId();
		google.late = 10 * MINUTE;
		await stopped(google, credentialId);
		await time.clock.pass(4 * SECOND);
		const next = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(next.created).toBe(true);
		expect(time.clock.elapsed).toBe(12 * SECOND);
	});

	test('holds up no other title', async () => {
		const google = new FakeAlbums();
		const credentialId = newCredentialId();
		google.late = 10 * MINUTE;
		await stopped(google, credentialId);
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Another'));
		expect(time.clock.elapsed).toBe(0);
	});
});

describe('another process', () => {
	test('that writes at the same time has perhaps made the album: the list is read before it is sent again', async () => {
		const google = new FakeAlbums();
		google.before = (request) => {
			if (!request.startsWith('create')) return undefined;
			google.albums.push({ id: 'other', title: 'Other' }, { id: 'of another process', title: 'Holiday' });
			return googleSays(429, CONCURRENT);
		};
		google.pageSize = 1;
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
		expect(album).toMatchObject({ id: 'of another process', created: false });
		expect(google.created).toHaveLength(1);
		expect(time.clock.elapsed).toBeGreaterThanOrEqual(30 * SECOND);
	});

	test('that made it after the list was read is seen right before it is made', async () => {
		const google = new FakeAlbums();
		google.after = () => {
			if (google.asked.length === 1) google.albums.unshift({ id: 'of another process', title: 'Holiday' });
			return undefined;
		};
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
		expect(album).toMatchObject({ id: 'of another process', created: false });
		expect(titlesOf(google)).toEqual(['Holiday']);
	});

	test.each([
		['first', (google: FakeAlbums) => google.albums.unshift({ id: 'theirs', title: 'Holiday' }), 'theirs'],
		['last', (google: FakeAlbums) => google.albums.push({ id: 'theirs', title: 'Holiday' }), 'album-1'],
	])('made one at the same moment, which Google lists %s: from the next run on all use the first', async (_order, appear, id) => {
		const google = new FakeAlbums();
		const credentialId = newCredentialId();
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		appear(google);
		for (const wait of [0, 2 * SECOND, 10 * MINUTE, 40 * MINUTE]) {
			await time.clock.pass(wait);
			const album = await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
			expect(album).toMatchObject({ id });
		}
	});

	test('an album that this process made is confirmed by a list, however late the next run comes', async () => {
		const google = new FakeAlbums();
		const credentialId = newCredentialId();
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		google.albums.unshift({ id: 'theirs', title: 'Holiday' });
		await time.clock.pass(30 * MINUTE);
		google.asked.length = 0;
		for (const asked of [['list'], ['list', 'get theirs']]) {
			expect(await findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday')).toMatchObject({ id: 'theirs' });
			expect(google.asked).toEqual(asked);
		}
	});
});

test('an album that Google does not list yet is not made again', async () => {
	const google = new FakeAlbums();
	google.unlisted = 5 * MINUTE;
	const credentialId = newCredentialId();
	for (const wait of [0, SECOND, MINUTE, MINUTE, 5 * MINUTE]) {
		await time.clock.pass(wait);
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(album.id).toBe('album-1');
	}
	await settle();
	expect(google.created).toHaveLength(1);
});

/** Creations of albums that get no reply or that collide with another process. */
import fc from 'fast-check';
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreateByTitle';
import { findAlbumByTitle } from '../../../nodes/GooglePhotos/albums/findByTitle';
import { errorText } from '../../support/errorText';
import { FakeGoogle } from '../support/google';
import { newCredentialId } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, settle, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const CONCURRENT = "Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.";

/** Answers the creation of an album with 504. The album is there so many milliseconds later. */
const appearsAfter = (actsAfter: number): FakeGoogle['fault'] => ({ what }) =>
	what.startsWith('create album') ? { error: googleSays(504, 'Deadline expired before operation could complete.'), actsAfter } : undefined;
const titlesOf = (google: FakeGoogle) => google.albums.map(({ title }) => title);

describe('an album creation that ends with 504', () => {
	test('is not repeated if the album appears within 12 seconds', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 12_000 }), fc.nat(3), async (late, others) => {
				const google = new FakeGoogle(Array.from({ length: others }, (_, index) => ({ id: `id-${index}`, title: 'Other' })));
				google.fault = appearsAfter(late);
				const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
				expect(google.askedTo('create album')).toHaveLength(1);
				expect(album).toMatchObject({ id: google.albums[0].id, title: 'Holiday', created: true });
			}),
		);
	});

	test('is awaited by concurrent executions of the process', async () => {
		const google = new FakeGoogle();
		google.fault = appearsAfter(1800);
		const credentialId = newCredentialId();
		const all = Array.from({ length: 5 }, async () => await getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		const albums = await time.clock.until(Promise.all(all));
		expect(new Set(albums.map(({ id }) => id)).size).toBe(1);
		expect(google.askedTo('create album')).toHaveLength(1);
	});
});

describe('an album creation aborted by Stop or by the workflow timeout', () => {
	/** Stops an execution while Google creates the album, which appears so many milliseconds later. */
	async function stopped(google: FakeGoogle, credentialId: string, late: number) {
		const stop = new AbortController();
		const fault = appearsAfter(late);
		google.fault = (call) => {
			if (call.what.startsWith('create album')) stop.abort();
			return fault(call);
		};
		const error = await time.clock.until(
			errorOf(getOrCreateAlbum({ n8n: google.caller({ credentialId, signal: stop.signal }), settings: {} }, 'Holiday')),
		);
		google.fault = () => undefined;
		return error;
	}

	test.each([300, 1800, 5000, 11_900])('is awaited by the next execution if the album appears after %d ms', async (late) => {
		const google = new FakeGoogle();
		const credentialId = newCredentialId();
		expect(errorText(await stopped(google, credentialId, late))).toMatch(/cancelled/);
		const next = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(next).toMatchObject({ title: 'Holiday', created: false });
		expect(google.askedTo('create album')).toHaveLength(1);
	});

	test('ends its own execution immediately', async () => {
		const google = new FakeGoogle();
		await stopped(google, newCredentialId(), MINUTE);
		expect(time.clock.elapsed).toBe(0);
	});

	test('is repeated by the next execution if the album is missing after 12 seconds', async () => {
		const google = new FakeGoogle();
		const credentialId = newCredentialId();
		await stopped(google, credentialId, 10 * MINUTE);
		await time.clock.pass(4 * SECOND);
		const next = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(next.created).toBe(true);
		expect(time.clock.elapsed).toBe(12 * SECOND);
	});

	test('does not delay other titles', async () => {
		const google = new FakeGoogle();
		const credentialId = newCredentialId();
		await stopped(google, credentialId, 10 * MINUTE);
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Another'));
		expect(time.clock.elapsed).toBe(0);
	});
});

describe('another process', () => {
	test('may have created the album with its concurrent write: the list is read before the retry', async () => {
		const google = new FakeGoogle();
		google.fault = ({ what }) => {
			if (!what.startsWith('create album')) return undefined;
			google.albums.push({ id: 'other', title: 'Other' }, { id: 'of another process', title: 'Holiday' });
			return googleSays(429, CONCURRENT);
		};
		google.pageSize = 1;
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
		expect(album).toMatchObject({ id: 'of another process', created: false });
		expect(google.askedTo('create album')).toHaveLength(1);
		expect(time.clock.elapsed).toBeGreaterThanOrEqual(30 * SECOND);
	});

	test('may create the album after the list was read: it is found right before the creation', async () => {
		const google = new FakeGoogle();
		google.fault = ({ count }) => {
			if (count === 2) google.albums.unshift({ id: 'of another process', title: 'Holiday' });
			return undefined;
		};
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller(), settings: {} }, 'Holiday'));
		expect(album).toMatchObject({ id: 'of another process', created: false });
		expect(titlesOf(google)).toEqual(['Holiday']);
	});

	test.each([
		['first', (google: FakeGoogle) => google.albums.unshift({ id: 'theirs', title: 'Holiday' }), 'theirs'],
		['last', (google: FakeGoogle) => google.albums.push({ id: 'theirs', title: 'Holiday' }), 'album-1'],
	])('created the title at the same time, listed %s: later executions use the album listed first', async (_order, appear, id) => {
		const google = new FakeGoogle();
		const credentialId = newCredentialId();
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		appear(google);
		for (const wait of [0, 2 * SECOND, 10 * MINUTE, 40 * MINUTE]) {
			await time.clock.pass(wait);
			const album = await time.clock.until(findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
			expect(album).toMatchObject({ id });
		}
	});

	test('may have created the title too: an own album is confirmed by the list 30 minutes later', async () => {
		const google = new FakeGoogle();
		const credentialId = newCredentialId();
		await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		google.albums.unshift({ id: 'theirs', title: 'Holiday' });
		await time.clock.pass(30 * MINUTE);
		google.asked.length = 0;
		for (const asked of [['list albums'], ['list albums', 'get album theirs']]) {
			expect(await findAlbumByTitle({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday')).toMatchObject({ id: 'theirs' });
			expect(google.asked).toEqual(asked);
		}
	});
});

test('an album that Google does not list yet is not created again', async () => {
	const google = new FakeGoogle();
	google.unlisted = 5 * MINUTE;
	const credentialId = newCredentialId();
	for (const wait of [0, SECOND, MINUTE, MINUTE, 5 * MINUTE]) {
		await time.clock.pass(wait);
		const album = await time.clock.until(getOrCreateAlbum({ n8n: google.caller({ credentialId }), settings: {} }, 'Holiday'));
		expect(album.id).toBe('album-1');
	}
	await settle();
	expect(google.askedTo('create album')).toHaveLength(1);
});

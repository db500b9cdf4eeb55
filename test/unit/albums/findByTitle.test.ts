import fc from 'fast-check';
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreateByTitle';
import { findAlbumByTitle } from '../../../nodes/GooglePhotos/albums/findByTitle';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { errorText } from '../../support/errorText';
import { FakeGoogle } from '../support/google';
import { newCredentialId } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const getOrCreate = async (caller: N8nContext, title: string) =>
	await time.clock.until(getOrCreateAlbum({ n8n: caller, settings: {} }, title));
const find = async (caller: N8nContext, title: string) =>
	await time.clock.until(findAlbumByTitle({ n8n: caller, settings: {} }, title));

const many = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ id: `id-${index}`, title: `Album ${index}` }));

describe('the search for a title', () => {
	test('stops at the page with the first match', async () => {
		const google = new FakeGoogle(many(10));
		expect(await find(google.caller(), 'Album 3')).toMatchObject({ id: 'id-3', title: 'Album 3' });
		expect(google.asked).toEqual(['list albums', 'list albums']);
	});

	test('returns the album that Google lists first if several have the title', async () => {
		const google = new FakeGoogle(['a', 'b', 'c'].map((id) => ({ id, title: 'Same' })));
		expect(await find(google.caller(), 'Same')).toMatchObject({ id: 'a' });
	});

	test('reads all pages before it reports that no album has the title', async () => {
		const google = new FakeGoogle(many(9));
		expect(await find(google.caller(), 'Other')).toBeUndefined();
		expect(google.asked).toHaveLength(5);
	});

	test.each([
		['composed and decomposed accents', 'Été à la plage', 'E\u0301te\u0301 a\u0300 la plage'],
		['Hangul', '한국', '\u1112\u1161\u11ab\u1100\u116e\u11a8'],
		['white space around', 'Holiday', '\u00a0 Holiday\t'],
	])('treats both forms as the same title: %s', async (_title, one, other) => {
		for (const [stored, wanted] of [
			[one, other],
			[other, one],
		]) {
			const google = new FakeGoogle([{ id: 'x', title: stored }]);
			expect(await find(google.caller(), wanted)).toMatchObject({ id: 'x' });
		}
	});

	test.each([
		['Holiday', 'holiday'],
		['Holiday', 'Holidays'],
		['a b', 'a  b'],
		['ﬁ', 'fi'],
	])('treats %j and %j as different titles', async (stored, wanted) => {
		expect(
			await find(new FakeGoogle([{ id: 'x', title: stored }]).caller(), wanted),
		).toBeUndefined();
	});

	test('skips albums without a title', async () => {
		expect(
			await find(new FakeGoogle([{ id: 'x' }, { id: 'y', title: 'Y' }]).caller(), 'Y'),
		).toMatchObject({ id: 'y' });
	});
});

describe('an album is created once per title', () => {
	test('for 40 concurrent calls', async () => {
		const google = new FakeGoogle();
		const caller = google.caller();
		const all = Array.from(
			{ length: 40 },
			async () => await getOrCreateAlbum({ n8n: caller, settings: {} }, 'Holiday'),
		);
		const albums = await time.clock.until(Promise.all(all));
		expect(google.askedTo('create album')).toEqual(['Holiday']);
		expect(new Set(albums.map(({ id }) => id))).toEqual(new Set(['album-1']));
		expect(albums.map(({ created }) => created)).toEqual([true, ...Array(39).fill(false)]);
	});

	test('across executions of the same account, and separately for another account', async () => {
		const credentialId = newCredentialId();
		const google = new FakeGoogle();
		const callers = [
			google.caller({ credentialId }),
			google.caller({ credentialId }),
			google.caller(),
		];
		await time.clock.until(
			Promise.all(callers.map(async (caller) => await getOrCreateAlbum({ n8n: caller, settings: {} }, 'Holiday'))),
		);
		expect(google.askedTo('create album')).toHaveLength(2);
	});

	test('if the first creation fails, the next call tries again', async () => {
		const google = new FakeGoogle();
		let failures = 1;
		google.fault = ({ what }) =>
			what !== 'list albums' && failures-- > 0 ? googleSays(400, 'No.') : undefined;
		const caller = google.caller();
		const outcomes = Promise.allSettled(
			[1, 2, 3].map(async () => await getOrCreateAlbum({ n8n: caller, settings: {} }, 'Holiday')),
		);
		expect((await time.clock.until(outcomes)).map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'fulfilled',
		]);
		expect(google.albums).toHaveLength(1);
	});

	test('for any titles: one album per distinct title, and each call gets the album with its title', async () => {
		const odd = fc.constantFrom(
			'__proto__',
			'constructor',
			'é',
			'e\u0301',
			' a',
			'a ',
			'"',
			'{{ $json }}',
			'\u200b',
			'🏖️',
			'id\0x',
			'title\0x',
		);
		const title = fc.oneof(
			odd,
			fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(title, { maxLength: 15 }), async (titles) => {
				const google = new FakeGoogle();
				const caller = google.caller();
				const albums = await time.clock.until(
					Promise.all(titles.map(async (wanted) => await getOrCreateAlbum({ n8n: caller, settings: {} }, wanted))),
				);
				const form = (text: string) => text.normalize('NFC').trim();
				expect(google.albums.map((album) => album.title).sort()).toEqual(
					[...new Set(titles.map(form))].sort(),
				);
				expect(albums.map((album) => album.title)).toEqual(titles.map(form));
			}),
			{ numRuns: 40 },
		);
	});
});

describe('a creation whose reply is lost', () => {
	const lost = (actsAfter?: number): FakeGoogle['fault'] => ({ what }) =>
		what.startsWith('create album') ? { error: disconnected('ECONNRESET'), actsAfter } : undefined;

	test('is not repeated if the list shows the album', async () => {
		const google = new FakeGoogle(many(3));
		google.fault = lost(0);
		expect(await getOrCreate(google.caller(), 'Holiday')).toMatchObject({
			id: 'album-4',
			title: 'Holiday',
			created: true,
		});
		expect(google.askedTo('create album')).toHaveLength(1);
	});

	test('is retried, with 3 attempts in total, while the list does not show the album', async () => {
		const google = new FakeGoogle();
		google.fault = lost();
		const error = await errorOf(getOrCreate(google.caller(), 'Holiday'));
		expect(errorText(error)).toMatch(/connection .* was lost.*may have been carried out/);
		expect(google.asked).toEqual(['list albums', ...Array(3).fill(['list albums', 'create album Holiday', 'list albums', 'list albums', 'list albums']).flat()]);
		expect(time.clock.elapsed).toBe(36 * SECOND);
	});

	test('leads to list requests; a rejected creation does not', async () => {
		const google = new FakeGoogle();
		google.fault = ({ what }) =>
			what.startsWith('create album') ? googleSays(400, 'No.') : undefined;
		await errorOf(getOrCreate(google.caller(), 'Holiday'));
		expect(google.asked).toEqual(['list albums', 'list albums', 'create album Holiday']);
	});
});

/** The album of each file is resolved before anything is sent. */
import type { IDataObject } from 'n8n-workflow';
import type { Entry } from '../../../nodes/GooglePhotos/uploads/collectFiles';
import { resolveAlbums } from '../../../nodes/GooglePhotos/uploads/resolveAlbums';
import { errorText } from '../../support/errorText';
import { FakeGoogle } from '../support/google';
import { APPEND, fakeRun, READ } from '../support/caller';
import type { CallerOptions } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { sentFile } from '../support/sentFiles';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const byId = (value: string) => ({ mode: 'id', value });
const byTitle = (value: string) => ({ mode: 'title', value });

/** A file at a position of the node's input. The index of its input item is the position + 6. */
const fileAt = (position: number): Entry => ({ position, source: sentFile(position + 6).source });

/** Resolves the albums of files with these album fields. undefined leaves the field at its default. */
async function going(
	google: FakeGoogle,
	locators: unknown[],
	more: CallerOptions & { continueOnFail?: boolean; entries?: Entry[] } = {},
) {
	const { continueOnFail = true, entries = locators.map((_, position) => fileAt(position)), ...options } = more;
	const run = {
		...fakeRun(google.caller(options)),
		continueOnFail,
		parameter: <T>(name: string, position: number, fallback: T) =>
			(name === 'album' ? (locators[position] ?? fallback) : fallback) as T,
	};
	return await time.clock.until(resolveAlbums(run, entries));
}

/** The album ID of each file, or the text of its error; `passes` for an entry that passes through. */
const outcomes = (entries: Entry[]) =>
	entries.map((entry) => ('source' in entry ? entry.source.album?.id : 'error' in entry ? errorText(entry.error) : 'passes'));

const holiday = { id: 'h', title: 'Holiday', productUrl: 'https://photos.google.com/lr/album/h' };
const NO_APPEND =
	'Reconnect the credential, and tick every box on Google\'s page. | Open it in n8n and sign in with Google again. ' +
	'Needed: "photoslibrary.appendonly" (add photos and albums). Nothing was sent.';

describe('the destination of a file', () => {
	test('is just the library if no album is chosen, without any request', async () => {
		const google = new FakeGoogle([holiday]);
		for (const continueOnFail of [true, false]) {
			const entries = await going(google, [undefined, '', ' ', { mode: 'list albums', value: '' }], { continueOnFail });
			expect(entries).toEqual([0, 1, 2, 3].map(fileAt));
		}
		expect(google.asked).toEqual([]);
	});

	test('is the album of its own input item, and its other fields stay unchanged', async () => {
		const google = new FakeGoogle([holiday, { id: 'w', title: 'Work' }]);
		const [one, other] = await going(google, [byTitle('Work'), byId('h')]);
		expect(one).toEqual({ position: 0, source: { ...sentFile(6).source, album: { id: 'w', title: 'Work', created: false } } });
		expect(other).toEqual({ position: 1, source: { ...sentFile(7).source, album: holiday } });
	});

	test.each([true, false])('is a new album if no album has the title; it is created once (Continue On Fail: %s)', async (continueOnFail) => {
		const google = new FakeGoogle();
		const entries = await going(google, Array<IDataObject>(3).fill(byTitle('New')), { continueOnFail });
		expect(outcomes(entries)).toEqual(['album-1', 'album-1', 'album-1']);
		// listed again right before the creation: another process may have created the album
		expect(google.asked).toEqual(['list albums', 'list albums', 'create album New']);
	});

	test('is not resolved for an entry without a file, which stays unchanged and in its place', async () => {
		const error = new Error('no');
		const entries: Entry[] = [{ position: 0, passThrough: true }, fileAt(1), { position: 2, error }];
		const locators = ['https://example.com/', byId('h'), 'https://example.com/'];
		for (const continueOnFail of [true, false]) {
			const [passing, file, failed] = await going(new FakeGoogle([holiday]), locators, { continueOnFail, entries });
			expect(file).toMatchObject({ source: { album: { id: 'h' } } });
			expect([passing, failed]).toEqual([entries[0], { position: 2, error }]);
		}
	});
});

describe('albums', () => {
	test('are requested in input order', async () => {
		const google = new FakeGoogle([holiday]);
		await going(google, [byId('h'), byTitle('B'), byTitle('A'), byId('h'), byTitle('B')]);
		expect(google.asked).toEqual(['get album h', 'list albums', 'list albums', 'create album B', 'list albums', 'create album A']);
	});

	test('whose title is the ID of another album are not confused with it', async () => {
		const google = new FakeGoogle([holiday, { id: 'x', title: 'h' }]);
		expect(outcomes(await going(google, [byId('h'), byTitle('h'), byId('h')]))).toEqual(['h', 'x', 'h']);
	});

	test('are not those of a list in an expression, even if it has the ID of one', async () => {
		const said = outcomes(await going(new FakeGoogle([holiday]), [byId('h'), { mode: 'id', value: ['h'] }]));
		expect(said).toEqual(['h', expect.stringMatching(/^'Album' is neither text nor a number \[item 7\]\. /)]);
	});

	test('that Google does not know are requested once, and each file gets an error for its own item', async () => {
		const google = new FakeGoogle([holiday]);
		const said = outcomes(await going(google, [byId('gone'), byId('gone'), undefined, byId('h')]));
		expect(google.asked).toEqual(['get album gone', 'get album h']);
		for (const position of [0, 1]) {
			expect(said[position]).toMatch(
				`The album was not found in Google Photos: album "gone" [item ${position + 6}]. Choose the album 'From List'. | Apps can use only albums that they created themselves`,
			);
		}
		expect(said.slice(2)).toEqual([undefined, 'h']);
	});
});

describe('without Continue On Fail', () => {
	test('no album is created if the album field of a later item is invalid', async () => {
		const google = new FakeGoogle();
		const link = { mode: 'url', value: 'https://photos.google.com/album/x' };
		const error = await errorOf(going(google, [byTitle('New'), undefined, link, link], { continueOnFail: false }));
		expect(errorText(error)).toMatch(
			/^'Album' is not a link to an album of this app: album "photos\.google\.com" \[item 8\]\. .*\| [^|]+$/,
		);
		expect(google.asked).toEqual([]);
	});

	test('the first error ends the execution', async () => {
		const google = new FakeGoogle();
		const error = await errorOf(going(google, [byId('gone'), byTitle('New')], { continueOnFail: false }));
		expect(errorText(error)).toMatch(/^The album was not found in Google Photos: album "gone" \[item 6\]\. .*\| /);
		expect(google.asked).toEqual(['get album gone']);
	});

	test('a missing permission ends the execution', async () => {
		const error = await errorOf(going(new FakeGoogle(), [undefined, undefined], { continueOnFail: false, scope: READ }));
		expect(errorText(error)).toBe(
			`The credential lacks a permission that this operation needs: file "6.jpg" in field "data" [item 6]. ${NO_APPEND}`,
		);
	});
});

describe('under Continue On Fail', () => {
	test('after a lost reply, the error of each file says that its album may have been created', async () => {
		const google = new FakeGoogle();
		google.fault = ({ what }) => (what === 'create album New' ? disconnected('ECONNRESET') : undefined);
		const said = outcomes(await going(google, [byTitle('New'), byTitle('New')]));
		for (const [position, words] of said.entries()) {
			expect(words).toMatch(
				`album "New" [item ${position + 6}]. Check in Google Photos before running it again. | `,
			);
		}
	});

	test('an invalid album field is an error of its item only', async () => {
		const google = new FakeGoogle();
		const said = outcomes(await going(google, [byTitle('x'.repeat(501)), byTitle('New'), byId('..')]));
		expect(said).toEqual([
			'The title is longer than 500 characters [item 6]. Enter a shorter title. | Google accepts up to 500 characters; this one has 501. Parameter: \'Title\'.',
			'album-1',
			"'Album' is not the ID of an album: album \"..\" [item 8]. Choose the album 'From List'. | ",
		]);
	});

	test('without the permission to add photos no album is requested, and each file gets an error', async () => {
		const google = new FakeGoogle();
		expect(outcomes(await going(google, [undefined, byTitle('New')], { scope: READ }))).toEqual([
			`The credential lacks a permission that this operation needs: file "6.jpg" in field "data" [item 6]. ${NO_APPEND}`,
			`Not sent: The credential lacks a permission that this operation needs: file "7.jpg" in field "data" [item 7]. ${NO_APPEND}`,
		]);
		expect(google.asked).toEqual([]);
	});

	test('a missing permission that only some albums need is an error of their files only', async () => {
		const said = outcomes(await going(new FakeGoogle(), [byTitle('New'), undefined, byId('h'), byTitle('New')], { scope: APPEND }));
		for (const position of [0, 3]) {
			expect(said[position]).toMatch(
				new RegExp(`^The credential lacks a permission that this operation needs: album "New" \\[item ${position + 6}\\]\\. Reconnect the credential, and tick every box on Google's page\\. \\| `),
			);
		}
		expect(said.slice(1, 3)).toEqual([undefined, 'h']);
	});

	test('after a fatal error (daily quota) no request is sent, and the remaining files are "Not sent"', async () => {
		const google = new FakeGoogle([holiday]);
		google.fault = ({ what }) =>
			what === 'list albums' ? googleSays(429, 'Quota exceeded for quota metric: requests per day') : undefined;
		const said = outcomes(await going(google, [byId('h'), byTitle('New'), undefined, byId('other')]));
		expect(google.asked).toEqual(['get album h', 'list albums']);
		expect(said[0]).toBe('h');
		const words = 'The daily request quota of your Google Cloud project is used up: ';
		expect(said[1]).toMatch(`${words}album "New" [item 7]. The quota resets at midnight Pacific Time. | `);
		expect(said[1]).not.toMatch(/Not sent/);
		expect(said[2]).toMatch(`Not sent: ${words}file "8.jpg" in field "data" [item 8]. The quota resets at midnight Pacific Time. | `);
		expect(said[3]).toMatch(`Not sent: ${words}file "9.jpg" in field "data" [item 9]. The quota resets at midnight Pacific Time. | `);
	});
});

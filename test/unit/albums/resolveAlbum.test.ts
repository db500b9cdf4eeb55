import { resolveAlbum } from '../../../nodes/GooglePhotos/albums/resolveAlbum';
import { errorText } from '../../support/errorText';
import { FakeGoogle } from '../support/google';
import { APPEND, newCredentialId } from '../support/caller';
import { disconnected } from '../support/httpErrors';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const of = (mode: string, value: string) => ({ __rl: true, mode, value });
const holiday = {
	id: 'AbC-_1',
	title: 'Holiday',
	productUrl: 'https://photos.google.com/lr/album/AbC-_1',
};

async function resolved(
	google: FakeGoogle,
	locator: unknown,
	missing: 'create' | 'refuse' = 'refuse',
	scope?: string,
) {
	const about = { item: 2 };
	return await time.clock.until(
		resolveAlbum({ n8n: google.caller({ scope }), settings: {} }, locator, missing, about),
	);
}

test.each([
	of('list albums', 'AbC-_1'),
	of('id', ' AbC-_1 '),
	'AbC-_1',
	of('url', 'AbC-_1'),
	of('url', 'https://photos.google.com/lr/album/AbC-_1'),
	of('url', 'https://photos.google.com/u/1/lr/album/AbC-_1?key=x'),
	of('id', 'https://photos.google.com/lr/album/AbC-_1/'),
])('%j is requested by its ID', async (locator) => {
	const google = new FakeGoogle([holiday]);
	expect(await resolved(google, locator)).toEqual(expect.objectContaining(holiday));
	expect(google.asked).toEqual(['get album AbC-_1']);
});

test('executions that need the same album by its ID at the same time share one request', async () => {
	const google = new FakeGoogle([holiday]);
	const credentialId = newCredentialId();
	const lookups = Array.from({ length: 30 }, async () => {
		const context = { n8n: google.caller({ credentialId }), settings: {} };
		return await resolveAlbum(context, of('id', holiday.id), 'refuse', {});
	});
	for (const album of await time.clock.until(Promise.all(lookups))) expect(album).toMatchObject(holiday);
	expect(google.asked).toEqual([`get album ${holiday.id}`]);
});

test('a title is searched in the list of albums', async () => {
	const google = new FakeGoogle([{ id: 'x', title: 'Other' }, holiday]);
	expect(await resolved(google, of('title', ' Holiday '))).toEqual(
		expect.objectContaining(holiday),
	);
	expect(google.asked).toEqual(['list albums']);
});

test('a title without an album is rejected, or created where this is allowed', async () => {
	const google = new FakeGoogle();
	const error = await errorOf(resolved(google, of('title', 'New')));
	expect(errorText(error)).toMatch(
		/no album with that title: album "New" \[item 2\].*Get or Create.*Parameter: 'Album'/,
	);
	expect(google.askedTo('create album')).toEqual([]);
	expect(await resolved(google, of('title', 'New'), 'create')).toMatchObject({ title: 'New' });
	expect(google.askedTo('create album')).toEqual(['New']);
});

test('a title that looks like a link is used as a title', async () => {
	const google = new FakeGoogle();
	const title = 'https://photos.google.com/album/x';
	await resolved(google, of('title', title), 'create');
	expect(google.albums).toMatchObject([{ title }]);
});

test.each([
	'https://photos.google.com/album/AF1QipNotAnApiId',
	'https://photos.google.com/share/AF1QipX?key=y',
	'https://photos.google.com/lr/photo/AbC',
	'https://photos.app.goo.gl/AbC',
	'http://photos.google.com/lr/album/AbC',
	'https://photos.google.com.evil.example/lr/album/AbC',
	'https://photos.google.com/lr/album/',
])('the link %s is rejected before any request is sent', async (link) => {
	const google = new FakeGoogle([holiday]);
	const error = await errorOf(resolved(google, of('url', link)));
	expect(error.message).toBe(
		`'Album' is not a link to an album of this app: album "${new URL(link).host}" [item 2]. Choose the album 'From List'.`,
	);
	expect(error.description).toMatch(/^Addresses in the browser/);
	expect(google.asked).toEqual([]);
});

test.each([of('list albums', ''), of('title', ' '), '', null])(
	'%j is reported as no chosen album before any request is sent',
	async (locator) => {
		const google = new FakeGoogle([holiday]);
		const error = await errorOf(resolved(google, locator, 'create'));
		expect(error.message).toBe('No album is chosen [item 2]. Choose an album, or enter its title, URL or ID.');
		expect(google.asked).toEqual([]);
	},
);

test.each(['a/b', 'a?b=c', 'a#b', '%2e%2e%2f', 'äö', 'a:batchAddMediaItems', '🌅'])(
	'the hostile ID %j reaches Google unchanged',
	async (id) => {
		const google = new FakeGoogle([{ id, title: 'Odd' }]);
		expect(await resolved(google, of('id', id))).toMatchObject({ id, title: 'Odd' });
		expect(google.asked).toEqual([`get album ${id}`]);
	},
);

test.each(['.', '..', 'half-a-surrogate \ud83c'])(
	'the ID %j cannot be sent and is rejected with an error that names the item',
	async (id) => {
		const google = new FakeGoogle([holiday]);
		const error = await errorOf(resolved(google, of('id', id)));
		expect(error.message).toMatch(/\[item 2\]\. ./);
		expect(google.asked).toEqual([]);
	},
);

test('an ID that Google does not know causes an error that names the album', async () => {
	const error = await errorOf(resolved(new FakeGoogle(), of('id', 'unknown')));
	expect(errorText(error)).toMatch(/album was not found in Google Photos: album "unknown" \[item 2\].*From List/);
});

test('without the permission to read, an ID is used unchecked and a title is rejected', async () => {
	const google = new FakeGoogle([holiday]);
	expect(await resolved(google, of('id', 'AbC-_1'), 'refuse', APPEND)).toEqual({
		id: 'AbC-_1',
		title: '',
	});
	const error = await errorOf(resolved(google, of('title', 'Holiday'), 'create', APPEND));
	expect(errorText(error)).toMatch(/lacks a permission/);
	expect(google.asked).toEqual([]);
});

test('a connection failure is not treated as a missing permission', async () => {
	const google = new FakeGoogle([holiday]);
	google.fault = () => disconnected('ECONNREFUSED');
	expect((await errorOf(resolved(google, of('id', 'AbC-_1')))).message).toMatch(
		/could not be reached/,
	);
});

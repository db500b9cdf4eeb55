/** Albums chosen by title that are renamed, deleted and created again. */
import { errorText } from '../../support/errorText';
import { ChangingLibrary } from '../support/changingLibrary';
import { Poller } from '../support/poller';
import { errorOf, HOUR, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const byTitle = { event: 'newMediaItem', from: 'album', album: { mode: 'title', value: 'Inbox' } };

async function watching(page = 100) {
	const library = new ChangingLibrary({ page });
	for (let index = 0; index < 6; index++) library.album.push(library.upload(index * HOUR).id);
	const poller = new Poller(library, byTitle);
	await time.clock.until(poller.activate());
	library.expect();
	const put = (album = library.albums[0]) => {
		const { id } = library.upload(0);
		album.items.push(id);
		return id;
	};
	return { library, poller, put, poll: async () => await time.clock.until(poller.poll()) };
}

test.each([4, 100])('another album of the same title, created while n8n is down, does not replace the watched album', async (page) => {
	const { library, poller, put } = await watching(page);
	const [watched] = library.albums;
	const other = library.makeAlbum('Inbox');
	put(other);
	const id = put(watched);
	await time.clock.pass(25 * HOUR);
	expect(await time.clock.until(poller.activate())).toEqual([id]);
	await time.clock.pass(25 * HOUR);
	expect(await time.clock.until(poller.poll())).toBeNull();
});

test('after an album is deleted and created again, new items in the new album start the workflow', async () => {
	const { library, put, poll } = await watching();
	library.albums = [];
	const says = errorText(await errorOf(poll()));
	expect(says).toMatch(/no album with that title.*continues by itself.*renamed or deleted/);
	library.makeAlbum('Inbox');
	const ids = [put(), put()];
	expect(await poll()).toEqual(ids);
	expect(await poll()).toBeNull();
});

test('one hour after a rename, the renamed album is ignored and the album that has the title is watched', async () => {
	const { library, put, poll } = await watching();
	const [watched] = library.albums;
	watched.title = 'Inbox of last year';
	library.makeAlbum('Inbox');
	const id = put();
	await time.clock.pass(HOUR);
	expect(await poll()).toEqual([id]);
	put(watched);
	expect(await poll()).toBeNull();
});

test('an album that is renamed and gets its title back misses no item', async () => {
	const { library, put, poll } = await watching();
	library.albums[0].title = 'Other';
	await time.clock.pass(HOUR);
	expect(errorText(await errorOf(poll()))).toMatch(/no album with that title/);
	const id = put();
	library.albums[0].title = 'Inbox';
	expect(await poll()).toEqual([id]);
});

test('while no album has the title, the whole list of albums is read once an hour', async () => {
	const { library, put, poll } = await watching(4);
	const [watched] = library.albums;
	watched.title = 'Other';
	for (let index = 0; index < 40; index++) library.makeAlbum(`Album ${index}`);
	await time.clock.pass(HOUR);
	const calls: number[] = [];
	for (let polls = 0; polls < 59; polls++) {
		library.expect();
		expect(errorText(await errorOf(poll()))).toMatch(/no album with that title/);
		calls.push(library.calls);
		await time.clock.pass(MINUTE);
	}
	expect(calls[0]).toBeGreaterThan(10);
	expect(calls.slice(1)).toEqual(calls.slice(1).map(() => 2));
	watched.title = 'Inbox';
	const id = put(watched);
	expect(await poll()).toEqual([id]);
});

test('a title without an album is rejected with the advice to create it with Get or Create', async () => {
	const library = new ChangingLibrary({ page: 4 });
	library.albums = [];
	const poller = new Poller(library, byTitle);
	expect(errorText(await time.clock.until(errorOf(poller.activate())))).toMatch(/Create it with 'Album: Get or Create'/);
	expect(errorText(await time.clock.until(errorOf(poller.test())))).toMatch(/Create it with 'Album: Get or Create'/);
});

test('existing items of an album of that title in another account are not new', async () => {
	const { poller, poll } = await watching();
	const library = new ChangingLibrary({ page: 4 }, 'of somebody else');
	library.albums[0].id = 'of somebody else';
	for (let index = 0; index < 9; index++) library.album.push(library.upload(index).id);
	poller.library = library;
	poller.signIn = 'of somebody else';
	expect(await poll()).toBeNull();
	library.album.push(library.upload(0).id);
	expect(await poll()).toHaveLength(1);
});

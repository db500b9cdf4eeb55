/** A trigger whose credential is connected anew. */
import { ChangingLibrary } from '../support/changingLibrary';
import { Poller } from '../support/poller';
import { byTitle, inAlbum, inLibrary, published } from '../support/publishedTrigger';
import { errorOf, HOUR, MINUTE, saying, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const activated = async (parameters: object, photos: number, page = 4) => await published(time.clock, parameters, photos, page);

test('signed in anew: the same person goes on, another one begins anew', async () => {
	const { library, poller, poll } = await activated(inLibrary, 10);
	const { id } = library.upload(1);
	poller.signIn = 'the next one';
	expect(await poll()).toEqual([id]);

	poller.library = new ChangingLibrary({ page: 4 }, 'of somebody else');
	for (let index = 0; index < 9; index++) poller.library.upload(index);
	const since = poller.library.upload(time.clock.now() + MINUTE).id;
	poller.signIn = 'of somebody else';
	expect(await poll()).toEqual([since]);
	const other = poller.library.upload(time.clock.now()).id;
	expect(await poll()).toEqual([other]);

	const meanwhile = library.upload(time.clock.now()).id;
	poller.library = library;
	poller.signIn = 'the first one again';
	expect(await poll()).toEqual([meanwhile]);
});

test.each([
	['an album by its id', inAlbum],
	['an album by its title', byTitle],
])('signed in anew, with nothing known left in %s: what is new starts the workflow', async (_, parameters) => {
	const { library, poller, poll } = await activated(parameters, 10);
	library.album = [];
	const { id } = library.upload(1);
	library.album.push(id);
	poller.signIn = 'the next one';
	expect(await poll()).toEqual([id]);
});

test.each([
	['was empty when the workflow was published', 0],
	['has been emptied', 5],
])('signed in anew, in a library that %s: what is new starts the workflow', async (_, photos) => {
	const { library, poller, poll } = await activated(inLibrary, photos);
	for (const photo of library.photos) photo.gone = true;
	expect(await poll()).toBeNull();
	const { id } = library.upload(1);
	poller.signIn = 'the next one';
	expect(await poll()).toEqual([id]);
});

test('signed in anew, in a library that was emptied since the last poll: what was taken since starts the workflow', async () => {
	const { library, poller, poll } = await activated(inLibrary, 5);
	for (const photo of library.photos) photo.gone = true;
	await time.clock.pass(HOUR);
	const { id } = library.upload(time.clock.now());
	poller.signIn = 'the next one';
	expect(await poll()).toEqual([id]);
});

test.each([
	['the same person', false, ['new', 'newer']],
	['somebody else', true, ['newer']],
])('signed in anew, and no time in one poll to find out by whom: %s', async (_, gone, expected) => {
	const library = new ChangingLibrary({ page: 2, latency: SECOND });
	for (let index = 0; index < 4; index++) library.upload(index * HOUR);
	const poller = new Poller(library, inLibrary, { budget: 3 * SECOND, durable: true });
	const poll = async () => await time.clock.until(poller.poll());
	await poll();
	for (const photo of library.photos) photo.gone = gone;
	const ids: Record<string, string> = {};
	for (let index = 0; index < 20; index++) ids[library.upload(HOUR * (5 + index)).id] = 'new';
	poller.signIn = 'the next one';

	for (let count = 0; count < 12; count++) await poll();
	ids[library.upload(time.clock.now()).id] = 'newer';
	await poll();
	expect([...new Set(poller.emitted.map((id) => ids[id]))]).toEqual(expected);
	expect(poller.emitted).toHaveLength(expected.length === 2 ? 21 : 1);
});

test('another permission of a credential that is connected anew counts at once, while the workflow stays published', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	poller.scope = 'https://www.googleapis.com/auth/photoslibrary.appendonly';
	expect(saying(await errorOf(poll()))).toMatch(/lacks a permission/);
	poller.scope = undefined;
	const { id } = library.upload(1);
	expect(await poll()).toEqual([id]);
});

/** A trigger whose credential is connected again. */
import { errorText } from '../../support/errorText';
import { ChangingLibrary } from '../support/changingLibrary';
import { Poller } from '../support/poller';
import { byTitle, inAlbum, inLibrary, published } from '../support/publishedTrigger';
import { errorOf, HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const activated = async (parameters: object, photos: number, page = 4) => await published(time.clock, parameters, photos, page);

test('after a new sign-in, the same account continues and another account sets a new baseline', async () => {
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
])('after a new sign-in, with no known item left in %s, new items start the workflow', async (_, parameters) => {
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
])('after a new sign-in, in a library that %s, new items start the workflow', async (_, photos) => {
	const { library, poller, poll } = await activated(inLibrary, photos);
	for (const photo of library.photos) photo.gone = true;
	expect(await poll()).toBeNull();
	const { id } = library.upload(1);
	poller.signIn = 'the next one';
	expect(await poll()).toEqual([id]);
});

test('after a new sign-in, in a library emptied since the last poll, photos taken since start the workflow', async () => {
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
])('after a new sign-in, the account is identified over several polls if one is too short: %s', async (_, gone, expected) => {
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

test('a changed permission of the credential applies at the next poll of a published workflow', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	poller.scope = 'https://www.googleapis.com/auth/photoslibrary.appendonly';
	expect(errorText(await errorOf(poll()))).toMatch(/lacks a permission/);
	poller.scope = undefined;
	const { id } = library.upload(1);
	expect(await poll()).toEqual([id]);
});

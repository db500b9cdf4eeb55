/** Single polls of the trigger, on a library in memory. */
import { look } from '../../../nodes/GooglePhotosTrigger/look';
import type { Memory } from '../../../nodes/GooglePhotosTrigger/memory';
import type { Watched } from '../../../nodes/GooglePhotosTrigger/watched';
import { ChangingLibrary } from '../support/changingLibrary';
import { googleSays } from '../support/httpErrors';
import { Poller } from '../support/poller';
import { errorOf, HOUR, MINUTE, saying, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const inLibrary = { event: 'newMediaItem', from: 'library' };
const quotaOfTheDay = () => {
	throw googleSays(429, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'");
};
const byTitle = { event: 'newMediaItem', from: 'album', album: { mode: 'title', value: 'Inbox' } };
const inAlbum = { event: 'newMediaItem', from: 'album', album: { mode: 'id', value: 'album' } };

async function activated(parameters: object, photos: number, page = 4) {
	const library = new ChangingLibrary({ page });
	for (let index = 0; index < photos; index++) library.album.push(library.upload(index * HOUR).id);
	const poller = new Poller(library, { ...parameters });
	await time.clock.until(poller.activate());
	library.expect();
	return { library, poller, poll: async () => await time.clock.until(poller.poll()) };
}

test.each([
	['library', inLibrary, 23, 4, 1],
	['album of one page', inAlbum, 23, 100, 1],
	['album of several pages', inAlbum, 23, 4, 2],
	['album of one page, by its title', byTitle, 23, 100, 1],
])('%s: a poll without news changes nothing that is remembered', async (_, parameters, photos, page, calls) => {
	const { library, poller, poll } = await activated(parameters, photos, page);
	const before = JSON.stringify(poller.staticData);
	expect(await poll()).toBeNull();
	expect(library.calls).toBe(calls);
	expect(JSON.stringify(poller.staticData)).toBe(before);
});

test('the oldest of several comes first', async () => {
	const { library, poll } = await activated(inLibrary, 3);
	const dates = [9, 7, 8, 7].map((hours) => library.upload(time.clock.now() - hours * MINUTE).id);
	expect(await poll()).toEqual([dates[0], dates[2], dates[1], dates[3]]);
});

test('pictures of a camera whose clock is ahead do not hide what is uploaded after them', async () => {
	const { library, poll } = await activated(inLibrary, 9);
	for (let index = 0; index < 6; index++) library.upload(time.clock.now() + 1000 * HOUR);
	expect(await poll()).toHaveLength(6);
	const { id } = library.upload(time.clock.now());
	expect(await poll()).toEqual([id]);
});

test('at the end of a long album something new takes two requests, elsewhere the whole album is read', async () => {
	const { library, poll } = await activated(inAlbum, 40);
	const last = library.upload(0).id;
	library.album.push(last);
	expect(await poll()).toEqual([last]);
	expect(library.calls).toBeLessThanOrEqual(3);
	const first = library.upload(0).id;
	library.album.unshift(first);
	expect(await poll()).toEqual([first]);
});

test.each([
	['of one page', 100, 3],
	['of several pages, at its end', 4, 10],
])('an item that comes into an album %s while another leaves is found at the next poll', async (_, page, place) => {
	const { library, poll } = await activated(inAlbum, 10, page);
	const { id } = library.upload(0);
	library.album.splice(place, 0, id);
	library.album.shift();
	expect(await poll()).toEqual([id]);
	expect(await poll()).toBeNull();
});

test('one that comes into the middle of an album of several pages while another leaves is found by the full check', async () => {
	const { library, poll } = await activated(inAlbum, 10);
	const { id } = library.upload(0);
	library.album.splice(3, 1, id);
	expect(await poll()).toBeNull();
	await time.clock.pass(24 * HOUR);
	expect(await poll()).toEqual([id]);
});

test.each([4, 100])('photos that the owner adds by hand are counted and not listed: uploads start the workflow, pages of %i', async (page) => {
	const { library, poll } = await activated(inAlbum, 10, page);
	for (let turn = 0; turn < 6; turn++) {
		library.albums[0].byHand += 1 + turn;
		const { id } = library.upload(0);
		library.album.splice(turn % 2 ? 0 : library.album.length, 0, id);
		expect(await poll()).toEqual([id]);
		expect(await poll()).toBeNull();
	}
});

test('an album that counts what is not listed when the workflow is published', async () => {
	const library = new ChangingLibrary({ page: 4 });
	library.albums[0].byHand = 7;
	for (let index = 0; index < 6; index++) library.album.push(library.upload(index).id);
	const poller = new Poller(library, inAlbum);
	await time.clock.until(poller.activate());
	for (let turn = 0; turn < 6; turn++) {
		const { id } = library.upload(0);
		library.album.unshift(id);
		expect(await time.clock.until(poller.poll())).toEqual([id]);
	}
});

test('photos that are added by hand to a large album again and again cost a request a minute more at most', async () => {
	const { library, poll } = await activated(inAlbum, 40);
	library.expect();
	for (let turn = 0; turn < 100; turn++) {
		library.albums[0].byHand++;
		expect(await poll()).toBeNull();
		await time.clock.pass(MINUTE);
	}
	expect(library.calls).toBeLessThanOrEqual(100 * 5);
	const { id } = library.upload(0);
	library.album.push(id);
	expect(await poll()).toEqual([id]);
});

test('one that leaves an album, and one that comes then', async () => {
	const { library, poll } = await activated(inAlbum, 10);
	library.album.splice(3, 1);
	expect(await poll()).toBeNull();
	const { id } = library.upload(0);
	library.album.unshift(id);
	expect(await poll()).toEqual([id]);
});

test('an album whose number is ahead of its list is read once more, and then believed', async () => {
	const { library, poll } = await activated(inAlbum, 10);
	library.count = 11;
	expect(await poll()).toBeNull();
	const { id } = library.upload(0);
	library.album.unshift(id);
	expect(await poll()).toEqual([id]);

	library.count = 12;
	for (let turn = 0; turn < 3; turn++) expect(await poll()).toBeNull();
	library.expect();
	expect(await poll()).toBeNull();
	expect(library.calls).toBe(2);
});

test('another album, or the whole library, begins anew and starts nothing', async () => {
	const { library, poller, poll } = await activated(inAlbum, 10);
	poller.parameters = inLibrary;
	expect(await poll()).toBeNull();
	const { id } = library.upload(time.clock.now());
	expect(await poll()).toEqual([id]);
});

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

test('another permission of a credential that is connected anew counts at once, while the workflow stays published', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	poller.scope = 'https://www.googleapis.com/auth/photoslibrary.appendonly';
	expect(saying(await errorOf(poll()))).toMatch(/lacks a permission/);
	poller.scope = undefined;
	const { id } = library.upload(1);
	expect(await poll()).toEqual([id]);
});

test('a test in the editor shows the newest ones and remembers nothing', async () => {
	const { library, poller } = await activated(inLibrary, 10, 100);
	const before = JSON.stringify(poller.staticData);
	const { id } = library.upload(time.clock.now());
	const shown = await time.clock.until(poller.test());
	expect(shown).toHaveLength(5);
	expect(shown.at(-1)?.json.id).toBe(id);
	expect(JSON.stringify(poller.staticData)).toBe(before);
	expect(await time.clock.until(poller.poll())).toEqual([id]);
});

test('a test in the editor with nothing to show says so', async () => {
	const { poller } = await activated(inLibrary, 0);
	expect(saying(await time.clock.until(errorOf(poller.test())))).toMatch(/nothing to show yet.*then test again/);
});

test('a refused page token: the reading goes on from the beginning', async () => {
	const { library, poller, poll } = await activated(inLibrary, 10);
	(poller.memory as Memory).walk = { begun: 0, silent: false, token: 'refused|x|4' };
	const { id } = library.upload(1);
	expect(await poll()).toEqual([id]);
	expect(poller.memory?.walk).toBeUndefined();
});

test('the requests of the day used up: n8n is told until when, and asked for nothing for an hour', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	library.always(quotaOfTheDay);
	const error = (await time.clock.until(errorOf(poller.poll()))) as Error & { failure?: object };
	expect(error.failure).toEqual({ cause: 'quota-exhausted', resetsAtEpochMs: Date.UTC(2026, 6, 1, 7) });
	expect(saying(error)).toMatch(/from hour to hour, and when you publish the workflow again; nothing is lost/);
	const { id } = library.upload(time.clock.now());
	library.expect();
	expect(await poll()).toBeNull();
	expect(library.calls).toBe(0);
	await time.clock.pass(HOUR);
	expect(await poll()).toEqual([id]);
});

test('published while the requests of the day are used up: n8n is not told that it began, and it begins when it can', async () => {
	const library = new ChangingLibrary({ page: 4 });
	library.upload(0);
	const poller = new Poller(library, inLibrary);
	library.always(quotaOfTheDay);
	for (let attempt = 0; attempt < 5; attempt++) {
		expect(saying(await time.clock.until(errorOf(poller.activate())))).toMatch(/has not begun to watch: publish or test/);
		// in the same context as well
		expect(saying(await time.clock.until(errorOf(poller.poll())))).toMatch(/daily request quota/);
	}
	library.expect();
	expect(await time.clock.until(poller.activate())).toBeNull();
	const { id } = library.upload(0);
	expect(await time.clock.until(poller.poll())).toEqual([id]);
});

test('publishing again ends the rest of an hour', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	library.always(quotaOfTheDay);
	await errorOf(poll());
	library.expect();
	const { id } = library.upload(1);
	expect(await poll()).toBeNull();
	expect(await time.clock.until(poller.activate())).toEqual([id]);
});

test.each([
	[503, /The next poll looks again; nothing is lost/],
	[429, /The next poll looks again; nothing is lost/],
])('a poll that ends with %i does not say to run an item again', async (status, advice) => {
	const { library, poller } = await activated(inLibrary, 3);
	library.always(() => {
		throw googleSays(status, 'Not now.');
	});
	const says = saying(await time.clock.until(errorOf(poller.poll())));
	expect(says).toMatch(advice);
	expect(says).not.toMatch(/run this item/i);
	library.expect();
	expect(await time.clock.until(poller.poll())).toBeNull();
});

test.each(['x', -1, Number.NaN])('a full check every %p hours is refused before anything is asked', async (hours) => {
	const { library, poller } = await activated(inLibrary, 3);
	poller.parameters = { ...inLibrary, options: { fullCheckEvery: hours } };
	expect(saying(await errorOf(poller.poll()))).toMatch(/not a number from 0 on.*Full Check Every/);
	expect(library.calls).toBe(0);
});

describe('a library that is larger than the memory', () => {
	const habits = { fullCheckEvery: HOUR, budget: 5 * MINUTE, mostKnown: 400 };

	test('only what was taken lately is noticed, and nothing twice', async () => {
		let ids = Array.from({ length: 700 }, (_, index) => `old ${index}`);
		let deepest = 0;
		const watched = {
			source: 'library',
			signIn: 'one',
			async *pages() {
				for (let at = 0; at < ids.length; at += 10) {
					deepest = at;
					const more = at + 10 < ids.length ? `${at + 10}` : undefined;
					yield { entries: ids.slice(at, at + 10).map((id) => ({ id })), nextPageToken: more };
				}
			},
		} as unknown as Watched;
		let memory: Memory | undefined;
		const poll = async () => {
			const seen = await look(watched, memory, habits);
			memory = JSON.parse(JSON.stringify(seen.memory)) as Memory;
			return seen.found.map(({ id }) => id);
		};
		expect(await poll()).toEqual([]);
		expect(deepest).toBe(690);
		for (let turn = 0; turn < 200; turn++) {
			await time.clock.pass(2 * HOUR);
			const fresh = Array.from({ length: 1 + (turn % 23) }, (_, index) => `new ${turn} ${index}`);
			ids = [...fresh, ...ids];
			expect(await poll()).toEqual(fresh);
			expect(await poll()).toEqual([]);
			expect(memory?.known.length).toBeLessThanOrEqual(400 * 8 * (4 / 3) + 4);
		}
	});
});

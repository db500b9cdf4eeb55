/** Single polls of the trigger, on a library in memory. */
import type { Feed } from '../../../nodes/GooglePhotosTrigger/feed';
import type { TriggerState } from '../../../nodes/GooglePhotosTrigger/state';
import { runPoll } from '../../../nodes/GooglePhotosTrigger/pollStrategy';
import { errorText } from '../../support/errorText';
import { ChangingLibrary } from '../support/changingLibrary';
import { Poller } from '../support/poller';
import { byTitle, inAlbum, inLibrary, published } from '../support/publishedTrigger';
import { errorOf, HOUR, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const activated = async (parameters: object, photos: number, page = 4) => await published(time.clock, parameters, photos, page);

test.each([
	['library', inLibrary, 23, 4, 1],
	['album of one page', inAlbum, 23, 100, 1],
	['album of several pages', inAlbum, 23, 4, 2],
	['album of one page, by its title', byTitle, 23, 100, 1],
])('%s: a poll without new items does not change the stored state', async (_, parameters, photos, page, calls) => {
	const { library, poller, poll } = await activated(parameters, photos, page);
	const before = JSON.stringify(poller.staticData);
	expect(await poll()).toBeNull();
	expect(library.calls).toBe(calls);
	expect(JSON.stringify(poller.staticData)).toBe(before);
});

test('several new items are output from the oldest to the newest', async () => {
	const { library, poll } = await activated(inLibrary, 3);
	const dates = [9, 7, 8, 7].map((hours) => library.upload(time.clock.now() - hours * MINUTE).id);
	expect(await poll()).toEqual([dates[0], dates[2], dates[1], dates[3]]);
});

test('photos of a camera whose clock is ahead do not hide later uploads', async () => {
	const { library, poll } = await activated(inLibrary, 9);
	for (let index = 0; index < 6; index++) library.upload(time.clock.now() + 1000 * HOUR);
	expect(await poll()).toHaveLength(6);
	const { id } = library.upload(time.clock.now());
	expect(await poll()).toEqual([id]);
});

test('a new item at the end of a long album takes at most 3 requests; one at its start is found too', async () => {
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
])('an item added to an album %s while another is removed is found at the next poll', async (_, page, place) => {
	const { library, poll } = await activated(inAlbum, 10, page);
	const { id } = library.upload(0);
	library.album.splice(place, 0, id);
	library.album.shift();
	expect(await poll()).toEqual([id]);
	expect(await poll()).toBeNull();
});

test('an item that replaces another in the middle of an album of several pages is found by the full check', async () => {
	const { library, poll } = await activated(inAlbum, 10);
	const { id } = library.upload(0);
	library.album.splice(3, 1, id);
	expect(await poll()).toBeNull();
	await time.clock.pass(24 * HOUR);
	expect(await poll()).toEqual([id]);
});

test.each([4, 100])('uploads are found although photos added by hand are counted but not listed: page size %i', async (page) => {
	const { library, poll } = await activated(inAlbum, 10, page);
	for (let turn = 0; turn < 6; turn++) {
		library.albums[0].byHand += 1 + turn;
		const { id } = library.upload(0);
		library.album.splice(turn % 2 ? 0 : library.album.length, 0, id);
		expect(await poll()).toEqual([id]);
		expect(await poll()).toBeNull();
	}
});

test('uploads are found if the album already counts unlisted photos when the workflow is published', async () => {
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

test('photos added by hand again and again to a large album cost at most 5 requests per poll on average', async () => {
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

test('an item that is added after another was removed from the album is found', async () => {
	const { library, poll } = await activated(inAlbum, 10);
	library.album.splice(3, 1);
	expect(await poll()).toBeNull();
	const { id } = library.upload(0);
	library.album.unshift(id);
	expect(await poll()).toEqual([id]);
});

test('an item count larger than the list is accepted after a few polls, and new items are found', async () => {
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

test('a change from an album to the library sets a new baseline and does not start the workflow', async () => {
	const { library, poller, poll } = await activated(inAlbum, 10);
	poller.parameters = inLibrary;
	expect(await poll()).toBeNull();
	const { id } = library.upload(time.clock.now());
	expect(await poll()).toEqual([id]);
});

test('a test in the editor shows the newest items and does not change the stored state', async () => {
	const { library, poller } = await activated(inLibrary, 10, 100);
	const before = JSON.stringify(poller.staticData);
	const { id } = library.upload(time.clock.now());
	const shown = await time.clock.until(poller.test());
	expect(shown).toHaveLength(5);
	expect(shown.at(-1)?.json.id).toBe(id);
	expect(JSON.stringify(poller.staticData)).toBe(before);
	expect(await time.clock.until(poller.poll())).toEqual([id]);
});

test('a test in the editor without any item reports that there is nothing to show', async () => {
	const { poller } = await activated(inLibrary, 0);
	expect(errorText(await time.clock.until(errorOf(poller.test())))).toMatch(/no test data yet.*then test again/);
});

test.each([
	[{ options: { fullCheckEvery: null } }, /not a number from 0 on/],
	[{ options: { fullCheckEvery: '' } }, /not a number from 0 on/],
	[{ options: { fullCheckEvery: true } }, /not a number from 0 on/],
	[{ simplify: 'no' }, /neither true nor false/],
])('%j is rejected before any request is sent', async (parameters, says) => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	poller.parameters = { ...inLibrary, ...parameters };
	expect(errorText(await errorOf(poll()))).toMatch(says);
	expect(library.calls).toBe(0);
});

test('after a rejected page token, the full scan starts from the beginning', async () => {
	const { library, poller, poll } = await activated(inLibrary, 10);
	(poller.memory as TriggerState).fullScan = { begun: 0, baseline: false, token: 'refused|x|4' };
	const { id } = library.upload(1);
	expect(await poll()).toEqual([id]);
	expect(poller.memory?.fullScan).toBeUndefined();
});

test.each(['x', -1, Number.NaN])('a full check every %p hours is rejected before any request is sent', async (hours) => {
	const { library, poller } = await activated(inLibrary, 3);
	poller.parameters = { ...inLibrary, options: { fullCheckEvery: hours } };
	expect(errorText(await errorOf(poller.poll()))).toMatch(/^'Full Check Every \(Hours\)' is not a number from 0 on/);
	expect(library.calls).toBe(0);
});

describe('a library larger than the maximum number of stored IDs', () => {
	const habits = { fullCheckEvery: HOUR, budget: 5 * MINUTE, maxKnown: 400 };

	test('outputs every new item once and no old item', async () => {
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
		} as unknown as Feed;
		let memory: TriggerState | undefined;
		const poll = async () => {
			const seen = await runPoll(watched, memory, habits);
			memory = JSON.parse(JSON.stringify(seen.memory)) as TriggerState;
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

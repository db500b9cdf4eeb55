/**
 * Simulated histories of a trigger. Photos of any age are added, removed and restored, also while a list is read. The
 * owner adds photos by hand and empties, renames, deletes and creates albums. n8n restarts, is killed, returns to its
 * stored state, discards results and polls concurrently. The node is renamed, the credential is connected again, calls
 * fail, page tokens are rejected or repeat, the daily quota is exhausted. Time is virtual. fast-check chooses the
 * histories and prints the seed and path of a failure; `SEED_BASE` repeats it.
 */
import fc from 'fast-check';
import { ChangingLibrary } from '../support/changingLibrary';
import type { SimulatedAlbum } from '../support/changingLibrary';
import { inFull, seedBase } from '../../support/rings';
import { googleSays } from '../support/httpErrors';
import { Poller } from '../support/poller';
import type { Keeping } from '../support/poller';
import { albumsChange, beginnings, carryOut, lives, manners, places } from '../support/triggerLife';
import type { Change, Step } from '../support/triggerLife';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const LIVES = inFull ? 150 : 25;

const LEGACY: Keeping = { budget: 5 * MINUTE, durable: false };
const DURABLE: Keeping = { budget: 3 * SECOND, durable: true };

const libraryOf = { event: 'newMediaItem', from: 'library' };
const albumOf = { event: 'newMediaItem', from: 'album', album: { mode: 'id', value: 'album' } };
const titleOf = { event: 'newMediaItem', from: 'album', album: { mode: 'title', value: 'Inbox' } };

const wait = async <T>(promise: Promise<T>) => await time.clock.until(promise);

/** Fails a loop that does not end. */
function counted(times: number): void {
	if (times > 300) throw new Error('this does not end');
}

/** Publishes the workflow or starts n8n, which repeats the activation until the first poll does not fail. */
async function activate(poller: Poller): Promise<void> {
	for (let times = 0; await wait(poller.activate().then(() => false, () => true)); times++) {
		counted(times);
		await time.clock.pass(MINUTE);
		poller.library.expect();
		if (places(poller.library)[0]?.title !== 'Inbox') poller.library.makeAlbum('Inbox');
	}
}

async function take(poller: Poller, step: Step, twice: Set<string>): Promise<void> {
	const { library } = poller;
	const byTitle = poller.parameters === titleOf;
	library.expect();
	if (step.kind === 'change') carryOut(library, step.change, time.clock.now());
	else if (step.kind === 'poll') await wait(poller.poll().catch(() => null));
	else if (step.kind === 'restart') poller.restart();
	else if (step.kind === 'discarded') await wait(poller.pollDiscarded().catch(() => null));
	else if (step.kind === 'killed') for (const id of (await wait(poller.pollKilled().catch(() => null))) ?? []) twice.add(id);
	else if (step.kind === 'pass') await time.clock.pass(step.hours * HOUR);
	else if (step.kind === 'tested') await wait(poller.test().catch(() => null));
	else if (step.kind === 'connected') {
		// an album replaced between the last poll before the sign-in and the first one after may belong to another account
		if (byTitle) await activate(poller);
		poller.signIn += '+';
		if (byTitle) await activate(poller);
	}
	else if (step.kind === 'nodeRenamed') {
		poller.rename(`Name ${time.clock.now()}`);
		await activate(poller);
	} else if (step.kind === 'quota') {
		library.always(quotaOfTheDay);
		for (let count = 0; count <= step.activations; count++) {
			await expect(wait(poller.activate())).rejects.toThrow('daily request quota');
		}
		await activate(poller);
	} else if (step.kind === 'overlapping') {
		const results = await wait(Promise.allSettled([poller.poll(), poller.poll(), poller.poll()]));
		expect(results.slice(1).map((result) => (result as { value: unknown }).value)).toEqual([null, null]);
	} else if (step.kind === 'shifting') {
		library.expect(step.call, () => carryOut(library, step.change, time.clock.now()));
		await wait(poller.poll().catch(() => null));
	} else if (step.kind === 'failing' || step.kind === 'tokenRefused') {
		library.expect(step.call, () => {
			throw googleSays(step.kind === 'failing' ? 403 : 400, 'No.');
		});
		await wait(poller.poll().catch(() => null));
	} else if (byTitle) albumsChange(library, step.kind);
	const { latency = 0, page } = library.manners;
	const most = Math.max(library.photos.length, library.albums.length) / page + 2;
	if (latency > 0 && step.kind !== 'quota' && step.kind !== 'nodeRenamed') expect(library.calls).toBeLessThanOrEqual(8 * most);
	expect(JSON.stringify(poller.staticData).length).toBeLessThanOrEqual(11 * library.photos.length + 2000);
}

function quotaOfTheDay(): void {
	throw googleSays(429, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'");
}

/** Polls until no more items are output, including a full scan. */
async function finish(poller: Poller): Promise<void> {
	const { library } = poller;
	library.expect();
	if (poller.parameters === titleOf && places(library)[0]?.title !== 'Inbox') library.makeAlbum('Inbox');
	await activate(poller);
	await time.clock.pass(25 * HOUR);
	for (let quiet = 0, times = 0; quiet < 3; quiet++) {
		counted(++times);
		const unfinished = poller.memory?.fullScan;
		if ((await wait(poller.poll())) || unfinished) quiet = 0;
	}
}

/** @returns `there`: IDs from before the activation; `twice`: IDs that may be output twice, since n8n was killed */
async function live(poller: Poller, before: Change[], life: Step[]): Promise<{ there: Set<string>; twice: Set<string> }> {
	for (const change of [{ kind: 'recent', count: 1 } as const, ...before]) carryOut(poller.library, change, time.clock.now());
	const there = new Set(poller.library.photos.map(({ id }) => id));
	poller.library.album = [...there];
	await wait(poller.activate());
	for (let times = 0; poller.memory?.fullScan; counted(++times)) await wait(poller.poll());
	poller.store();
	const twice = new Set<string>();
	for (const step of life) await take(poller, step, twice);
	return { there, twice };
}

describe.each([
	['library', libraryOf],
	['album', albumOf],
	['album by its title', titleOf],
])('a trigger on: %s', (from, parameters) => {
	test.each([
		['stores only what is handed on', LEGACY],
		['stores always, and gives little time', DURABLE],
	])('starts the workflow once for every new item and never for an existing one: n8n %s', async (_, keeping) => {
		await fc.assert(
			fc.asyncProperty(
				manners,
				beginnings,
				lives,
				async (mannered, before, life) => {
					const library = new ChangingLibrary(mannered);
					const poller = new Poller(library, parameters, keeping);
					const { there, twice } = await live(poller, before, life);
					await finish(poller);

					const { emitted } = poller;
					const again = emitted.filter((id, index) => emitted.indexOf(id) < index);
					expect(again.filter((id) => !twice.has(id))).toEqual([]);
					expect(emitted.filter((id) => there.has(id))).toEqual([]);
					const watched = library.albums.find(({ id }) => id === (poller.memory?.album?.id ?? 'album'));
					const listed = from === 'library' ? library.listed : library.listedIn(watched as SimulatedAlbum);
					if (from === 'album by its title') expect(watched?.title).toBe('Inbox');
					const missed = listed.filter(({ id }) => !there.has(id) && !emitted.includes(id));
					expect(missed).toEqual([]);
				},
			),
			{ numRuns: LIVES, seed: seedBase },
		);
	}, 5 * MINUTE);

	test('starts the workflow at the next poll for photos taken just now, whatever happened before', async () => {
		await fc.assert(
			fc.asyncProperty(manners, beginnings, lives, async (mannered, before, life) => {
				const library = new ChangingLibrary(mannered);
				const poller = new Poller(library, parameters);
				await live(poller, before, life);
				await finish(poller);
				library.albums = library.albums.filter(({ id }) => id === (poller.memory?.album?.id ?? 'album'));
				const ids = carryOut(library, { kind: 'recent', count: 9 }, time.clock.now());
				expect(await wait(poller.poll())).toEqual(ids);
				library.expect();
				expect(await wait(poller.poll())).toBeNull();
			}),
			{ numRuns: inFull ? 40 : 15, seed: seedBase },
		);
	}, 5 * MINUTE);
});

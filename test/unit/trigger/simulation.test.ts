/**
 * A life of a trigger: photos of every age come, leave and come back, also while a list is being read; n8n
 * restarts, goes back, discards results and polls while it polls; calls fail. Time is virtual, chance is
 * fast-check's, which prints the seed and path of what it finds.
 */
import fc from 'fast-check';
import { ChangingLibrary } from '../support/changingLibrary';
import type { Manners } from '../support/changingLibrary';
import { googleSays } from '../support/httpErrors';
import { Poller } from '../support/poller';
import type { Keeping } from '../support/poller';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const LIVES = 150;

const LEGACY: Keeping = { budget: 5 * MINUTE, always: false };
const DURABLE: Keeping = { budget: 3 * SECOND, always: true };

const libraryOf = { event: 'newMediaItem', from: 'library' };
const albumOf = { event: 'newMediaItem', from: 'album', album: { mode: 'id', value: 'album' } };

type Change =
	| { kind: 'recent'; count: number }
	| { kind: 'aged'; hours: number }
	| { kind: 'sameTime'; of: number }
	| { kind: 'gone'; which: number }
	| { kind: 'back'; which: number }
	| { kind: 'outOfAlbum'; which: number };

type Step =
	| { kind: 'change'; change: Change }
	| { kind: 'poll' }
	| { kind: 'overlapping' }
	| { kind: 'restart' }
	| { kind: 'discarded' }
	| { kind: 'pass'; hours: number }
	| { kind: 'failing'; call: number }
	| { kind: 'tokenRefused'; call: number }
	| { kind: 'shifting'; call: number; change: Change };

const number = fc.nat(40);
const arrivals: Array<fc.Arbitrary<Change>> = [
	fc.record({ kind: fc.constant('recent'), count: fc.integer({ min: 1, max: 14 }) }),
	fc.record({ kind: fc.constant('aged'), hours: fc.integer({ min: 0, max: 100_000 }) }),
	// a camera whose clock is ahead
	fc.record({ kind: fc.constant('aged'), hours: fc.integer({ min: -10_000, max: -1000 }) }),
	fc.record({ kind: fc.constant('sameTime'), of: number }),
];
const changes = fc.oneof(
	...arrivals,
	fc.record({ kind: fc.constantFrom('gone', 'back', 'outOfAlbum'), which: number }) as fc.Arbitrary<Change>,
);
const call = fc.integer({ min: 1, max: 8 });
const steps: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), change: changes }) },
	{ weight: 4, arbitrary: fc.constant({ kind: 'poll' as const }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('overlapping', 'restart', 'discarded') }) as fc.Arbitrary<Step> },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('failing', 'tokenRefused'), call }) as fc.Arbitrary<Step> },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('shifting' as const), call, change: changes }) },
);
const beginnings = fc.array(fc.oneof(...arrivals), { maxLength: 12 });
const lives = fc.array(steps, { minLength: 20, maxLength: 60, size: 'max' });
const manners: fc.Arbitrary<Manners> = fc.record({
	page: fc.integer({ min: 2, max: 6 }),
	emptyPages: fc.boolean(),
	offsets: fc.boolean(),
	latency: fc.constant(SECOND),
});

function carryOut(library: ChangingLibrary, change: Change): string[] {
	const { photos } = library;
	const now = time.clock.now();
	if (change.kind === 'gone' || change.kind === 'back') {
		const photo = photos[change.which % Math.max(1, photos.length)];
		if (photo) photo.gone = change.kind === 'gone';
		return [];
	}
	if (change.kind === 'outOfAlbum') {
		const [id] = library.album.splice(change.which % Math.max(1, library.album.length), 1);
		// what comes back into an album is not new
		if (id && change.which % 2) library.album.push(id);
		return [];
	}
	const dates =
		change.kind === 'recent'
			? Array.from({ length: change.count }, () => now)
			: [change.kind === 'aged' ? now - change.hours * HOUR : (photos[change.of % Math.max(1, photos.length)]?.captured ?? now)];
	return dates.map((date, index) => {
		const { id } = library.upload(date);
		library.album.splice(change.kind === 'recent' ? library.album.length : index, 0, id);
		return id;
	});
}

async function take(poller: Poller, step: Step): Promise<void> {
	const { library } = poller;
	const wait = async <T>(promise: Promise<T>) => await time.clock.until(promise);
	library.expect();
	if (step.kind === 'change') carryOut(library, step.change);
	else if (step.kind === 'poll') await wait(poller.poll());
	else if (step.kind === 'restart') poller.restart();
	else if (step.kind === 'discarded') await wait(poller.pollDiscarded());
	else if (step.kind === 'pass') await time.clock.pass(step.hours * HOUR);
	else if (step.kind === 'overlapping') {
		const results = await wait(Promise.all([poller.poll(), poller.poll(), poller.poll()]));
		expect(results.slice(1)).toEqual([null, null]);
	} else if (step.kind === 'shifting') {
		library.expect(step.call, () => carryOut(library, step.change));
		await wait(poller.poll());
	} else {
		library.expect(step.call, () => {
			throw googleSays(step.kind === 'failing' ? 403 : 400, 'No.');
		});
		await wait(poller.poll().catch(() => null));
	}
}

/** Polls until nothing more comes, with a whole reading in between. */
async function finish(poller: Poller): Promise<void> {
	poller.library.expect();
	await time.clock.pass(25 * HOUR);
	for (let quiet = 0; quiet < 3; quiet++) {
		const unfinished = (poller.staticData.memory as { walk?: object } | undefined)?.walk;
		if ((await time.clock.until(poller.poll())) || unfinished) quiet = 0;
	}
}

async function live(poller: Poller, before: Change[], life: Step[]): Promise<{ there: Set<string> }> {
	for (const change of before) carryOut(poller.library, change);
	const there = new Set(poller.library.photos.map(({ id }) => id));
	poller.library.album = [...there];
	await time.clock.until(poller.activate());
	while ((poller.staticData.memory as { walk?: object }).walk) await time.clock.until(poller.poll());
	for (const step of life) await take(poller, step);
	return { there };
}

describe.each([
	['library', libraryOf],
	['album', albumOf],
])('%s', (from, parameters) => {
	test.each([
		['stores only what is handed on', LEGACY],
		['stores always, and gives little time', DURABLE],
	])('every arrival starts the workflow once, nothing that was there before does: n8n %s', async (_, keeping) => {
		await fc.assert(
			fc.asyncProperty(
				manners,
				beginnings,
				lives,
				async (mannered, before, life) => {
					const library = new ChangingLibrary(mannered);
					const poller = new Poller(library, parameters, keeping);
					const { there } = await live(poller, before, life);
					await finish(poller);

					const { emitted } = poller;
					expect(emitted).toHaveLength(new Set(emitted).size);
					expect(emitted.filter((id) => there.has(id))).toEqual([]);
					const listed = from === 'album' ? library.inAlbum : library.listed;
					const missed = listed.filter(({ id }) => !there.has(id) && !emitted.includes(id));
					expect(missed).toEqual([]);
				},
			),
			{ numRuns: LIVES },
		);
	}, 5 * MINUTE);

	test('what was taken just now starts the workflow at the next poll, whatever happened before', async () => {
		await fc.assert(
			fc.asyncProperty(manners, beginnings, lives, async (mannered, before, life) => {
				const library = new ChangingLibrary(mannered);
				const poller = new Poller(library, parameters);
				await live(poller, before, life);
				await finish(poller);
				const ids = carryOut(library, { kind: 'recent', count: 9 });
				expect(await time.clock.until(poller.poll())).toEqual(ids);
				library.expect();
				expect(await time.clock.until(poller.poll())).toBeNull();
			}),
			{ numRuns: 40 },
		);
	}, 5 * MINUTE);
});

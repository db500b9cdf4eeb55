/** What can happen in the life of a trigger, and how it happens to the simulated library. Chance is fast-check's. */
import fc from 'fast-check';
import type { ChangingLibrary, Manners, SimulatedAlbum } from './changingLibrary';
import { HOUR, SECOND } from './virtualClock';

export type Change =
	| { kind: 'recent'; count: number }
	| { kind: 'aged'; hours: number }
	| { kind: 'sameTime'; of: number }
	| { kind: 'gone'; which: number }
	| { kind: 'back'; which: number }
	| { kind: 'outOfAlbum'; which: number }
	| { kind: 'byHand'; which: number }
	| { kind: 'emptied' };

export type Step =
	| { kind: 'renamedAlbum' | 'deletedAlbum' | 'madeAlbum' | 'nodeRenamed' | 'connected' | 'tested' | 'killed' }
	| { kind: 'quota'; activations: number }
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
	fc.record({ kind: fc.constantFrom('gone', 'back', 'outOfAlbum', 'byHand'), which: number }) as fc.Arbitrary<Change>,
	fc.record({ kind: fc.constant('emptied' as const) }),
);
const call = fc.integer({ min: 1, max: 8 });
const steps: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), change: changes }) },
	{ weight: 4, arbitrary: fc.constant({ kind: 'poll' as const }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('overlapping', 'restart', 'discarded') }) as fc.Arbitrary<Step> },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('failing', 'tokenRefused'), call }) as fc.Arbitrary<Step> },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('shifting' as const), call, change: changes }) },
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('renamedAlbum', 'deletedAlbum', 'madeAlbum', 'nodeRenamed', 'connected', 'tested', 'killed'),
		}) as fc.Arbitrary<Step>,
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('quota' as const), activations: fc.nat(3) }) },
);
export const beginnings = fc.array(fc.oneof(...arrivals), { maxLength: 12 });
export const lives = fc.array(steps, { minLength: 20, maxLength: 60, size: 'max' });
export const manners: fc.Arbitrary<Manners> = fc.record({
	page: fc.integer({ min: 2, max: 6 }),
	emptyPages: fc.boolean(),
	offsets: fc.boolean(),
	latency: fc.constant(SECOND),
	rounds: fc.boolean(),
});

/** The albums that have the title which is watched, first as Google lists them; else all. */
export function places({ albums }: ChangingLibrary): SimulatedAlbum[] {
	const titled = albums.filter(({ title }) => title === 'Inbox');
	return titled.length > 0 ? titled : albums;
}

export function carryOut(library: ChangingLibrary, change: Change, now: number): string[] {
	const { photos } = library;
	if (change.kind === 'gone' || change.kind === 'back') {
		// the first one stays: that nothing known is left when the credential is connected anew has tests of its own
		const photo = photos[1 + (change.which % Math.max(1, photos.length - 1))];
		if (photo) photo.gone = change.kind === 'gone';
		return [];
	}
	const inboxes = places(library);
	if (change.kind === 'byHand') {
		const inbox = inboxes[change.which % inboxes.length];
		if (inbox) inbox.byHand += (change.which % 3) - (inbox.byHand > 0 ? 1 : 0);
		return [];
	}
	if (change.kind === 'emptied') {
		for (const { items } of inboxes) items.length = 0;
		return [];
	}
	if (change.kind === 'outOfAlbum') {
		const { items } = inboxes[change.which % inboxes.length] ?? { items: [] };
		const [id] = items.splice(change.which % Math.max(1, items.length), 1);
		// what comes back into an album is not new
		if (id && change.which % 2) items.push(id);
		return [];
	}
	const dates =
		change.kind === 'recent'
			? Array.from({ length: change.count }, () => now)
			: [change.kind === 'aged' ? now - change.hours * HOUR : (photos[change.of % Math.max(1, photos.length)]?.captured ?? now)];
	return dates.map((date, index) => {
		const { id } = library.upload(date);
		const { items } = inboxes[date % inboxes.length] ?? { items: [] };
		items.splice(change.kind === 'recent' ? items.length : index, 0, id);
		return id;
	});
}

export function albumsChange(library: ChangingLibrary, kind: Step['kind']): void {
	const { albums } = library;
	const [inbox] = places(library);
	if (kind === 'madeAlbum' && albums.length < 4) library.makeAlbum('Inbox');
	if (inbox && kind === 'renamedAlbum') inbox.title = inbox.title === 'Inbox' ? 'Outbox' : 'Inbox';
	if (inbox && kind === 'deletedAlbum') library.albums = albums.filter((album) => album !== inbox);
}

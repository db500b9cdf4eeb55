import type { MediaItem } from '../GooglePhotos/model/mediaItem';
import type { Look, Seen } from './look';
import type { Walk } from './memory';
import type { Entry } from './watched';

/** Of so many known ids, this part is read at most when some have been forgotten. */
const PART_WHEN_FULL = 0.1;

/**
 * Looks through a list that begins with what is newest: media items by their capture date, albums as Google
 * lists them. It reads until a page is wholly known, so a poll without news is one request. What was uploaded
 * with an older date lies further down, where only a whole reading finds it.
 * https://developers.google.com/photos/library/guides/list
 */
export async function lookThroughList(view: Look): Promise<Seen> {
	const { memory, reading, now, due } = view;
	const { known } = reading;
	if (memory.walk?.silent) return await takeStock(view, memory.walk);
	// what was forgotten lies at the end: who goes there takes it for new
	const earlier = known.isFull ? undefined : memory.walk;
	const whole = due && !known.isFull && !earlier;

	const knownPage = (page: Entry[]) =>
		(page.every(({ id }) => known.has(id)) && !isOfTheFuture(page.at(-1), now)) ||
		(known.isFull && reading.sighted.length >= known.most * PART_WHEN_FULL);
	const stop = await reading.pages(undefined, whole ? undefined : knownPage);
	const empty = reading.sighted.length === 0 && stop.next === undefined;
	// so much is new that there was no time for all of it: a walk begins behind it
	const cutShort = stop.outOfTime && reading.found.length > 0;
	const goingOn = cutShort ? undefined : earlier;
	const behind: Walk | undefined = stop.next === undefined ? undefined : { begun: now, silent: false, token: stop.next };
	const left = goingOn ? (await reading.walkOn(goingOn)).left : behind;
	const walk = (whole || goingOn || cutShort) && !known.isFull ? left : undefined;
	const ended = (whole || goingOn !== undefined) && !walk;

	const { found, sighted } = reading;
	// in the order in which they are best forgotten: the oldest date first
	known.putLast(idsOf(ended && whole ? sighted : found).reverse());
	return {
		found,
		memory: {
			...memory,
			known: ended || found.length > 0 ? known.toString() : memory.known,
			checkedAt: ended ? (goingOn?.begun ?? now) : memory.checkedAt,
			walk,
			empty: empty || undefined,
		},
	};
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * A camera whose clock is wrong fills the first pages with the same pictures for years: they say nothing. Within
 * a day it may be right: cameras do not write down their time zone.
 */
function isOfTheFuture(entry: Entry | undefined, now: number): boolean {
	return takenAt(entry) > now + DAY;
}

/** @returns milliseconds since 1970; NaN of what has no date */
export function takenAt(entry: Entry | undefined): number {
	return Date.parse((entry as MediaItem | undefined)?.mediaMetadata?.creationTime ?? '');
}

/** The first reading: everything is known from now on. */
async function takeStock({ memory, reading }: Look, walk: Walk): Promise<Seen> {
	const { known } = reading;
	const { left } = await reading.walkOn(walk);
	known.putFirst(idsOf(reading.sighted).reverse());
	return {
		found: [],
		memory: { ...memory, known: known.toString(), checkedAt: walk.begun, walk: known.isFull ? undefined : left },
	};
}

export function idsOf(entries: Entry[]): string[] {
	return entries.map(({ id }) => id);
}

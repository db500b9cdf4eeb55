import type { MediaItem } from '../GooglePhotos/model/mediaItem';
import type { Look, Seen } from './look';
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
	if (memory.walk?.silent) return await takeStock(view);
	// what was forgotten lies at the end: who goes there takes it for new
	const walk = known.isFull ? undefined : memory.walk;
	const whole = due && !known.isFull && !walk;

	const knownPage = (page: Entry[]) =>
		(page.every(({ id }) => known.has(id)) && !isOfTheFuture(page.at(-1), now)) ||
		(known.isFull && reading.sighted.length >= known.most * PART_WHEN_FULL);
	let stop = await reading.pages(undefined, whole ? undefined : knownPage);
	// so much is new that there was no time for all of it: a walk begins behind it
	const cutShort = stop.outOfTime && reading.found.length > 0;
	const goesOn = walk !== undefined && !cutShort;
	if (goesOn) stop = await reading.rest(walk.token);

	const { found } = reading;
	const begun = goesOn ? walk.begun : now;
	const unfinished = stop.next !== undefined && (whole || goesOn || cutShort) && !known.isFull;
	const ended = (whole || goesOn) && !unfinished;
	// in the order in which they are best forgotten: the oldest date first
	if (ended && whole) known.putLast(idsOf(reading.sighted).reverse());
	else known.putLast(idsOf(found).reverse());
	return {
		found,
		memory: {
			...memory,
			known: ended || found.length > 0 ? known.toString() : memory.known,
			checkedAt: ended ? begun : memory.checkedAt,
			walk: unfinished ? { begun, silent: false, token: stop.next } : undefined,
		},
	};
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * A camera whose clock is wrong fills the first pages with the same pictures for years: they say nothing. Within
 * a day it may be right: cameras do not write down their time zone.
 */
function isOfTheFuture(entry: Entry | undefined, now: number): boolean {
	return Date.parse((entry as MediaItem | undefined)?.mediaMetadata?.creationTime ?? '') > now + DAY;
}

/** The first reading: everything is known from now on. */
async function takeStock({ memory, reading }: Look): Promise<Seen> {
	const { known } = reading;
	const walk = memory.walk as NonNullable<typeof memory.walk>;
	const stop = await reading.rest(walk.token);
	known.putFirst(idsOf(reading.sighted).reverse());
	const unfinished = stop.next !== undefined && !known.isFull;
	return {
		found: [],
		memory: {
			...memory,
			known: known.toString(),
			checkedAt: walk.begun,
			walk: unfinished ? { ...walk, token: stop.next } : undefined,
		},
	};
}

export function idsOf(entries: Entry[]): string[] {
	return entries.map(({ id }) => id);
}

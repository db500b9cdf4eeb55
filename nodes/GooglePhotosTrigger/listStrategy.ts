import type { MediaItem } from '../GooglePhotos/api/mediaItem';
import type { FeedItem } from './feed';
import type { PollContext, PollResult } from './pollContext';
import type { FullScan } from './state';

/** Of so many known ids, this part is read at most when some have been forgotten. */
const PART_WHEN_FULL = 0.1;

/**
 * Looks through a list that begins with what is newest: media items by their capture date, albums as Google
 * lists them. It reads until a page is wholly known, so a poll without news is one request. What was uploaded
 * with an older date lies further down, where only a whole reading finds it.
 * https://developers.google.com/photos/library/guides/list
 */
export async function lookThroughList(view: PollContext): Promise<PollResult> {
	const { memory, reading, now, due } = view;
	const { known } = reading;
	if (memory.fullScan?.baseline) return await takeStock(view, memory.fullScan);
	// what was forgotten lies at the end: who goes there takes it for new
	const earlier = known.isFull ? undefined : memory.fullScan;
	const whole = due && !known.isFull && !earlier;

	const knownPage = (page: FeedItem[]) =>
		(page.every(({ id }) => known.has(id)) && !isOfTheFuture(page.at(-1), now)) ||
		(known.isFull && reading.items.length >= known.most * PART_WHEN_FULL);
	const stop = await reading.pages(undefined, whole ? undefined : knownPage);
	const empty = reading.items.length === 0 && stop.next === undefined;
	// so much is new that there was no time for all of it: a walk begins behind it
	const cutShort = stop.outOfTime && reading.found.length > 0;
	const goingOn = cutShort ? undefined : earlier;
	const behind: FullScan | undefined = stop.next === undefined ? undefined : { begun: now, baseline: false, token: stop.next };
	const left = goingOn ? (await reading.walkOn(goingOn)).left : behind;
	const fullScan = (whole || goingOn || cutShort) && !known.isFull ? left : undefined;
	const ended = (whole || goingOn !== undefined) && !fullScan;

	const { found, items } = reading;
	// in the order in which they are best forgotten: the oldest date first
	known.markRecent(idsOf(ended && whole ? items : found).reverse());
	return {
		found,
		memory: {
			...memory,
			known: ended || found.length > 0 ? known.toString() : memory.known,
			checkedAt: ended ? (goingOn?.begun ?? now) : memory.checkedAt,
			fullScan,
			empty: empty || undefined,
		},
	};
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * A camera whose clock is wrong fills the first pages with the same pictures for years: they say nothing. Within
 * a day it may be right: cameras do not write down their time zone.
 */
function isOfTheFuture(entry: FeedItem | undefined, now: number): boolean {
	return takenAt(entry) > now + DAY;
}

/** @returns milliseconds since 1970; NaN of what has no date */
export function takenAt(entry: FeedItem | undefined): number {
	return Date.parse((entry as MediaItem | undefined)?.mediaMetadata?.creationTime ?? '');
}

/** The first reading: everything is known from now on. */
async function takeStock({ memory, reading }: PollContext, walk: FullScan): Promise<PollResult> {
	const { known } = reading;
	const { left } = await reading.walkOn(walk);
	known.putFirst(idsOf(reading.items).reverse());
	return {
		found: [],
		memory: { ...memory, known: known.toString(), checkedAt: walk.begun, fullScan: known.isFull ? undefined : left },
	};
}

export function idsOf(entries: FeedItem[]): string[] {
	return entries.map(({ id }) => id);
}

import type { Feed } from './feed';
import { idsOf } from './listStrategy';
import type { PollContext, PollResult } from './pollContext';
import type { Cursor } from './scan';
import type { FullScan, TriggerState } from './state';

const MINUTE = 60 * 1000;

/** So many pages are read at each poll, if the number of items makes it necessary. */
const FREE_PAGES = 5;

/** What is remembered of an album's number of items if it is one page: nothing. */
const OF_ONE_PAGE = { count: undefined, suspectCount: undefined, recountAt: undefined, tail: undefined };

/**
 * Looks into an album, which has an order of its own: something new can be anywhere in it. An album of one page is
 * read at each poll. Of a larger one its last page is, where new items usually are, and how many items Google says
 * it has: another number than before means that the whole album is to be read. The number proves no more than that:
 * it also counts what the app cannot list, such as photos that the owner adds by hand.
 * https://developers.google.com/photos/library/reference/rest/v1/albums#Album
 */
export async function lookIntoAlbum(view: PollContext): Promise<PollResult> {
	const { memory, reading, due } = view;
	if (memory.fullScan) return await readOn(view, memory.fullScan);
	if (memory.tail === undefined) {
		const stop = await reading.pages(undefined, () => true);
		if (stop.next === undefined) return readInOne(view);
		return await readAnew(view, await countOf(view));
	}
	const count = await countOf(view);
	return due ? await readAnew(view, count) : await lookAtItsEnd(view, memory.tail, count);
}

async function countOf({ watched }: PollContext): Promise<number> {
	return await (watched as Required<Feed>).count();
}

async function lookAtItsEnd(view: PollContext, tail: string, count: number): Promise<PollResult> {
	const { memory, reading, now } = view;
	const stop = await reading.rest(tail);
	if (stop.restarted) return ended(view, { begun: now, baseline: false, count }, stop);
	const seen = { ...memory, tail: stop.last };
	if (stop.next !== undefined) return handedOn(view, seen);
	// the number may lag behind the list
	const expected = (memory.count ?? Number.NaN) + reading.found.length;
	if (count === memory.count || count === expected) return handedOn(view, { ...seen, count: expected });
	if (now < (memory.recountAt ?? 0)) return handedOn(view, seen);
	return await readAnew(view, count);
}

/** The whole album is one page. */
function readInOne(view: PollContext): PollResult {
	const { memory, reading, now, due } = view;
	const order = due || reading.found.length > 0 ? reading.items : [];
	return handedOn(view, { ...memory, ...OF_ONE_PAGE, checkedAt: due ? now : memory.checkedAt }, order);
}

async function readAnew(view: PollContext, count: number): Promise<PollResult> {
	return await readOn(view, { begun: view.now, baseline: false, count });
}

/** Goes on with a reading of the whole album; the number of items is asked for before it begins. */
async function readOn(view: PollContext, walk: FullScan): Promise<PollResult> {
	const { memory, reading } = view;
	const count = walk.token === undefined && walk.count === undefined ? await countOf(view) : walk.count;
	const { stop, left } = await reading.walkOn({ ...walk, count });
	const pages = (walk.pages ?? 0) + stop.pages;
	const found = (walk.found ?? 0) + reading.found.length;
	if (!left) return ended(view, { ...walk, count, pages, found }, stop, walk.token === undefined);
	return handedOn(view, { ...memory, fullScan: { ...left, pages, found } }, reading.found, walk.baseline);
}

/** @param inOne the whole album was read in this poll */
function ended(view: PollContext, walk: FullScan, stop: Cursor, inOne = true): PollResult {
	const { memory, reading, now } = view;
	const { begun, baseline, count = 0, pages = stop.pages, found = reading.found.length } = walk;
	// a number that grew by more than was found is ahead of the list, or counts what is not listed: once it is doubted
	const fits = baseline || found >= count - (memory.count ?? count) || memory.suspectCount !== undefined;
	// somebody changes a large album by hand again and again: that costs no more than one request a minute
	const rests = fits && !baseline && found === 0 && pages > FREE_PAGES;
	const counted = {
		count: fits ? count : memory.count,
		suspectCount: fits ? undefined : count,
		recountAt: rests ? now + pages * MINUTE : undefined,
		tail: stop.last,
	};
	const left: TriggerState = {
		...memory,
		...(stop.last === undefined ? OF_ONE_PAGE : counted),
		checkedAt: begun,
		fullScan: undefined,
	};
	// everything that is in the album was sighted: what was not can be forgotten first
	return handedOn(view, left, inOne ? reading.items : reading.found, baseline);
}

/** @param last what is to be forgotten last */
function handedOn({ reading }: PollContext, memory: TriggerState, last = reading.found, silent = false): PollResult {
	const { known, found } = reading;
	if (last.length === 0) return { found, memory };
	known.markRecent(idsOf(last));
	return { found: silent ? [] : found, memory: { ...memory, known: known.toString() } };
}

import type { Feed } from './feed';
import { idsOf } from './listStrategy';
import type { Cursor, PollContext, PollResult } from './scan';
import type { FullScan, TriggerState } from './state';

const MINUTE = 60 * 1000;

/** Albums of up to this many pages get a full scan at each poll in which the item count calls for one. */
const FREE_PAGES = 5;

/** Resets the fields of the memory that only albums of several pages use. */
const OF_ONE_PAGE = { count: undefined, suspectCount: undefined, recountAt: undefined, tail: undefined };

/**
 * Polls an album. It has an order of its own, so a new item can be anywhere in it. An album of one page is read at each
 * poll. For a larger one, a poll reads the last page, where new items usually are, and the item count: if the count has
 * changed, a full scan follows. The count proves nothing more: it includes items that the app cannot list, such as
 * photos that the owner adds by hand.
 * https://developers.google.com/photos/library/reference/rest/v1/albums#Album
 */
export async function scanAlbum(poll: PollContext): Promise<PollResult> {
	const { memory, scan, due } = poll;
	if (memory.fullScan) return await readOn(poll, memory.fullScan);
	if (memory.tail === undefined) {
		const stop = await scan.pages(undefined, () => true);
		if (stop.next === undefined) return readInOne(poll);
		return await readAnew(poll, await countOf(poll));
	}
	const count = await countOf(poll);
	return due ? await readAnew(poll, count) : await scanAlbumEnd(poll, memory.tail, count);
}

async function countOf({ feed }: PollContext): Promise<number> {
	return await (feed as Required<Feed>).count();
}

async function scanAlbumEnd(poll: PollContext, tail: string, count: number): Promise<PollResult> {
	const { memory, scan, now } = poll;
	const stop = await scan.continueAt(tail);
	if (stop.restarted) return ended(poll, { begun: now, baseline: false, count }, stop);
	const seen = { ...memory, tail: stop.last };
	if (stop.next !== undefined) return toResult(poll, seen);
	// the count may lag behind the list
	const expected = (memory.count ?? Number.NaN) + scan.found.length;
	if (count === memory.count || count === expected) return toResult(poll, { ...seen, count: expected });
	if (now < (memory.recountAt ?? 0)) return toResult(poll, seen);
	return await readAnew(poll, count);
}

/** Result of a poll that has read the whole album as one page. */
function readInOne(poll: PollContext): PollResult {
	const { memory, scan, now, due } = poll;
	const order = due || scan.found.length > 0 ? scan.items : [];
	return toResult(poll, { ...memory, ...OF_ONE_PAGE, checkedAt: due ? now : memory.checkedAt }, order);
}

async function readAnew(poll: PollContext, count: number): Promise<PollResult> {
	return await readOn(poll, { begun: poll.now, baseline: false, count });
}

/** Starts or continues a full scan. The item count is requested before the first page. */
async function readOn(poll: PollContext, fullScan: FullScan): Promise<PollResult> {
	const { memory, scan } = poll;
	const count = fullScan.token === undefined && fullScan.count === undefined ? await countOf(poll) : fullScan.count;
	const { stop, left } = await scan.continueScan({ ...fullScan, count });
	const pages = (fullScan.pages ?? 0) + stop.pages;
	const found = (fullScan.found ?? 0) + scan.found.length;
	if (!left) return ended(poll, { ...fullScan, count, pages, found }, stop, fullScan.token === undefined);
	return toResult(poll, { ...memory, fullScan: { ...left, pages, found } }, scan.found, fullScan.baseline);
}

/** Result of a poll that has completed a full scan. @param inOnePoll whether this poll has read the whole album */
function ended(poll: PollContext, fullScan: FullScan, stop: Cursor, inOnePoll = true): PollResult {
	const { memory, scan, now } = poll;
	const { begun, baseline, count = 0, pages = stop.pages, found = scan.found.length } = fullScan;
	// a count that grew by more than was found is ahead of the list or includes unlisted items: distrusted once
	const fits = baseline || found >= count - (memory.count ?? count) || memory.suspectCount !== undefined;
	// repeated manual changes of a large album then cost at most one request per minute
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
	// after a scan of the whole album, SeenIds drops the IDs first that are no longer in it
	return toResult(poll, left, inOnePoll ? scan.items : scan.found, baseline);
}

/** @param last entries whose IDs SeenIds drops last */
function toResult({ scan }: PollContext, memory: TriggerState, last = scan.found, silent = false): PollResult {
	const { known, found } = scan;
	if (last.length === 0) return { found, memory };
	known.markRecent(idsOf(last));
	return { found: silent ? [] : found, memory: { ...memory, known: known.toString() } };
}

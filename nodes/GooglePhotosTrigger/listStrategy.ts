import type { MediaItem } from '../GooglePhotos/api/mediaItem';
import type { FeedItem } from './feed';
import type { PollContext, PollResult } from './scan';
import type { FullScan } from './state';

/** Fraction of the capacity of `SeenIds` that one poll reads at most once IDs may have been dropped. */
const PART_WHEN_FULL = 0.1;

/**
 * Polls a list whose newest entries come first: media items by capture date, albums in Google's order. Reads until all
 * entries of a page are known, so a poll without new entries takes one request. Media items that were uploaded with an
 * older capture date are further down, where only a full scan finds them.
 * https://developers.google.com/photos/library/guides/list
 */
export async function scanList(poll: PollContext): Promise<PollResult> {
	const { memory, scan, now, due } = poll;
	const { known } = scan;
	if (memory.fullScan?.baseline) return await continueBaseline(poll, memory.fullScan);
	// dropped IDs are at the end of the list: a full scan would take them for new
	const earlier = known.isFull ? undefined : memory.fullScan;
	const isFullScan = due && !known.isFull && !earlier;

	const knownPage = (page: FeedItem[]) =>
		(page.every(({ id }) => known.has(id)) && !isInFuture(page.at(-1), now)) ||
		(known.isFull && scan.items.length >= known.max * PART_WHEN_FULL);
	const stop = await scan.pages(undefined, isFullScan ? undefined : knownPage);
	const empty = scan.items.length === 0 && stop.next === undefined;
	// too many new entries for the time budget: a full scan starts behind them
	const cutShort = stop.outOfTime && scan.found.length > 0;
	const continued = cutShort ? undefined : earlier;
	const unread: FullScan | undefined = stop.next === undefined ? undefined : { begun: now, baseline: false, token: stop.next };
	const remaining = continued ? (await scan.continueScan(continued)).left : unread;
	const fullScan = (isFullScan || continued || cutShort) && !known.isFull ? remaining : undefined;
	const ended = (isFullScan || continued !== undefined) && !fullScan;

	const { found, items } = scan;
	// SeenIds drops the first IDs first: the oldest capture date goes first
	known.markRecent(idsOf(ended && isFullScan ? items : found).reverse());
	return {
		found,
		memory: {
			...memory,
			known: ended || found.length > 0 ? known.toString() : memory.known,
			checkedAt: ended ? (continued?.begun ?? now) : memory.checkedAt,
			fullScan,
			empty: empty || undefined,
		},
	};
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Photos with a future capture date come from a camera with a wrong clock. They stay on the first pages for years, so
 * that they are known proves nothing. Up to one day ahead may be right: cameras do not record their time zone.
 */
function isInFuture(entry: FeedItem | undefined, now: number): boolean {
	return captureTimeOf(entry) > now + DAY;
}

/** @returns milliseconds since 1970; NaN if the entry has no date */
export function captureTimeOf(entry: FeedItem | undefined): number {
	return Date.parse((entry as MediaItem | undefined)?.mediaMetadata?.creationTime ?? '');
}

/** Continues the baseline scan: its entries become known and start nothing. */
async function continueBaseline({ memory, scan }: PollContext, fullScan: FullScan): Promise<PollResult> {
	const { known } = scan;
	const { left: remaining } = await scan.continueScan(fullScan);
	known.putFirst(idsOf(scan.items).reverse());
	return {
		found: [],
		memory: { ...memory, known: known.toString(), checkedAt: fullScan.begun, fullScan: known.isFull ? undefined : remaining },
	};
}

export function idsOf(entries: FeedItem[]): string[] {
	return entries.map(({ id }) => id);
}

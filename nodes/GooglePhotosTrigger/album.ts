import { idsOf } from './list';
import type { Look, Seen } from './look';
import type { Memory, Walk } from './memory';
import type { Stop } from './reading';
import type { Watched } from './watched';

/**
 * Looks into an album, which has an order of its own: something new can be anywhere in it. Google tells how
 * many items an album has, so a poll without news is one request. When the number has grown, the end of the
 * album is read first, where new items usually are; then, if they are not all there, the whole album. One that
 * came while another one left is found by the next whole reading.
 * https://developers.google.com/photos/library/reference/rest/v1/albums#Album
 */
export async function lookIntoAlbum(view: Look): Promise<Seen> {
	const { watched, memory, reading, now, due } = view;
	const count = await (watched as Required<Watched>).count();
	if (!memory.walk && !due && count === memory.count) return { found: [], memory };

	if (!memory.walk && !due && memory.tail !== undefined && count > (memory.count ?? Infinity)) {
		const stop = await reading.rest(memory.tail);
		const expected = count - (memory.count as number);
		if (stop.next === undefined && reading.found.length === expected) {
			return remembering(view, { ...memory, count, tail: stop.last }, false);
		}
	}
	const walk = memory.walk ?? { begun: now, silent: false };
	const begins = walk.token === undefined;
	return finished(view, { count, ...walk }, await reading.rest(walk.token), begins);
}

/** @param inOne the whole album was read in this poll */
function finished(view: Look, walk: Walk, stop: Stop, inOne: boolean): Seen {
	const { memory, reading } = view;
	const { count = 0, begun, silent } = walk;
	if (stop.next !== undefined) {
		return remembering(view, { ...memory, walk: { ...walk, token: stop.next } }, false, silent);
	}
	// a number that does not fit is from before or after the list, or counts what is not listed
	const fits = !inOne || reading.sighted.length === count || memory.doubt === count;
	const ended: Memory = {
		...memory,
		checkedAt: begun,
		walk: silent && !fits ? { begun, silent } : undefined,
		count: fits ? count : undefined,
		doubt: fits ? undefined : count,
		tail: stop.last,
	};
	return remembering(view, ended, inOne, silent);
}

/** @param inOne everything that is in the album was sighted: what was not can be forgotten first */
function remembering({ reading }: Look, memory: Memory, inOne: boolean, silent = false): Seen {
	const { known, found, sighted } = reading;
	known.putLast(idsOf(inOne ? sighted : found));
	return { found: silent ? [] : found, memory: { ...memory, known: known.toString() } };
}

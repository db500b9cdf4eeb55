import { clock } from '../GooglePhotos/request/clock';
import { lookIntoAlbum } from './album';
import { Known } from './known';
import type { Memory } from './memory';
import { Reading } from './reading';
import { lookThroughList } from './list';
import type { Entry, Watched } from './watched';

/** Everything one poll goes by; times in milliseconds. */
export interface Look {
	watched: Watched;
	memory: Memory;
	reading: Reading;
	/** when the poll began, since 1970 */
	now: number;
	/** a whole reading is due: for its time, or since the credential was signed in anew */
	due: boolean;
}

/** What a poll came to: what is new, in the order of the list, and what to remember. */
export interface Seen {
	found: Entry[];
	memory: Memory;
}

/** How a poll is to go about it. */
export interface Habits {
	/** milliseconds between whole readings */
	fullCheckEvery: number;
	/** milliseconds that a poll may take */
	budget: number;
	/** how many ids to remember; see Known */
	mostKnown?: number;
}

/**
 * Looks what has come since the last poll. The first time everything is there already.
 *
 * @param memory what the last poll left; it is not changed
 */
export async function look(watched: Watched, memory: Memory | undefined, habits: Habits): Promise<Seen> {
	const now = clock.now();
	const { source, signIn } = watched;
	const before: Memory = memory ?? {
		source,
		signIn,
		known: '',
		checkedAt: now,
		walk: { begun: now, silent: true },
	};
	const known = new Known(before.known, habits.mostKnown);
	const anew = before.signIn !== signIn;
	const view: Look = {
		watched,
		memory: { ...before, signIn },
		reading: new Reading(watched, known, now + habits.budget),
		now,
		due: anew || now - before.checkedAt >= habits.fullCheckEvery,
	};
	const seen = await (watched.count ? lookIntoAlbum : lookThroughList)(view);
	// signed in anew, and nothing of what was known is there: as somebody else
	if (anew && !isSameLibrary(before, view.reading)) return await look(watched, undefined, habits);
	return seen;
}

function isSameLibrary({ known }: Memory, { sighted }: Reading): boolean {
	const before = new Known(known);
	return sighted.some(({ id }) => before.has(id));
}

import { clock } from '../GooglePhotos/request/clock';
import { lookWithNewSignIn } from './account';
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
	/** no further page is asked for after this, since 1970 */
	deadline: number;
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
 * @param memory what the last poll left, also of something else; it is not changed
 */
export async function look(watched: Watched, memory: Memory | undefined, habits: Habits): Promise<Seen> {
	const now = clock.now();
	const before = memoryOf(watched, memory) ?? firstMemory(watched, now);
	const { signIn, titled } = watched;
	const anew = before.signIn !== signIn;
	const deadline = now + habits.budget;
	const view: Look = {
		watched,
		memory: { ...before, signIn, album: titled },
		reading: new Reading(watched, new Known(before.known, habits.mostKnown), deadline),
		now,
		deadline,
		due: anew || now - before.checkedAt >= habits.fullCheckEvery,
	};
	// an album that is the same one is of the same account
	if (watched.count) return await lookIntoAlbum(view);
	return anew ? await lookWithNewSignIn(view, before.signIn) : await lookThroughList(view);
}

/** What is remembered of what is watched now: not of another list, credential or client. */
function memoryOf({ source, signIn, titled, movedFrom }: Watched, memory?: Memory): Memory | undefined {
	if (memory?.source === source) return memory;
	if (!titled || memory === undefined || memory.source !== movedFrom || memory.signIn !== signIn) return undefined;
	// another album has the title: what is in it has not been seen
	return { source, signIn, known: memory.known, checkedAt: 0 };
}

function firstMemory({ source, signIn }: Watched, now: number): Memory {
	return { source, signIn, known: '', checkedAt: now, walk: { begun: now, silent: true } };
}

import { lookThroughList, takenAt } from './list';
import type { Look, Seen } from './look';
import { Reading } from './reading';

/**
 * Looks through a list for the first time after the credential was signed in anew. Sign-ins of an app in Testing end
 * every week, and mostly the same person signs in again. It is the same account if a known id is in the list, or if
 * nothing was or is in it. If the list has none to its end, somebody else has signed in, as it seems.
 *
 * @param before the sign-in with which the memory was made; it stays in the memory until the account is known
 */
export async function lookWithNewSignIn(view: Look, before: string): Promise<Seen> {
	const { memory, watched, now } = view;
	const { signIn } = watched;
	const identified = { ...view, memory: { ...memory, identifying: undefined } };
	const { known } = view.reading;
	if (known.size === 0 || memory.empty) return await lookThroughList(identified);

	const begun = memory.identifying?.signIn === signIn ? memory.identifying.walk : undefined;
	// what this reads is read once more when it is known how to take it
	const reading = new Reading(watched, known, view.deadline);
	const isKnown = ({ id }: { id: string }) => known.has(id);
	const { left } = await reading.walkOn(begun ?? { begun: now, silent: true }, (page) => page.some(isKnown));
	if (reading.sighted.some(isKnown)) return await lookThroughList(identified);
	if (left) return { found: [], memory: { ...memory, signIn: before, identifying: { signIn, walk: left } } };

	const seen = await lookThroughList(identified);
	return begun || reading.sighted.length > 0 ? inAnotherAccount(identified, seen) : seen;
}

/** What is in the list was there before and is not new, but for what was taken after the last whole reading. */
function inAnotherAccount({ memory: before }: Look, { found, memory }: Seen): Seen {
	const walk = memory.walk && { ...memory.walk, silent: true };
	return { found: found.filter((entry) => takenAt(entry) > before.checkedAt), memory: { ...memory, walk } };
}

import { sessionIdOf, sessionSubject } from '../fields/pickingSession';
import { clock } from '../request/clock';
import { asItIs } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { Selection } from './selection';
import type { Together } from './together';

/** The session that an input item names, or why it names none. */
export type Named = { subject: Subject; selection: Selection } | { subject: Subject; error: Error };

/**
 * The sessions that the input items name, each once however many name it.
 *
 * @param check throws for another parameter of an item that cannot be used
 * @returns by position
 * @throws NodeOperationError for the first item that names none or does not pass the check, without Continue On Fail: before anything is sent
 */
export function namedSessions(
	run: Run,
	together: Together,
	check: (position: number, about: Subject) => void,
): Named[] {
	const selections = new Map<string, Selection>();
	return run.items.map((_, position): Named => {
		const about = { item: run.indexOf(position) };
		try {
			check(position, about);
			const id = sessionIdOf(run.caller.getNode(), run.parameter<unknown>('sessionId', position, ''), about);
			const subject = { ...about, ...sessionSubject(id) };
			const selection = selections.get(id) ?? new Selection(together, id, subject);
			selections.set(id, selection);
			return { subject, selection };
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			return { subject: about, error };
		}
	});
}

/** A session that an input item names, to be worked on. */
export interface Asked {
	selection: Selection;
	subject: Subject;
	position: number;
	/** milliseconds since 1970, the same for all: whatever is waited for is waited for together */
	start: number;
}

/**
 * Does something for the session of each input item, for all at once.
 *
 * @returns what came of each item, by position
 */
export async function outcomesOfSessions(
	together: Together,
	named: Named[],
	work: (asked: Asked) => Promise<Outcome[]>,
): Promise<Outcome[][]> {
	const start = clock.now();
	const outcomes = async (session: Named, position: number) =>
		await together.outcomes(session.subject, async () =>
			'error' in session ? [session] : await work({ ...session, position, start }),
		);
	return await Promise.all(named.map(outcomes));
}

/** How long to wait, unless the user sets it, in minutes: it holds a worker of n8n's meanwhile. */
export const STANDARD_WAIT = 15;

/** The same while an agent waits. Programs that call tools by MCP often wait for a minute and no longer. */
const STANDARD_WAIT_OF_TOOL_SECONDS = 30;
export const STANDARD_WAIT_OF_TOOL = STANDARD_WAIT_OF_TOOL_SECONDS / 60;

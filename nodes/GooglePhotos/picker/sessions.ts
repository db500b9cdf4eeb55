import { clock } from '../concurrency/clock';
import { rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import type { Outcome } from '../execution/results';
import type { StopScope } from '../execution/stopScope';
import { parseSessionId, sessionErrorContext } from '../properties/sessionId';
import { Selection } from './selection';

/** The session that an input item names, or why it names none. */
export type SessionRef = { subject: ErrorContext; selection: Selection } | { subject: ErrorContext; error: Error };

/**
 * The sessions that the input items name, each once however many name it.
 *
 * @param check throws for another parameter of an item that cannot be used
 * @returns by position
 * @throws NodeOperationError for the first item that names none or does not pass the check, without Continue On Fail: before anything is sent
 */
export function namedSessions(
	context: OperationContext,
	scope: StopScope,
	check: (position: number, about: ErrorContext) => void,
): SessionRef[] {
	const selections = new Map<string, Selection>();
	return context.items.map((_, position): SessionRef => {
		const about = { item: context.indexOf(position) };
		try {
			check(position, about);
			const id = parseSessionId(context.n8n.getNode(), context.parameter<unknown>('sessionId', position, ''), about);
			const subject = { ...about, ...sessionErrorContext(id) };
			const selection = selections.get(id) ?? new Selection(scope, id, subject);
			selections.set(id, selection);
			return { subject, selection };
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(error);
			return { subject: about, error };
		}
	});
}

/** A session that an input item names, to be worked on. */
export interface SessionTask {
	selection: Selection;
	subject: ErrorContext;
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
	scope: StopScope,
	named: SessionRef[],
	work: (asked: SessionTask) => Promise<Outcome[]>,
): Promise<Outcome[][]> {
	const start = clock.now();
	const outcomes = async (session: SessionRef, position: number) =>
		await scope.run(session.subject, async () =>
			'error' in session ? [session] : await work({ ...session, position, start }),
		);
	return await Promise.all(named.map(outcomes));
}

/** How long to wait, unless the user sets it, in minutes: it holds a worker of n8n's meanwhile. */
export const STANDARD_WAIT = 15;

/** The same while an agent waits. Programs that call tools by MCP often wait for a minute and no longer. */
const STANDARD_WAIT_OF_TOOL_SECONDS = 30;
export const STANDARD_WAIT_OF_TOOL = STANDARD_WAIT_OF_TOOL_SECONDS / 60;

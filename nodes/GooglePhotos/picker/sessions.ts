import { clock } from '../concurrency/clock';
import { rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import type { Outcome } from '../execution/results';
import type { StopScope } from '../execution/stopScope';
import { parseSessionId, sessionErrorContext } from '../properties/sessionId';
import { Selection } from './selection';

/** The session that an input item names, or the error of its parameters. */
export type SessionRef = { subject: ErrorContext; selection: Selection } | { subject: ErrorContext; error: Error };

/**
 * The sessions that the input items name. Items that name the same session share one `Selection`. Sends nothing.
 *
 * @param check throws if another parameter of the item is invalid
 * @returns by position
 * @throws NodeOperationError for the first item without a valid session ID or that fails the check, unless Continue On
 *   Fail is on
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
			const id = parseSessionId(context.node, context.parameter<unknown>('sessionId', position, ''), about);
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

/** The session of one input item, to be processed. */
export interface SessionTask {
	selection: Selection;
	subject: ErrorContext;
	position: number;
	/** milliseconds since 1970, the same for all items: their waits run concurrently */
	start: number;
}

/**
 * Processes the sessions of all input items concurrently.
 *
 * @returns the outcomes of each item, by position
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

/**
 * The input items without an output, for a hint: nothing was picked in their sessions.
 *
 * @returns their indices, at most 10; undefined if there are none
 */
export function itemsWithoutPicks(context: OperationContext, outcomes: Outcome[][]): string | undefined {
	const empty = outcomes.flatMap(({ length }, position) => (length === 0 ? [context.indexOf(position)] : []));
	return empty.length === 0 ? undefined : empty.slice(0, 10).join(', ') + (empty.length > 10 ? ', …' : '');
}

/** Default of Maximum Wait, in minutes. The wait occupies an n8n worker. */
export const DEFAULT_WAIT = 15;

/** The same for an agent's tool. MCP clients often time out after one minute. */
const DEFAULT_WAIT_OF_TOOL_SECONDS = 30;
export const DEFAULT_WAIT_OF_TOOL = DEFAULT_WAIT_OF_TOOL_SECONDS / 60;

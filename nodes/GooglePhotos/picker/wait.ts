import type { INodeExecutionData } from 'n8n-workflow';
import { outputFieldOf } from '../fields/outputFile';
import { pickedKindOf, simplifiedPickedItem } from '../model/pickedMediaItem';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { withFiles } from './file';
import { deleteSession } from './requests';
import { minutesOf, namedSessions, outcomesOfSessions, STANDARD_WAIT_OF_TOOL } from './sessions';
import type { Asked, Named } from './sessions';
import { Together } from './together';

interface WaitOptions {
	deleteSession?: boolean;
	mediaType?: 'all' | 'photo' | 'video';
}

/**
 * Waits until the users of all sessions have picked, and hands on what they picked, with its files if that is
 * wanted: for each session its picks in Google's order, paired to the session's item.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function waitForSelection(run: Run): Promise<INodeExecutionData[]> {
	const together = new Together(run);
	const named = namedSessions(run, together);
	const outcomes = await outcomesOfSessions(together, named, async (asked) => await picksOf(together, asked));
	const outputs = together.outputs(outcomes);
	await deleteUsed(run, named, outcomes);
	sayWhereNothingIs(run, outcomes);
	return outputs;
}

function optionsOf(run: Run, position: number): WaitOptions {
	return run.parameter<WaitOptions>('options', position, {});
}

async function picksOf(together: Together, { selection, subject, position, start }: Asked): Promise<Outcome[]> {
	const { run } = together;
	const field = outputFieldOf(run, position);
	const until = start + minutesOf(run.parameter('maximumWait', position, run.asTool ? STANDARD_WAIT_OF_TOOL : undefined));
	const { mediaType = 'all' } = optionsOf(run, position);
	await selection.finished(until);
	// what nobody knows to be of the other kind is not left out: the session may be deleted afterwards
	const items = (await selection.items()).filter(
		(item) => mediaType === 'all' || (pickedKindOf(item) ?? mediaType) === mediaType,
	);
	if (run.parameter<boolean>('downloadFiles', position, false) !== true) {
		return items.map((item) => ({ json: simplifiedPickedItem(item, selection.sessionId) }));
	}
	return await withFiles(together, selection, items, subject, { field, until });
}

/** Deletes the sessions of which everything came out well; what failed can still be fetched from the others. */
async function deleteUsed(run: Run, named: Named[], outcomes: Outcome[][]): Promise<void> {
	const used = new Map<string, { subject: Named['subject']; wanted: boolean }>();
	named.forEach((session, position) => {
		if ('error' in session) return;
		const { sessionId: id } = session.selection;
		const well = outcomes[position].every((outcome) => !('error' in outcome));
		const before = used.get(id)?.wanted ?? true;
		const wanted = before && well && optionsOf(run, position).deleteSession === true;
		used.set(id, { subject: session.subject, wanted });
	});
	const deletions = [...used].map(async ([id, { subject, wanted }]) => {
		if (wanted) await deleteSession(run, id, subject);
	});
	const left = (await Promise.allSettled(deletions)).filter(({ status }) => status === 'rejected').length;
	if (left > 0) {
		run.hint(`${left} of the picking sessions could not be deleted. Google deletes them when they expire.`);
	}
}

/** No item comes out of a session in which nothing was picked: the user is told why. */
function sayWhereNothingIs(run: Run, outcomes: Outcome[][]): void {
	const empty = outcomes.flatMap(({ length }, position) => (length === 0 ? [run.indexOf(position)] : []));
	if (empty.length === 0) return;
	const items = empty.slice(0, 10).join(', ') + (empty.length > 10 ? ', …' : '');
	run.hint(
		`Nothing was picked, or nothing of the chosen media type, in the session of input item ${items}. Nothing comes out for it.`,
	);
}

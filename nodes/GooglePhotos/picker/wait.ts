import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { choiceOf, optionIn, switchOf } from '../fields/choice';
import { minutesOf } from '../fields/number';
import { outputFieldOf } from '../fields/outputFile';
import { refuseFor } from '../fields/refuse';
import { pickedKindOf, simplifiedPickedItem } from '../model/pickedMediaItem';
import type { Subject } from '../request/explain';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { withFiles } from './file';
import { deleteSession } from './requests';
import { namedSessions, outcomesOfSessions, STANDARD_WAIT, STANDARD_WAIT_OF_TOOL } from './sessions';
import type { Asked, Named } from './sessions';
import { Together } from './together';

/** What the form says of an input item, apart from the session. */
interface WaitWishes {
	/** milliseconds */
	maximumWait: number;
	mediaType: 'all' | 'photo' | 'video';
	downloadFiles: boolean;
	deleteSession: boolean;
}

/**
 * Waits until the users of all sessions have picked, and hands on what they picked, with its files if that is
 * wanted: for each session its picks in Google's order, paired to the session's item.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function waitForSelection(run: Run): Promise<INodeExecutionData[]> {
	const together = new Together(run);
	const named = namedSessions(run, together, (position, about) => void wishesOf(run, position, about));
	const outcomes = await outcomesOfSessions(together, named, async (asked) => await picksOf(together, asked));
	const outputs = together.outputs(outcomes);
	await deleteUsed(run, named, outcomes);
	sayWhereNothingIs(run, outcomes);
	return outputs;
}

/** @throws NodeOperationError for a value that is none */
function wishesOf(run: Run, position: number, about: Subject): WaitWishes {
	const refuse = refuseFor(run.caller.getNode(), about);
	const options = run.parameter<IDataObject>('options', position, {});
	return {
		maximumWait: minutesOf(run.parameter<unknown>('maximumWait', position, run.asTool ? STANDARD_WAIT_OF_TOOL : STANDARD_WAIT), 'Maximum Wait', refuse),
		mediaType: choiceOf(optionIn(options, 'mediaType', 'all'), ['all', 'photo', 'video'], 'Media Type', refuse),
		downloadFiles: switchOf(run.parameter<unknown>('downloadFiles', position, false), 'Download Files', refuse),
		deleteSession: switchOf(optionIn(options, 'deleteSession', false), 'Delete Session Afterwards', refuse),
	};
}

async function picksOf(together: Together, { selection, subject, position, start }: Asked): Promise<Outcome[]> {
	const { run } = together;
	const field = outputFieldOf(run, position);
	const { maximumWait, mediaType, downloadFiles } = wishesOf(run, position, subject);
	const until = start + maximumWait;
	await selection.finished(until);
	// what nobody knows to be of the other kind is not left out: the session may be deleted afterwards
	const items = (await selection.items()).filter(
		(item) => mediaType === 'all' || (pickedKindOf(item) ?? mediaType) === mediaType,
	);
	if (!downloadFiles) {
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
		// what does not go well may be a value that is none
		const wanted = before && well && wishesOf(run, position, session.subject).deleteSession;
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

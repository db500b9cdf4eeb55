import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { choiceOf, optionIn } from '../fields/choice';
import { splitIds } from '../fields/ids';
import { minutesOf } from '../fields/number';
import { refuseFor } from '../fields/refuse';
import type { PickedMediaItem } from '../model/pickedMediaItem';
import { outputFieldOf } from '../fields/outputFile';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { withFiles } from './file';
import { namedSessions, outcomesOfSessions, STANDARD_WAIT, STANDARD_WAIT_OF_TOOL } from './sessions';
import type { Asked } from './sessions';
import { Together } from './together';

/**
 * Sessions in, files out, in input order and paired: all picks of a session, or those of some ids. The API
 * knows no picked item by its id, so the session is listed, once however many input items name it.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function downloadPicked(run: Run): Promise<INodeExecutionData[]> {
	const together = new Together(run);
	const named = namedSessions(run, together, (position, about) => void wishesOf(run, position, about));
	const outcomes = await outcomesOfSessions(together, named, async (asked) => await filesOf(together, asked));
	return together.outputs(outcomes);
}

/** What an item wants of its session. @throws NodeOperationError for a value that is none */
function wishesOf(run: Run, position: number, about: Subject) {
	const refuse = refuseFor(run.caller.getNode(), about);
	const options = run.parameter<IDataObject>('options', position, {});
	return {
		ids: wantedIds(run, position, about),
		maximumWait: minutesOf(optionIn(options, 'maximumWait', run.asTool ? STANDARD_WAIT_OF_TOOL : STANDARD_WAIT), 'Maximum Wait', refuse),
		field: outputFieldOf(run, position),
	};
}

async function filesOf(together: Together, { selection, subject, position, start }: Asked): Promise<Outcome[]> {
	const { run } = together;
	const { ids, maximumWait, field } = wishesOf(run, position, subject);
	const wishes = { field, until: start + maximumWait };
	const items = await selection.items();
	if (!ids) return await withFiles(together, selection, items, subject, wishes);
	const byId = new Map(items.map((item) => [item.id, item]));
	const each = ids.map(async (id) => {
		const about = { ...subject, parameter: 'Media Item IDs', what: `"${id}"` };
		return await together.outcomes(about, async () => {
			return await withFiles(together, selection, [pickedOne(run, byId, id, about)], subject, wishes);
		});
	});
	return (await Promise.all(each)).flat();
}

/** @throws NodeOperationError if the item was not picked in this session */
function pickedOne(run: Run, byId: Map<string, PickedMediaItem>, id: string, subject: Subject): PickedMediaItem {
	const item = byId.get(id);
	if (item) return item;
	throw refusal(
		run.caller.getNode(),
		'This media item was not picked in this session',
		'Enter IDs that Picker: Get Many or Wait for Selection gave out for the same session.',
		subject,
	);
}

/**
 * @returns each id once, in the order given; undefined for all that was picked
 * @throws NodeOperationError if ids are wanted and none is given
 */
function wantedIds(run: Run, position: number, about: Subject): string[] | undefined {
	const node = run.caller.getNode();
	const items = choiceOf(run.parameter<unknown>('items', position, 'all'), ['all', 'ids'], 'Items', refuseFor(node, about));
	if (items === 'all') return undefined;
	const subject = { ...about, parameter: 'Media Item IDs' };
	const wanted = [...new Set(splitIds(node, run.parameter<unknown>('mediaItemIds', position, ''), subject))];
	if (wanted.length > 0) return wanted;
	throw refusal(
		run.caller.getNode(),
		'No media item is named',
		'Enter the IDs of picked items, or set Items to All Picked Items.',
		subject,
	);
}

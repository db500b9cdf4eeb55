import type { INodeExecutionData } from 'n8n-workflow';
import { textOf } from '../fields/text';
import type { PickedMediaItem } from '../model/pickedMediaItem';
import { outputFieldOf } from '../fields/outputFile';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { withFiles } from './file';
import { minutesOf, namedSessions, outcomesOfSessions, STANDARD_WAIT_OF_TOOL } from './sessions';
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
	const named = namedSessions(run, together);
	const outcomes = await outcomesOfSessions(together, named, async (asked) => await filesOf(together, asked));
	return together.outputs(outcomes);
}

async function filesOf(together: Together, { selection, subject, position, start }: Asked): Promise<Outcome[]> {
	const { run } = together;
	const ids = wantedIds(run, position, subject);
	const { maximumWait } = run.parameter<{ maximumWait?: unknown }>('options', position, {});
	const wishes = {
		field: outputFieldOf(run, position),
		until: start + minutesOf(maximumWait ?? (run.asTool ? STANDARD_WAIT_OF_TOOL : undefined)),
	};
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
	if (run.parameter<string>('items', position, 'all') !== 'ids') return undefined;
	const given = run.parameter<unknown>('mediaItemIds', position, '');
	const subject = { ...about, parameter: 'Media Item IDs' };
	const texts = (Array.isArray(given) ? (given as unknown[]) : [given]).map((one) =>
		textOf(run.caller.getNode(), one, subject),
	);
	const ids = texts.flatMap((text) => text.split(',')).map((id) => id.trim());
	const wanted = [...new Set(ids.filter((id) => id !== ''))];
	if (wanted.length > 0) return wanted;
	throw refusal(
		run.caller.getNode(),
		'No media item is named',
		'Enter the IDs of picked items, or set Items to All Picked Items.',
		subject,
	);
}

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { PickedMediaItem } from '../../api/pickedMediaItem';
import { inputError } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import type { OperationContext } from '../../execution/context';
import type { Outcome } from '../../execution/results';
import { StopScope } from '../../execution/stopScope';
import { downloadPickedFiles } from '../../picker/pickedFiles';
import { itemsWithoutPicks, namedSessions, outcomesOfSessions, DEFAULT_WAIT, DEFAULT_WAIT_OF_TOOL } from '../../picker/sessions';
import type { SessionTask } from '../../picker/sessions';
import { downloadNotice } from '../../properties/downloadNotice';
import { outputField, parseOutputField } from '../../properties/fileFields';
import { splitIds } from '../../properties/ids';
import { fileNameOption, parseFileName, requireOneFile } from '../../properties/outputFileName';
import { inputErrorFor, optionValue, parseChoice, parseMinutes } from '../../properties/parseValues';
import { sessionIdField } from '../../properties/sessionId';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('picker', 'download');

/** Not declarative: it lists the items of a session, then downloads the bytes of each item. */
export const download: CustomOperation = {
	option: {
		name: 'Download Picked Items',
		value: 'download',
		action: 'Download picked items (agents cannot see files)',
		description: "Download what the user picked in a finished session, as files ready for 'Upload'",
	},
	fields: [
		downloadNotice(shown),
		sessionIdField(shown),
		{
			displayName: 'Items',
			name: 'items',
			type: 'options',
			default: 'all',
			displayOptions: shown,
			options: [
				{ name: 'All Picked Items', value: 'all', description: 'Everything that was picked in the session' },
				{ name: 'Some by ID', value: 'ids', description: 'Only the picked items with the IDs that you enter' },
			],
		},
		{
			displayName: 'Media Item IDs',
			name: 'mediaItemIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. AbCdEfGh, IjKlMnOp',
			description:
				"The IDs of picked items as returned by 'Get Picked Items' or 'Wait for Selection', separated by commas, spaces or line breaks",
			displayOptions: { show: { ...shown.show, items: ['ids'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				fileNameOption,
				{
					displayName: 'Maximum Wait (Minutes)',
					name: 'maximumWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 15,
					description: 'How long to wait for videos that Google is still processing',
				},
				outputField(),
			],
		},
	],
	execute,
};

/**
 * Downloads the files of the sessions: all picked items, or those with the given IDs. Outputs are in input order and
 * paired. The API has no method to get one picked item by its ID, so the session is listed: once per session, even if
 * several input items name it.
 *
 * @throws the first error in input order, unless Continue On Fail is on
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	const scope = new StopScope(context);
	const named = namedSessions(context, scope, (position, about) => void parseParameters(context, position, about));
	const outcomes = await outcomesOfSessions(scope, named, async (task) => await filesOf(scope, task));
	const outputs = scope.outputs(outcomes);
	const empty = itemsWithoutPicks(context, outcomes);
	if (empty) context.hint(`Nothing was picked in the session of input item ${empty}. There is no output for it.`);
	return outputs;
}

/** The parameters of an input item, except the session ID. @throws NodeOperationError for an invalid value */
function parseParameters(context: OperationContext, position: number, about: ErrorContext) {
	const createError = inputErrorFor(context.node, about);
	const options = context.parameter<IDataObject>('options', position, {});
	const ids = parseIds(context, position, about);
	const fileName = parseFileName(context, position);
	if (ids && fileName !== undefined) requireOneFile(context, position, ids.length);
	return {
		ids,
		fileName,
		maximumWait: parseMinutes(optionValue(options, 'maximumWait', context.asTool ? DEFAULT_WAIT_OF_TOOL : DEFAULT_WAIT), 'Maximum Wait', createError),
		field: parseOutputField(context, position),
	};
}

async function filesOf(scope: StopScope, { selection, subject, position, start }: SessionTask): Promise<Outcome[]> {
	const { context } = scope;
	const { ids, maximumWait, field, fileName } = parseParameters(context, position, subject);
	const parameters = { field, fileName, until: start + maximumWait };
	const items = await selection.items();
	if (!ids && fileName !== undefined) requireOneFile(context, position, items.length);
	if (!ids) return await downloadPickedFiles(scope, selection, items, subject, parameters);
	const byId = new Map(items.map((item) => [item.id, item]));
	const each = ids.map(async (id) => {
		const about = { ...subject, parameter: 'Media Item IDs', what: `"${id}"` };
		return await scope.run(about, async () => {
			return await downloadPickedFiles(scope, selection, [pickedOne(context, byId, id, about)], subject, parameters);
		});
	});
	return (await Promise.all(each)).flat();
}

/** @throws NodeOperationError if the item was not picked in this session */
function pickedOne(context: OperationContext, byId: Map<string, PickedMediaItem>, id: string, subject: ErrorContext): PickedMediaItem {
	const item = byId.get(id);
	if (item) return item;
	throw inputError(
		context.node,
		'This media item was not picked in this session',
		"Enter IDs that 'Get Picked Items' or 'Wait for Selection' returned for the same session.",
		subject,
	);
}

/**
 * @returns each ID once, in the given order; undefined for all picked items
 * @throws NodeOperationError if Items is "Some by ID" and no ID is given
 */
function parseIds(context: OperationContext, position: number, about: ErrorContext): string[] | undefined {
	const { node } = context;
	const items = parseChoice(context.parameter<unknown>('items', position, 'all'), ['all', 'ids'], 'Items', inputErrorFor(node, about));
	if (items === 'all') return undefined;
	const subject = { ...about, parameter: 'Media Item IDs' };
	const wanted = [...new Set(splitIds(node, context.parameter<unknown>('mediaItemIds', position, ''), subject))];
	if (wanted.length > 0) return wanted;
	throw inputError(
		context.node,
		"'Media Item IDs' is empty",
		"Enter the IDs of picked items, or set 'Items' to 'All Picked Items'.",
		subject,
	);
}

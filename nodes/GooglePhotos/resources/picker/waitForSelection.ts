import type { IDataObject, IDisplayOptions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { pickedKindOf, simplifiedPickedItem } from '../../api/pickedMediaItem';
import { deleteSession } from '../../api/pickerCalls';
import type { ErrorContext } from '../../errors/wording';
import type { OperationContext } from '../../execution/context';
import type { Outcome } from '../../execution/results';
import { StopScope } from '../../execution/stopScope';
import { downloadPickedFiles } from '../../picker/pickedFiles';
import { itemsWithoutPicks, namedSessions, outcomesOfSessions, DEFAULT_WAIT, DEFAULT_WAIT_OF_TOOL } from '../../picker/sessions';
import type { SessionRef, SessionTask } from '../../picker/sessions';
import { outputField, parseOutputField } from '../../properties/fileFields';
import { inputErrorFor, optionValue, parseBoolean, parseChoice, parseMinutes } from '../../properties/parseValues';
import { sessionIdField } from '../../properties/sessionId';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('picker', 'waitForSelection');

/** The default is shorter for a tool: a long tool call is taken for hung, and the model can call again later. */
function maximumWait(defaultValue: number, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Maximum Wait (Minutes)',
		name: 'maximumWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: defaultValue,
		description:
			"How long to wait for the user, and for videos that Google is still processing. The execution keeps running: to wait for hours, use a Wait node and 'Get Session' instead.",
		displayOptions,
	};
}

/** Not declarative: all sessions of the input are polled together. */
export const waitForSelection: CustomOperation = {
	option: {
		name: 'Wait for Selection',
		value: 'waitForSelection',
		// the only text of the operation that n8n shows to a model that uses it as a tool
		action: 'Wait for selection in picking session (first show its link to user)',
		description: "Wait until the user has pressed 'Done', then return what they picked, optionally as files",
	},
	fields: [
		sessionIdField(shown),
		maximumWait(DEFAULT_WAIT, { show: shown.show, hide: { '@tool': [true] } }),
		maximumWait(DEFAULT_WAIT_OF_TOOL, { show: { ...shown.show, '@tool': [true] } }),
		{
			displayName: 'Download Files',
			name: 'downloadFiles',
			type: 'boolean',
			default: false,
			description: "Whether to return the picked photos and videos as files, ready for 'Upload'",
			displayOptions: shown,
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				{
					displayName: 'Delete Session Afterwards',
					name: 'deleteSession',
					type: 'boolean',
					default: true,
					description:
						'Whether to delete the session after everything has been returned. Its items can then no longer be downloaded.',
				},
				{
					displayName: 'Media Type',
					name: 'mediaType',
					type: 'options',
					default: 'all',
					description: 'Which of the picked items to return. Google lets the user pick both.',
					options: [
						{ name: 'Photos', value: 'photo' },
						{ name: 'Photos and Videos', value: 'all' },
						{ name: 'Videos', value: 'video' },
					],
				},
				outputField({ show: { '/downloadFiles': [true] } }),
			],
		},
	],
	execute,
};

/** The parameters of an input item, except the session ID. */
interface WaitParameters {
	/** milliseconds */
	maximumWait: number;
	mediaType: 'all' | 'photo' | 'video';
	downloadFiles: boolean;
	deleteSession: boolean;
}

/**
 * Waits until the users of all sessions have finished picking. Outputs the picked items of each session in Google's
 * order, with their files if Download Files is on, paired with the input item that names the session.
 *
 * @throws the first error in input order, unless Continue On Fail is on
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	const scope = new StopScope(context);
	const named = namedSessions(context, scope, (position, about) => void parseParameters(context, position, about));
	const outcomes = await outcomesOfSessions(scope, named, async (task) => await picksOf(scope, task));
	const outputs = scope.outputs(outcomes);
	await deleteUsed(context, named, outcomes);
	const empty = itemsWithoutPicks(context, outcomes);
	if (empty) {
		context.hint(
			`Nothing was picked, or nothing of the chosen media type, in the session of input item ${empty}. There is no output for it.`,
		);
	}
	return outputs;
}

/** @throws NodeOperationError for an invalid value */
function parseParameters(context: OperationContext, position: number, about: ErrorContext): WaitParameters {
	const createError = inputErrorFor(context.node, about);
	const options = context.parameter<IDataObject>('options', position, {});
	return {
		maximumWait: parseMinutes(context.parameter<unknown>('maximumWait', position, context.asTool ? DEFAULT_WAIT_OF_TOOL : DEFAULT_WAIT), 'Maximum Wait', createError),
		mediaType: parseChoice(optionValue(options, 'mediaType', 'all'), ['all', 'photo', 'video'], 'Media Type', createError),
		downloadFiles: parseBoolean(context.parameter<unknown>('downloadFiles', position, false), 'Download Files', createError),
		deleteSession: parseBoolean(optionValue(options, 'deleteSession', false), 'Delete Session Afterwards', createError),
	};
}

async function picksOf(scope: StopScope, { selection, subject, position, start }: SessionTask): Promise<Outcome[]> {
	const { context } = scope;
	const field = parseOutputField(context, position);
	const { maximumWait, mediaType, downloadFiles } = parseParameters(context, position, subject);
	const until = start + maximumWait;
	await selection.waitUntilDone(until);
	// items of unknown kind are kept: the session may be deleted afterwards
	const items = (await selection.items()).filter(
		(item) => mediaType === 'all' || (pickedKindOf(item) ?? mediaType) === mediaType,
	);
	if (!downloadFiles) {
		return items.map((item) => ({ json: simplifiedPickedItem(item, selection.sessionId) }));
	}
	return await downloadPickedFiles(scope, selection, items, subject, { field, until });
}

/** Deletes the sessions without errors. From the others, the items that failed can still be downloaded. */
async function deleteUsed(context: OperationContext, named: SessionRef[], outcomes: Outcome[][]): Promise<void> {
	const used = new Map<string, { subject: SessionRef['subject']; wanted: boolean }>();
	named.forEach((session, position) => {
		if ('error' in session) return;
		const { sessionId: id } = session.selection;
		const succeeded = outcomes[position].every((outcome) => !('error' in outcome));
		const before = used.get(id)?.wanted ?? true;
		// only after a success: the error may come from an invalid value, for which this throws again
		const wanted = before && succeeded && parseParameters(context, position, session.subject).deleteSession;
		used.set(id, { subject: session.subject, wanted });
	});
	const deletions = [...used].map(async ([id, { subject, wanted }]) => {
		if (wanted) await deleteSession(context, id, subject);
	});
	const failedDeletions = (await Promise.allSettled(deletions)).filter(({ status }) => status === 'rejected').length;
	if (failedDeletions > 0) {
		context.hint(`${failedDeletions} of the picking sessions could not be deleted. Google deletes them when they expire.`);
	}
}

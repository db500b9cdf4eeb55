import type { IDataObject, IExecutePaginationFunctions, INode } from 'n8n-workflow';
import { simplifiedSession } from '../../api/pickingSession';
import type { PickingSession } from '../../api/pickingSession';
import { inputError } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { PICKER_API } from '../../http/hosts';
import { inputErrorFor, optionValue, parseBoolean, parseNumber } from '../../properties/parseValues';
import { declarativeOperation } from '../declarativeOperation';
import type { PreSend } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** Maximum number of items per session. https://developers.google.com/photos/picker/reference/rest/v1/sessions */
const MAX_ITEMS = 2000;

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** Puts the options into the request. @throws NodeOperationError for options that Google would reject */
const prepare: PreSend = (context, request, about) => {
	const node = context.getNode();
	const options = context.getNodeParameter('options', {}) as IDataObject;
	closesTab(context, about);
	if ('maxItemCount' in options) {
		const rules = { parameter: 'Maximum Number of Items', min: 1, max: MAX_ITEMS, whole: true };
		const count = parseNumber(options.maxItemCount, rules, inputErrorFor(node, about));
		// an int64, which is a string in Google's JSON
		request.body = { pickingConfig: { maxItemCount: String(count) } };
	}
	if ('requestId' in options) {
		const requestId = String(options.requestId).trim();
		if (!UUID_V4.test(requestId)) throw notAUuid(node, about);
		request.qs = { ...request.qs, requestId };
	}
};

function notAUuid(node: INode, about: ErrorContext): Error {
	return inputError(
		node,
		'The request ID is not a version 4 UUID',
		'Remove the option, or create a UUID with {{ crypto.randomUUID() }} or a Crypto node.',
		{ ...about, parameter: 'Request ID' },
	);
}

function closesTab(context: IExecutePaginationFunctions, about: ErrorContext): boolean {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	return parseBoolean(optionValue(options, 'closeTab', false), 'Close Tab When Done', inputErrorFor(context.getNode(), about));
}

const respond: Handler = async (context, requestData, subject) => {
	const [{ json }] = await singleRequest(context, requestData, subject);
	const session = json as unknown as PickingSession;
	const { pickerUri } = session;
	return [{ json: simplifiedSession({ ...session, pickerUri: closesTab(context, subject) ? closingByItself(pickerUri) : pickerUri }) }];
};

/** Appends `/autoclose` to the link. https://developers.google.com/photos/picker/guides/get-started-picker */
function closingByItself(pickerUri: string | undefined): string | undefined {
	return pickerUri && `${pickerUri.replace(/\/$/, '')}/autoclose`;
}

const writes: Writes = { done: 'created', nameOf: ({ id }) => `picking session "${id}"` };

const shown = shownFor('picker', 'createSession');

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/create */
export const createSession: Operation = {
	option: {
		name: 'Create Session',
		value: 'createSession',
		action: 'Create picking session',
		description: 'Create a link for the account owner to pick photos and videos from their whole library',
		routing: {
			request: { baseURL: PICKER_API, method: 'POST', url: '/v1/sessions' },
			operations: { pagination: declarativeOperation(respond, prepare, writes) },
		},
	},
	fields: [
		{
			displayName:
				"Only the Google account of this credential can open the link ('pickerUri'). Send it to the account owner, then use 'Picker: Wait for Selection'.",
			name: 'createSessionNotice',
			type: 'notice',
			default: '',
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
					displayName: 'Close Tab When Done',
					name: 'closeTab',
					type: 'boolean',
					default: true,
					description: "Whether the browser tab closes by itself when the user has pressed 'Done'",
				},
				{
					displayName: 'Maximum Number of Items',
					name: 'maxItemCount',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: MAX_ITEMS },
					default: MAX_ITEMS,
					description: 'How many photos and videos the user can pick, up to 2,000',
				},
				{
					displayName: 'Request ID',
					name: 'requestId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 3f0c1e5a-8f43-4c1e-9a4e-0d1b2c3d4e5f',
					description: 'A version 4 UUID, for devices on which the user cannot easily open a link',
				},
			],
		},
	],
};

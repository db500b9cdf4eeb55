import type { PickingSession } from '../../model/pickingSession';
import { simplifiedSession } from '../../model/pickingSession';
import { oneRequest } from '../../request/declarative';
import type { Respond } from '../../request/declarative';
import { refusal } from '../../request/explain';
import type { Caller } from '../../request/caller';
import type { Subject } from '../../request/explain';
import { PICKER_API } from '../../request/hosts';
import { declarative } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** The most that Google lets a user pick at once. https://developers.google.com/photos/picker/reference/rest/v1/sessions */
const MOST_ITEMS = 2000;

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

interface SessionOptions {
	closeTab?: boolean;
	maxItemCount?: unknown;
	requestId?: unknown;
}

/** @throws NodeOperationError for options that Google would not take */
function check(caller: Caller, { maxItemCount, requestId }: SessionOptions, subject: Subject): void {
	const count = Number(maxItemCount ?? MOST_ITEMS);
	if (!Number.isInteger(count) || count < 1 || count > MOST_ITEMS) {
		throw refusal(
			caller.getNode(),
			`The number of items is not a whole number from 1 to ${MOST_ITEMS}`,
			`Google lets a user pick up to ${MOST_ITEMS.toLocaleString('en')} items in one session.`,
			{ ...subject, parameter: 'Maximum Number of Items' },
		);
	}
	if (requestId !== undefined && !UUID_V4.test(String(requestId).trim())) {
		throw refusal(
			caller.getNode(),
			'The request ID is not a UUID of version 4',
			'Leave the option out, or make one with {{ crypto.randomUUID() }} or a Crypto node.',
			{ ...subject, parameter: 'Request ID' },
		);
	}
}

const respond: Respond = async (context, requestData, subject) => {
	const options = context.getNodeParameter('options', {}) as SessionOptions;
	check(context, options, subject);
	const [{ json }] = await oneRequest(context, requestData, subject);
	const session = json as unknown as PickingSession;
	const pickerUri = options.closeTab === true ? closingByItself(session.pickerUri) : session.pickerUri;
	return [{ json: simplifiedSession({ ...session, pickerUri }) }];
};

/** https://developers.google.com/photos/picker/guides/get-started-picker: `/autoclose` behind the link */
function closingByItself(pickerUri: string | undefined): string | undefined {
	return pickerUri && `${pickerUri.replace(/\/$/, '')}/autoclose`;
}

const shown = shownFor('picker', 'createSession');

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/create */
export const createSession: Operation = {
	option: {
		name: 'Create Session',
		value: 'createSession',
		action: 'Create a picking session',
		description: 'Get a link at which the owner of the account picks photos from their whole library',
		routing: {
			request: { baseURL: PICKER_API, method: 'POST', url: '/v1/sessions' },
			operations: { pagination: declarative(respond) },
		},
	},
	fields: [
		{
			displayName:
				'Only the Google account of this credential can open the link (pickerUri). After this node, send the link to its owner, then use <b>Picker: Wait for Selection</b>.',
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
					description: 'Whether the browser tab of the link closes by itself when the user has pressed Done',
				},
				{
					displayName: 'Maximum Number of Items',
					name: 'maxItemCount',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: MOST_ITEMS },
					default: MOST_ITEMS,
					description: 'How many photos and videos the user may pick, up to 2,000',
					routing: {
						send: {
							type: 'body',
							property: 'pickingConfig.maxItemCount',
							// an int64, which Google takes as text
							value: '={{ String($value).trim() }}',
						},
					},
				},
				{
					displayName: 'Request ID',
					name: 'requestId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 3f0c1e5a-8f43-4c1e-9a4e-0d1b2c3d4e5f',
					description: 'A UUID of version 4, for devices on which the user cannot open a link easily',
					routing: { send: { type: 'query', property: 'requestId', value: '={{ String($value).trim() }}' } },
				},
			],
		},
	],
};

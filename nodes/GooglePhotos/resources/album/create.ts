import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { recordCreation } from '../../albums/cache';
import { failureOf, rethrow } from '../../errors/nodeError';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { accountStateOf } from '../../http/accountState';
import { quoteValue } from '../../properties/parseValues';
import { titleField, validateTitle } from '../../properties/titleAndDescription';
import { declarativeOperation } from '../declarativeOperation';
import type { PreSend } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const prepare: PreSend = (context, _options, about) => {
	validateTitle(context.getNode(), context.getNodeParameter('title', ''), about);
};

/** Records the creation only: which album of the title comes first, the next lookup reads from Google's list. */
const respond: Handler = async (context, requestData, subject) => {
	const title = String(context.getNodeParameter('title', ''));
	try {
		const outputs = await singleRequest(context, requestData, subject);
		recordCreation(await accountStateOf(context), title, false);
		return outputs;
	} catch (error) {
		if (failureOf(error)?.outcomeUnknown) recordCreation(await accountStateOf(context), title, true);
		throw rethrow(error);
	}
};

const newAlbum = (context: IExecutePaginationFunctions) => `album "${quoteValue(context.getNodeParameter('title', ''))}"`;

const writes: Writes = { done: 'created', repeatable: false, newObject: newAlbum, nameOf: (_output, context) => newAlbum(context) };

/** https://developers.google.com/photos/library/reference/rest/v1/albums/create */
export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create album',
		description: "Create a new album. To avoid a second one with the same title, use 'Get or Create'.",
		routing: {
			request: { method: 'POST', url: '/v1/albums' },
			operations: { pagination: declarativeOperation(respond, prepare, writes) },
		},
	},
	fields: [
		titleField({
			description: 'The title of the new album. Google allows several albums with the same title.',
			displayOptions: shownFor('album', 'create'),
			routing: {
				send: { type: 'body', property: 'album.title', value: '={{ String($value).trim() }}' },
			},
		}),
	],
};

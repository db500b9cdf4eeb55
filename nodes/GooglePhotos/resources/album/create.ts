import { shown } from '../../fields/refuse';
import { checkedTitle, titleField } from '../../fields/title';
import { noteCreation } from '../../fields/recentCreations';
import { accountOf } from '../../request/account';
import { oneRequest } from '../../request/declarative';
import type { Respond, Writes } from '../../request/declarative';
import { asItIs, failureOf } from '../../request/explain';
import { declarative } from '../entrance';
import type { Prepare } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const prepare: Prepare = (context, _options, about) => {
	checkedTitle(context.getNode(), context.getNodeParameter('title', ''), about);
};

/** Which album of the title is the first now, Google's list tells whoever asks next. */
const respond: Respond = async (context, requestData, subject) => {
	const title = String(context.getNodeParameter('title', ''));
	try {
		const outputs = await oneRequest(context, requestData, subject);
		noteCreation(await accountOf(context), title, false);
		return outputs;
	} catch (error) {
		if (failureOf(error)?.mayHaveActed) noteCreation(await accountOf(context), title, true);
		throw asItIs(error);
	}
};

const writes: Writes = { done: 'created', repeatable: false, nameOf: (_output, context) => `album "${shown(context.getNodeParameter('title', ''))}"` };

/** https://developers.google.com/photos/library/reference/rest/v1/albums/create */
export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an album',
		description: 'Create an album; use Get or Create to avoid a second one of the same title',
		routing: {
			request: { method: 'POST', url: '/v1/albums' },
			operations: { pagination: declarative(respond, prepare, writes) },
		},
	},
	fields: [
		titleField({
			description: 'The title of the new album. Google allows several albums of the same title.',
			displayOptions: shownFor('album', 'create'),
			routing: {
				send: { type: 'body', property: 'album.title', value: '={{ String($value).trim() }}' },
			},
		}),
	],
};

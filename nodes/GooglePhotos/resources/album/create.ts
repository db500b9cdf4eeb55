import { checkedTitle, titleField } from '../../fields/title';
import { oneRequest } from '../../request/declarative';
import { declarative } from '../entrance';
import type { Prepare } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const prepare: Prepare = (context, _options, about) => {
	checkedTitle(context.getNode(), context.getNodeParameter('title', ''), about);
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/create */
export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create an album',
		description: 'Create an album; use Get or Create to avoid a second one of the same title',
		routing: {
			request: { method: 'POST', url: '/v1/albums' },
			operations: { pagination: declarative(oneRequest, prepare) },
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

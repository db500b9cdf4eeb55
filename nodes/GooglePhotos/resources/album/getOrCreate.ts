import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { getOrCreateAlbum } from '../../albums/getOrCreateByTitle';
import type { OperationContext } from '../../execution/context';
import { forEachItem } from '../../execution/results';
import { titleField, validateTitle } from '../../properties/titleAndDescription';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

export const getOrCreate: CustomOperation = {
	option: {
		name: 'Get or Create',
		value: 'getOrCreate',
		action: 'Get or create album',
		description: 'Retrieve the album with a given title, or create it if this app has no album with that title yet',
	},
	fields: [
		titleField({
			description:
				'The title to look for among the albums created by this app. If there are several, the first one that Google lists is used.',
			displayOptions: shownFor('album', 'getOrCreate'),
		}),
	],
	execute,
};

const made = {
	done: 'created',
	nameOf: ({ title, created }: IDataObject) => (created === true ? `album "${title}"` : undefined),
};

/**
 * Not declarative: it lists the albums and creates one if necessary. Input items are processed sequentially, since
 * many of them may have the same title.
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	return await forEachItem(context, async (position) => {
		const subject = { item: context.indexOf(position) };
		const title = validateTitle(context.node, context.parameter('title', position, ''), subject);
		const { id, created, ...album } = await getOrCreateAlbum(context, title, {
			...subject,
			what: `album "${title}"`,
			parameter: 'Title',
		});
		return { json: { id, ...album, created } };
	}, made);
}

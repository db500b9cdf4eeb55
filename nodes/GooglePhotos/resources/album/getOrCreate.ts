import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { getOrCreateAlbum } from '../../fields/albumCreation';
import { checkedTitle, titleField } from '../../fields/title';
import { outcomePerItem } from '../../request/outcome';
import type { Run } from '../../request/run';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

export const getOrCreate: Operation = {
	option: {
		name: 'Get or Create',
		value: 'getOrCreate',
		action: 'Get or create an album',
		description: 'Get the album of a title, or create it if this app has none of that title yet',
	},
	fields: [
		titleField({
			description:
				'The title to look for among the albums that this app created. Of several, the first that Google lists is taken.',
			displayOptions: shownFor('album', 'getOrCreate'),
		}),
	],
};

const made = {
	done: 'created',
	nameOf: ({ title, created }: IDataObject) => (created === true ? `album "${title}"` : undefined),
};

/**
 * Not declarative, since it lists and then perhaps creates; one after the other, since the same title may
 * come with many items.
 */
export async function getOrCreateAlbums(run: Run): Promise<INodeExecutionData[]> {
	return await outcomePerItem(run, async (position) => {
		const subject = { item: run.indexOf(position) };
		const title = checkedTitle(run.caller.getNode(), run.parameter('title', position, ''), subject);
		const { id, created, ...album } = await getOrCreateAlbum(run.caller, run.settings, title, {
			...subject,
			what: `album "${title}"`,
			parameter: 'Title',
		});
		return { json: { id, ...album, created } };
	}, made);
}

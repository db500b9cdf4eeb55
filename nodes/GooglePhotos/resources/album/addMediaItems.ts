import type { INodeExecutionData } from 'n8n-workflow';
import { editAlbumItems } from '../../albums/editItems';
import { ADD } from '../../albums/editOneAlbum';
import type { OperationContext } from '../../execution/context';
import { albumLocator } from '../../properties/albumLocator';
import { severalMediaItems } from '../../properties/mediaItemLocator';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('album', 'addMediaItems');

/**
 * Not declarative: 1,000 input items with one media item each take only 20 calls.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 */
export const addMediaItems: CustomOperation = {
	option: {
		name: 'Add Media Items',
		value: 'addMediaItems',
		action: 'Add media items to an album',
		description: 'Put photos and videos that this app uploaded at the end of an album that this app created',
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			'An album of this title must exist; of several, the first that Google lists is taken',
		),
		severalMediaItems({
			description:
				'The photos or videos to add; those that are in the album already stay where they are. Only those that this app uploaded can be added.',
			displayOptions: shown,
		}),
	],
	execute,
};

/** @throws the first error, unless Continue On Fail is on */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	return await editAlbumItems(context, ADD);
}

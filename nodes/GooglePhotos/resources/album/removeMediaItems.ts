import type { INodeExecutionData } from 'n8n-workflow';
import { editAlbumItems } from '../../albums/editItems';
import { REMOVE } from '../../albums/editOneAlbum';
import type { OperationContext } from '../../execution/context';
import { albumLocator } from '../../properties/albumLocator';
import { severalMediaItems } from '../../properties/mediaItemLocator';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('album', 'removeMediaItems');

/**
 * Not declarative: 1,000 input items with one media item each take only 20 calls.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems
 */
export const removeMediaItems: CustomOperation = {
	option: {
		name: 'Remove Media Items',
		value: 'removeMediaItems',
		action: 'Remove media items from an album',
		description: 'Take photos and videos out of an album; they stay in the library, where no app can delete them',
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			'An album of this title must exist; of several, the first that Google lists is taken',
		),
		severalMediaItems({
			description: 'The photos or videos to take out of the album',
			displayOptions: shown,
		}),
	],
	execute,
};

/** @throws the first error, unless Continue On Fail is on */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	return await editAlbumItems(context, REMOVE);
}

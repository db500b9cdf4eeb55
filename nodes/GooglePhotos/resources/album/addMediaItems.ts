import type { INodeExecutionData } from 'n8n-workflow';
import { editAlbumItems } from '../../albums/editItems';
import { ADD } from '../../albums/editOneAlbum';
import type { OperationContext } from '../../execution/context';
import { ALBUM_MUST_EXIST, albumLocator } from '../../properties/albumLocator';
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
		action: 'Add media items to album',
		description: 'Add photos and videos uploaded by this app to the end of an album created by this app',
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			ALBUM_MUST_EXIST,
		),
		severalMediaItems({
			description:
				'The photos or videos to add. Only those uploaded by this app can be added. Those that are already in the album stay where they are.',
			displayOptions: shown,
		}),
	],
	execute,
};

/** @throws the first error, unless Continue On Fail is on */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	return await editAlbumItems(context, ADD);
}

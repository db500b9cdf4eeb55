import type { INodeExecutionData } from 'n8n-workflow';
import { editAlbumItems } from '../../albums/editItems';
import { REMOVE } from '../../albums/editOneAlbum';
import type { OperationContext } from '../../execution/context';
import { ALBUM_MUST_EXIST, albumLocator } from '../../properties/albumLocator';
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
		action: 'Remove media items from album',
		description: 'Remove photos and videos from an album. They stay in the library, where no app can delete them.',
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			ALBUM_MUST_EXIST,
		),
		severalMediaItems({
			description: 'The photos or videos to remove from the album',
			displayOptions: shown,
		}),
	],
	execute,
};

/** @throws the first error, unless Continue On Fail is on */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	return await editAlbumItems(context, REMOVE);
}

import type { INodeExecutionData } from 'n8n-workflow';
import { REMOVE } from '../../albumItems/change';
import { changeAlbums } from '../../albumItems/changeAlbums';
import { albumLocator } from '../../fields/album';
import { severalMediaItems } from '../../fields/mediaItem';
import type { Run } from '../../request/run';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('album', 'removeMediaItems');

/**
 * Not declarative: 1,000 input items with a media item each are 20 calls.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems
 */
export const removeMediaItems: Operation = {
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
};

/** @throws the first failure, without Continue On Fail */
export async function removeMediaItemsFromAlbums(run: Run): Promise<INodeExecutionData[]> {
	return await changeAlbums(run, REMOVE);
}

import { albumLocator } from '../../properties/albumLocator';
import { ALBUM_ID } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** https://developers.google.com/photos/library/reference/rest/v1/albums/get */
export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get an album',
		description: 'Get an album that this app created',
		routing: { request: { method: 'GET', url: `/v1/albums/${ALBUM_ID}` } },
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shownFor('album', 'get') },
			'An album of this title must exist; of several, the first that Google lists is taken',
		),
	],
};

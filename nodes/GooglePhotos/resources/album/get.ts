import { ALBUM_MUST_EXIST, albumLocator } from '../../properties/albumLocator';
import { ALBUM_ID } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** https://developers.google.com/photos/library/reference/rest/v1/albums/get */
export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get album',
		description: 'Retrieve the details of an album created by this app',
		routing: { request: { method: 'GET', url: `/v1/albums/${ALBUM_ID}` } },
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shownFor('album', 'get') },
			ALBUM_MUST_EXIST,
		),
	],
};

import { returnAllAndLimit } from '../../fields/limit';
import { LARGEST_ALBUM_PAGE } from '../../fields/albumListing';
import type { Album } from '../../model/album';
import { listRequest } from '../../request/declarative';
import { declarative } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** https://developers.google.com/photos/library/reference/rest/v1/albums/list */
export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many albums',
		description: 'Retrieve a list of the albums that this app created',
		routing: {
			request: { method: 'GET', url: '/v1/albums' },
			operations: {
				pagination: declarative(
					listRequest<Album>({
						list: 'albums',
						largestPage: LARGEST_ALBUM_PAGE,
						present: (album) => ({ ...album }),
					}),
				),
			},
		},
	},
	fields: returnAllAndLimit(shownFor('album', 'getAll')),
};

import { returnAllAndLimit } from '../../fields/limit';
import { LARGEST_ALBUM_PAGE } from '../../fields/albumListing';
import { noteTitle } from '../../fields/knownAlbums';
import type { Album } from '../../model/album';
import { accountOf } from '../../request/account';
import type { Respond } from '../../request/declarative';
import { listRequest } from '../../request/listOperation';
import { declarative } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const list = listRequest<Album>({
	list: 'albums',
	largestPage: LARGEST_ALBUM_PAGE,
	present: (album) => ({ ...album }),
});

/** An album that was renamed is not taken for the one of its old title any more. */
const respond: Respond = async (context, ...request) => {
	const outputs = await list(context, ...request);
	const account = await accountOf(context);
	for (const { json } of outputs) noteTitle(account, json as unknown as Album);
	return outputs;
};

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
				pagination: declarative(respond),
			},
		},
	},
	fields: returnAllAndLimit(shownFor('album', 'getAll')),
};

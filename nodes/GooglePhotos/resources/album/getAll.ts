import { updateCachedTitle } from '../../albums/cache';
import { MAX_ALBUM_PAGE } from '../../api/album';
import type { Album } from '../../api/album';
import type { Handler } from '../../execution/declarative';
import { accountStateOf } from '../../http/accountState';
import { returnAllAndLimit } from '../../properties/listFields';
import { declarativeOperation } from '../declarativeOperation';
import { getMany } from '../getMany';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const list = getMany<Album>({
	list: 'albums',
	largestPage: MAX_ALBUM_PAGE,
	present: (album) => ({ ...album }),
});

/** Updates the titles of cached albums, so that a renamed album is no longer found by its old title. */
const respond: Handler = async (context, ...request) => {
	const outputs = await list(context, ...request);
	const account = await accountStateOf(context);
	for (const { json } of outputs) updateCachedTitle(account, json as unknown as Album);
	return outputs;
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/list */
export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many albums',
		description: 'Retrieve a list of the albums created by this app',
		routing: {
			request: { method: 'GET', url: '/v1/albums' },
			operations: {
				pagination: declarativeOperation(respond),
			},
		},
	},
	fields: returnAllAndLimit(shownFor('album', 'getAll')),
};

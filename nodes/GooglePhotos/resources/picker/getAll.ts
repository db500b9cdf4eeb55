import { returnAllAndLimit, simplify } from '../../fields/limit';
import { sessionIdField } from '../../fields/pickingSession';
import type { PickedMediaItem } from '../../model/pickedMediaItem';
import { simplifiedPickedItem } from '../../model/pickedMediaItem';
import { LARGEST_PICKED_PAGE } from '../../picker/requests';
import { listRequest } from '../../request/listOperation';
import type { Respond } from '../../request/declarative';
import { PICKER_API } from '../../request/hosts';
import { declarative, SESSION_ID } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** What was picked, with the session it belongs to: Download needs both. */
const respond: Respond = async (context, requestData, subject) => {
	const sessionId = String(requestData.options.qs?.sessionId);
	const list = listRequest<PickedMediaItem>({
		list: 'mediaItems',
		largestPage: LARGEST_PICKED_PAGE,
		present: (item, simple) => (simple ? simplifiedPickedItem(item, sessionId) : { ...item, sessionId }),
	});
	return await list(context, requestData, subject);
};

const shown = shownFor('picker', 'getAll');

/** https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list */
export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many picked items',
		description: 'Retrieve a list of what the user picked in a session that is finished',
		routing: {
			request: { baseURL: PICKER_API, method: 'GET', url: '/v1/mediaItems', qs: { sessionId: SESSION_ID } },
			operations: { pagination: declarative(respond) },
		},
	},
	fields: [sessionIdField(shown), ...returnAllAndLimit(shown), simplify(shown)],
};

import { simplifiedPickedItem } from '../../api/pickedMediaItem';
import type { PickedMediaItem } from '../../api/pickedMediaItem';
import { MAX_PICKED_PAGE } from '../../api/pickerCalls';
import type { Handler } from '../../execution/declarative';
import { PICKER_API } from '../../http/hosts';
import { returnAllAndLimit, simplify } from '../../properties/listFields';
import { sessionIdField } from '../../properties/sessionId';
import { declarativeOperation, SESSION_ID } from '../declarativeOperation';
import { getMany } from '../getMany';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** Adds the session ID to each picked item: Download needs both. */
const respond: Handler = async (context, requestData, subject) => {
	const sessionId = String(requestData.options.qs?.sessionId);
	const list = getMany<PickedMediaItem>({
		list: 'mediaItems',
		largestPage: MAX_PICKED_PAGE,
		present: (item, simple) => (simple ? simplifiedPickedItem(item, sessionId) : { ...item, sessionId }),
	});
	return await list(context, requestData, subject);
};

/** Named after its object, since the resource is not what it lists; n8n's linter calls every literal "getAll" Get Many. */
const OPERATION = 'getAll';
const shown = shownFor('picker', OPERATION);

/** https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list */
export const getAll: Operation = {
	option: {
		name: 'Get Picked Items',
		value: OPERATION,
		action: 'Get picked items',
		description: 'Retrieve a list of what the user picked in a finished session',
		routing: {
			request: { baseURL: PICKER_API, method: 'GET', url: '/v1/mediaItems', qs: { sessionId: SESSION_ID } },
			operations: { pagination: declarativeOperation(respond) },
		},
	},
	fields: [sessionIdField(shown), ...returnAllAndLimit(shown), simplify(shown)],
};

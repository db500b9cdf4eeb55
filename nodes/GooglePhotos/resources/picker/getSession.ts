import { simplifiedSession } from '../../api/pickingSession';
import type { PickingSession } from '../../api/pickingSession';
import { singleRequest } from '../../execution/declarative';
import type { Handler } from '../../execution/declarative';
import { PICKER_API } from '../../http/hosts';
import { sessionIdField } from '../../properties/sessionId';
import { declarativeOperation, SESSION_ID } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const respond: Handler = async (context, requestData, subject) => {
	const items = await singleRequest(context, requestData, subject);
	return items.map(({ json }) => ({ json: simplifiedSession(json as unknown as PickingSession) }));
};

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/get */
export const getSession: Operation = {
	option: {
		name: 'Get Session',
		value: 'getSession',
		action: 'Get picking session',
		description: "Retrieve the details of a picking session. Its field 'finished' says whether the user has finished picking.",
		routing: {
			request: { baseURL: PICKER_API, method: 'GET', url: `/v1/sessions/${SESSION_ID}` },
			operations: { pagination: declarativeOperation(respond) },
		},
	},
	fields: [sessionIdField(shownFor('picker', 'getSession'))],
};

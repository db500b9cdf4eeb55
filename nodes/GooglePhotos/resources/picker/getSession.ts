import { sessionIdField } from '../../fields/pickingSession';
import type { PickingSession } from '../../model/pickingSession';
import { simplifiedSession } from '../../model/pickingSession';
import { oneRequest } from '../../request/declarative';
import type { Respond } from '../../request/declarative';
import { PICKER_API } from '../../request/hosts';
import { declarative, SESSION_ID } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const respond: Respond = async (context, requestData, subject) => {
	const items = await oneRequest(context, requestData, subject);
	return items.map(({ json }) => ({ json: simplifiedSession(json as unknown as PickingSession) }));
};

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/get */
export const getSession: Operation = {
	option: {
		name: 'Get Session',
		value: 'getSession',
		action: 'Get a picking session',
		description: 'See whether the user has finished picking (field "finished")',
		routing: {
			request: { baseURL: PICKER_API, method: 'GET', url: `/v1/sessions/${SESSION_ID}` },
			operations: { pagination: declarative(respond) },
		},
	},
	fields: [sessionIdField(shownFor('picker', 'getSession'))],
};

import { shown } from '../../fields/refuse';
import { sessionIdField } from '../../fields/pickingSession';
import { isGone } from '../../picker/requests';
import { oneRequest } from '../../request/declarative';
import type { Respond, Writes } from '../../request/declarative';
import { asItIs, failureOf } from '../../request/explain';
import { PICKER_API } from '../../request/hosts';
import { declarative, SESSION_ID } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** A session that is gone already is what was wanted: the reply to an earlier try may have been lost, too. */
const respond: Respond = async (context, requestData, subject) => {
	try {
		await oneRequest(context, requestData, subject, isGone);
	} catch (error) {
		if (!isGone(failureOf(error))) throw asItIs(error);
	}
	return [{ json: { deleted: true } }];
};

const writes: Writes = {
	done: 'deleted',
	nameOf: (_output, context) => `picking session "${shown(context.getNodeParameter('sessionId', ''))}"`,
};

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/delete */
export const deleteSession: Operation = {
	option: {
		name: 'Delete Session',
		value: 'deleteSession',
		action: 'Delete a picking session',
		description: 'End a session when its files have been fetched; the photos themselves stay where they are',
		routing: {
			request: { baseURL: PICKER_API, method: 'DELETE', url: `/v1/sessions/${SESSION_ID}` },
			operations: { pagination: declarative(respond, undefined, writes) },
		},
	},
	fields: [sessionIdField(shownFor('picker', 'deleteSession'))],
};

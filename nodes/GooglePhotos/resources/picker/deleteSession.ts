import { isGone } from '../../api/pickerCalls';
import { failureOf, rethrow, withContext } from '../../errors/nodeError';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { PICKER_API } from '../../http/hosts';
import { quoteValue } from '../../properties/parseValues';
import { sessionIdField } from '../../properties/sessionId';
import { declarativeOperation, SESSION_ID } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const REFUSED =
	'Check that this is the credential of the right Google account. If the session has expired, Google deletes it by itself.';

/** A session that no longer exists counts as deleted: the reply to an earlier attempt may have been lost. */
const respond: Handler = async (context, requestData, subject) => {
	try {
		await singleRequest(context, requestData, subject, isGone);
	} catch (error) {
		const failure = failureOf(error);
		if (failure?.kind === 'accessRefused' || (failure?.kind === 'sessionUnknown' && !isGone(failure))) throw withContext(error, { advice: REFUSED });
		if (!isGone(failure)) throw rethrow(error);
	}
	return [{ json: { deleted: true } }];
};

const writes: Writes = {
	done: 'deleted',
	nameOf: (_output, context) => `picking session "${quoteValue(context.getNodeParameter('sessionId', ''))}"`,
};

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions/delete */
export const deleteSession: Operation = {
	option: {
		name: 'Delete Session',
		value: 'deleteSession',
		action: 'Delete picking session',
		description: 'Delete a picking session after its files have been downloaded. The photos stay in the library.',
		routing: {
			request: { baseURL: PICKER_API, method: 'DELETE', url: `/v1/sessions/${SESSION_ID}` },
			operations: { pagination: declarativeOperation(respond, undefined, writes) },
		},
	},
	fields: [sessionIdField(shownFor('picker', 'deleteSession'))],
};

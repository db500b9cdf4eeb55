import { scopes } from '../accounts/scopes.mts';
import type { ApiMethod, Parameter } from '../api/api-call.mts';
import { createSession, deleteSession, getSession } from './picking-session.mts';
import { listPicked } from './picked-items.mts';

const inPath: Parameter = { type: 'string', location: 'path', required: true };
const text: Parameter = { type: 'string', location: 'query' };
const number: Parameter = { type: 'integer', format: 'int32', location: 'query' };
const picker = { scopes: [scopes.picker], writes: false } as const;

/**
 * All methods of the Picker API.
 * @see https://developers.google.com/photos/picker/reference/rest
 */
export const pickerMethods: readonly ApiMethod[] = [
	{
		...picker,
		id: 'photospicker.sessions.create',
		httpMethod: 'POST',
		flatPath: 'v1/sessions',
		parameters: { requestId: text },
		request: 'PickingSession',
		bodyField: 'session',
		response: 'PickingSession',
		description: 'Generates a new session during which the user can pick photos and videos.',
		handle: createSession,
	},
	{
		...picker,
		id: 'photospicker.sessions.get',
		httpMethod: 'GET',
		flatPath: 'v1/sessions/{sessionId}',
		parameters: { sessionId: inPath },
		response: 'PickingSession',
		description: 'Retrieves information about the specified session.',
		handle: getSession,
	},
	{
		...picker,
		id: 'photospicker.sessions.delete',
		httpMethod: 'DELETE',
		flatPath: 'v1/sessions/{sessionId}',
		parameters: { sessionId: inPath },
		response: 'Empty',
		description: 'Deletes the specified session.',
		handle: deleteSession,
	},
	{
		...picker,
		id: 'photospicker.mediaItems.list',
		httpMethod: 'GET',
		flatPath: 'v1/mediaItems',
		parameters: { sessionId: text, pageSize: number, pageToken: text },
		response: 'ListPickedMediaItemsResponse',
		description: 'Returns a list of media items picked by the user during the specified session.',
		handle: listPicked,
	},
];

import type { Check } from '../check.mts';
import { successBody, rejectionOf } from '../reply.mts';

/** https://developers.google.com/photos/picker/reference/rest/v1/sessions */
export const picker: Check[] = [
	{
		question: 'sessions: what a new one tells',
		expected: 'pickerUri, pollingConfig, expireTime',
		ask: async ({ google }) => {
			const session = successBody(await google.picker('POST', '/v1/sessions', {}));
			await google.picker('DELETE', `/v1/sessions/${session.id}`);
			return ['pickerUri', 'pollingConfig', 'expireTime'].filter((name) => name in session).join(', ');
		},
	},
	{
		question: 'picked media items: before anything was picked',
		expected: 'HTTP 400 FAILED_PRECONDITION',
		ask: async ({ google }) => {
			const { id } = successBody(await google.picker('POST', '/v1/sessions', {}));
			const reply = await google.picker('GET', `/v1/mediaItems?sessionId=${id}`);
			await google.picker('DELETE', `/v1/sessions/${id}`);
			return rejectionOf(reply);
		},
	},
	{
		question: 'sessions.get: one that was deleted',
		expected: 'HTTP 404 NOT_FOUND',
		ask: async ({ google }) => {
			const { id } = successBody(await google.picker('POST', '/v1/sessions', {}));
			await google.picker('DELETE', `/v1/sessions/${id}`);
			return rejectionOf(await google.picker('GET', `/v1/sessions/${id}`));
		},
	},
];

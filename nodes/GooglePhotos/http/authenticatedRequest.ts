import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import { CREDENTIAL } from './credential';
import type { N8nContext } from './n8nContext';

/** What n8n's helper without credentials throws when Google refuses. */
interface ReplyError extends Error {
	response?: { headers?: unknown };
}

/**
 * Sends a request with the credential's bearer token, by n8n's helper, which refreshes an expired token and
 * sends the request again. Redirects are refused: they would carry the token to another host, and make n8n
 * keep a streamed body in memory to send it again.
 *
 * The helper works in a context that is made for it, since it would
 * - put the execution's abort signal in the place of the request's own,
 * - in n8n 1.x, leave the reply's headers out of its error: here they are its `response.headers`,
 * - in n8n 1.x, send a stream again of which nothing is left, and wait for the time-out. As in n8n 2.x, the
 *   refusal is thrown instead, once the new token is stored.
 *
 * @param options without credentials; the helper writes the token into its headers
 * @throws what n8n's helper throws: it holds the token and must not leave the node
 */
export async function authenticatedRequest(
	n8n: N8nContext,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	let refused: ReplyError | undefined;
	let usedUp: boolean | undefined;
	const httpRequest = async (request: IHttpRequestOptions): Promise<unknown> => {
		usedUp = refused !== undefined && isStream(request.body);
		// not the refusal itself: n8n 1.x sends what ends with a 401 a third time
		if (usedUp) throw new Error('Nothing is left of the stream');
		try {
			return (await n8n.helpers.httpRequest(request)) as unknown;
		} catch (error) {
			refused = error as ReplyError;
			throw rethrow(error);
		}
	};
	const { abortSignal } = options;
	const context = Object.create(n8n, {
		helpers: { value: Object.create(n8n.helpers, { httpRequest: { value: httpRequest } }) },
		...(abortSignal && { getExecutionCancelSignal: { value: () => abortSignal } }),
	}) as N8nContext;
	try {
		return (await n8n.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			...options,
			disableFollowRedirect: true,
			returnFullResponse: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		if (refused && usedUp) throw rethrow(refused);
		const headers = refused?.response?.headers;
		throw rethrow(headers ? Object.assign(error, { response: { headers } }) : error);
	}
}

function isStream(body: unknown): boolean {
	return typeof (body as { pipe?: unknown } | undefined)?.pipe === 'function';
}

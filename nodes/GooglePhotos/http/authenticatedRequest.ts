import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import { CREDENTIAL } from './credential';
import type { N8nContext } from './n8nContext';

/** What n8n's helper without credentials throws when Google replies with an error status. */
interface ReplyError extends Error {
	response?: { headers?: unknown };
}

/**
 * Sends a request with the credential's bearer token by n8n's helper, which refreshes an expired token and sends the
 * request again. Redirects are not followed: they would send the token to another host, and n8n would buffer a
 * streamed body in memory to send it again.
 *
 * The helper is called with a derived context, because with the original one
 * - it replaces the request's own abort signal by the execution's,
 * - n8n 1.x omits the reply's headers from its error: here the error has them as `response.headers`,
 * - n8n 1.x sends a consumed stream again and waits for the timeout. Here, as in n8n 2.x, the original error is
 *   thrown instead, once the new token is stored.
 *
 * @param options without credentials; the helper writes the token into the headers
 * @throws what n8n's helper throws: the error holds the token and must not leave the node
 */
export async function authenticatedRequest(
	n8n: N8nContext,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	let refused: ReplyError | undefined;
	let usedUp: boolean | undefined;
	const httpRequest = async (request: IHttpRequestOptions): Promise<unknown> => {
		usedUp = refused !== undefined && isStream(request.body);
		// not the error with status 401 itself: n8n 1.x would send the request a third time
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

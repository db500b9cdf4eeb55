import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import { authenticatedRequest } from './authenticatedRequest';
import type { N8nContext, RequestContext } from './n8nContext';
import { executeRequest } from './pipeline';
import type { RequestPolicy } from './pipeline';
import { httpSettings } from './requestOptions';

/** A request to one of Google's hosts, and how its reply is read. Its `options` are built again for each attempt. */
export interface RequestSpec<T> extends RequestPolicy<T> {
	/**
	 * without credentials: the helper adds the bearer token. If they contain an abort signal and it aborts, the attempt
	 * fails with the signal's reason.
	 */
	options: () => Promise<IHttpRequestOptions>;
	/** context that sends an attempt, if it is not always the caller's */
	contextForAttempt?: () => N8nContext;
	/** reads a reply with a success status; throws UnexpectedResponseError if it is not what was requested */
	parse: (reply: IN8nHttpFullResponse) => T;
	/** called after each attempt, including failed ones */
	onSettled?: () => void;
}

/**
 * Sends a request with the credential's bearer token through the request pipeline. Redirects are not followed.
 *
 * @returns what `parse` returns
 * @throws NodeApiError
 */
export async function sendRequest<T>(context: RequestContext, spec: RequestSpec<T>): Promise<T> {
	const policy = { ...spec, maximumWait: spec.maximumWait ?? context.settings.maximumWait };
	return await executeRequest(context.n8n, policy, async (markSent) => {
		let signal: AbortSignal | undefined;
		try {
			const options = await spec.options();
			signal = options.abortSignal as AbortSignal | undefined;
			markSent();
			const reply = await authenticatedRequest(spec.contextForAttempt?.() ?? context.n8n, { ...httpSettings(context.settings), ...options });
			return spec.parse(reply);
		} catch (error) {
			throw rethrow(signal?.aborted ? signal.reason : error);
		} finally {
			spec.onSettled?.();
		}
	});
}

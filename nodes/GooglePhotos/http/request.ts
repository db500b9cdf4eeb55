import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import { authenticatedRequest } from './authenticatedRequest';
import type { N8nContext, RequestContext } from './n8nContext';
import { executeRequest } from './pipeline';
import type { RequestPolicy } from './pipeline';
import { httpSettings } from './requestOptions';

/** A request to one of Google's hosts. Its `options` are built again for each attempt. */
export interface RequestSpec extends RequestPolicy<IN8nHttpFullResponse> {
	/**
	 * without credentials: the helper adds the bearer token. If they contain an abort signal and it aborts, the attempt
	 * fails with the signal's reason.
	 */
	options: () => Promise<IHttpRequestOptions>;
	/** context that sends an attempt, if it is not always the caller's */
	contextForAttempt?: () => N8nContext;
	/** validates a reply with a success status; throws UnexpectedResponseError if it is not what was requested */
	check?: (reply: IN8nHttpFullResponse) => void;
	/** called after each attempt, including failed ones */
	onSettled?: () => void;
}

/**
 * Sends a request with the credential's bearer token through the request pipeline. Redirects are not followed.
 *
 * @throws NodeApiError
 */
export async function sendRequest(
	context: RequestContext,
	spec: RequestSpec,
): Promise<IN8nHttpFullResponse> {
	const policy = { ...spec, maximumWait: spec.maximumWait ?? context.settings.maximumWait };
	return await executeRequest(context.n8n, policy, async (markSent) => {
		let signal: AbortSignal | undefined;
		try {
			const options = await spec.options();
			signal = options.abortSignal as AbortSignal | undefined;
			markSent();
			const reply = await authenticatedRequest(spec.contextForAttempt?.() ?? context.n8n, { ...httpSettings(context.settings), ...options });
			spec.check?.(reply);
			return reply;
		} catch (error) {
			throw rethrow(signal?.aborted ? signal.reason : error);
		} finally {
			spec.onSettled?.();
		}
	});
}

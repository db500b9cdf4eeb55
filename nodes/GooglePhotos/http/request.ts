import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import { authenticatedRequest } from './authenticatedRequest';
import type { N8nContext, RequestContext } from './n8nContext';
import { executeRequest } from './pipeline';
import type { RequestPolicy } from './pipeline';
import { httpSettings } from './settings';

/** Any request to one of Google's hosts, made anew for each try. */
export interface RequestSpec extends RequestPolicy<IN8nHttpFullResponse> {
	/**
	 * without credentials: the helper adds the bearer token. An abort signal is the request's own: when it is
	 * raised, its reason is what the try fails with.
	 */
	options: () => Promise<IHttpRequestOptions>;
	/** whose context sends a try, where that is not the caller's for all of them */
	contextForAttempt?: () => N8nContext;
	/** looks at a reply with a success status; throws StrangeReplyError if it is not what was asked for */
	check?: (reply: IN8nHttpFullResponse) => void;
	/** called after each try, also a failed one */
	onSettled?: () => void;
}

/**
 * Sends a request with the credential's bearer token through the door. Redirects are not followed.
 *
 * @throws NodeApiError made by `explain`
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

import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import type { RequestPolicy } from '../http/pipeline';
import { sendRequest } from '../http/request';
import type { RequestSpec } from '../http/request';
import { apiMethod, pathWithId } from './methods';
import type { MethodId } from './methods';
import { readReply } from './responses';

/** A call of an API method whose request and reply are JSON. */
export interface ApiCall {
	method: MethodId;
	/** of the album, media item or session in the path, for methods that take one */
	id?: string;
	qs?: IDataObject;
	/** a function is called for each attempt, right before the request is sent */
	body?: IDataObject | (() => Promise<IDataObject>);
	subject?: ErrorContext;
	/** milliseconds until the reply must begin; set where the method takes longer than n8n's default */
	timeout?: number;
	maximumWait?: number;
	/** cancels the call, in place of the cancel signal of the caller's execution */
	signal?: AbortSignal;
	contextForAttempt?: RequestSpec<unknown>['contextForAttempt'];
	/** called right before each attempt is sent; throws if the request must no longer be sent */
	beforeSend?: () => void;
	onAttemptFailed?: RequestPolicy['onAttemptFailed'];
	callerRecovers?: RequestPolicy['callerRecovers'];
	throttledPart?: (reply: IDataObject) => ReturnType<NonNullable<RequestPolicy['throttledPart']>>;
	/** called in the slot, before each attempt; a returned object is used as the reply, and nothing is sent */
	beforeAttempt?: (maximumWait: number) => Promise<object | undefined>;
}

/**
 * Calls a method of one of Google's APIs.
 *
 * @returns the reply, as `readReply` reads it, or what `beforeAttempt` returns
 * @throws NodeApiError
 */
export async function callApi<T>(context: RequestContext, call: ApiCall): Promise<T> {
	const { qs, body, subject, maximumWait, signal, throttledPart, beforeAttempt } = call;
	const method = apiMethod(call.method);
	const path = pathWithId(method, call.id);
	return await sendRequest<T>(context, {
		method,
		subject,
		maximumWait,
		signal,
		contextForAttempt: call.contextForAttempt,
		onAttemptFailed: call.onAttemptFailed,
		callerRecovers: call.callerRecovers,
		beforeAttempt,
		...(throttledPart && { throttledPart: (reply: T) => throttledPart(reply as IDataObject) }),
		options: async () => {
			call.beforeSend?.();
			return {
				method: method.verb as IHttpRequestMethods,
				url: `${method.api}${path}`,
				qs: qs && { ...qs },
				body: typeof body === 'function' ? await body() : body && structuredClone(body),
				arrayFormat: 'repeat',
				json: true,
				...(call.timeout !== undefined && { timeout: call.timeout }),
				...(signal && { abortSignal: signal }),
			};
		},
		parse: ({ body: json }) => readReply(method, json) as T,
	});
}

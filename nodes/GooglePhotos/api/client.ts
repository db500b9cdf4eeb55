import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import type { RequestPolicy } from '../http/pipeline';
import { sendRequest } from '../http/request';
import type { RequestSpec } from '../http/request';
import { methodOf } from './methods';
import { readReply } from './responses';

/** A call of an API method with JSON both ways. */
export interface ApiCall {
	verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** address of the API; the Library API unless said otherwise */
	api?: string;
	/** beginning `/v1/`, ids encoded */
	path: string;
	qs?: IDataObject;
	/** asked for when the request leaves, where it is a function */
	body?: IDataObject | (() => Promise<IDataObject>);
	subject?: ErrorContext;
	/** milliseconds until a reply must have begun, where the method takes longer than n8n's default */
	timeout?: number;
	maximumWait?: number;
	/** cancels it, instead of the caller's execution */
	signal?: AbortSignal;
	contextForAttempt?: RequestSpec['contextForAttempt'];
	/** called when it is about to leave; throws if it is no longer to be sent */
	beforeSend?: () => void;
	onAttemptFailed?: RequestPolicy['onAttemptFailed'];
	callerRecovers?: RequestPolicy['callerRecovers'];
	throttledPart?: (reply: IDataObject) => ReturnType<NonNullable<RequestPolicy['throttledPart']>>;
	/** asked when it is its turn, before each try: an object is taken for the reply, and nothing is sent */
	beforeAttempt?: () => Promise<object | undefined>;
}

/**
 * Calls a method of one of Google's APIs.
 *
 * @returns the reply, as `readReply` reads it
 * @throws NodeApiError made by `explain`
 */
export async function callApi<T>(context: RequestContext, call: ApiCall): Promise<T> {
	const { verb, api, path, qs, body, subject, maximumWait, signal, throttledPart, beforeAttempt } = call;
	const method = methodOf(verb, path, api);
	const reply = await sendRequest(context, {
		method,
		subject,
		maximumWait,
		signal,
		contextForAttempt: call.contextForAttempt,
		onAttemptFailed: call.onAttemptFailed,
		callerRecovers: call.callerRecovers,
		...(beforeAttempt && { beforeAttempt: async () => await beforeAttempt().then((there) => there && { body: there }) }),
		...(throttledPart && { throttledPart: ({ body: json }: IN8nHttpFullResponse) => throttledPart(json as IDataObject) }),
		options: async () => {
			call.beforeSend?.();
			return {
				method: verb,
				url: `${method.api}${path}`,
				qs: qs && { ...qs },
				body: typeof body === 'function' ? await body() : body && structuredClone(body),
				arrayFormat: 'repeat',
				json: true,
				...(call.timeout !== undefined && { timeout: call.timeout }),
				...(signal && { abortSignal: signal }),
			};
		},
		check: ({ body: json }) => {
			readReply(method, json);
		},
	});
	return readReply(method, reply.body) as T;
}

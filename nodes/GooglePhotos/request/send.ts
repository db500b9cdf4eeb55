import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { Caller } from './caller';
import { throughTheDoor } from './door';
import type { Passage } from './door';
import { asItIs } from './explain';
import type { Subject } from './explain';
import { methodOf } from './methods';
import { readReply } from './replies';
import { httpSettings } from './settings';
import type { RequestSettings } from './settings';
import { requestWithToken } from './withToken';

/** Any request to one of Google's hosts, made anew for each try. */
export interface Outgoing extends Passage<IN8nHttpFullResponse> {
	/**
	 * without credentials: the helper adds the bearer token. An abort signal is the request's own: when it is
	 * raised, its reason is what the try fails with.
	 */
	options: () => Promise<IHttpRequestOptions>;
	/** whose context sends a try, where that is not the caller's for all of them */
	sender?: () => Caller;
	/** looks at a reply with a success status; throws StrangeReplyError if it is not what was asked for */
	check?: (reply: IN8nHttpFullResponse) => void;
	/** called after each try, also a failed one */
	afterwards?: () => void;
}

/**
 * Sends a request with the credential's bearer token through the door. Redirects are not followed.
 *
 * @throws NodeApiError made by `explain`
 */
export async function send(
	caller: Caller,
	settings: RequestSettings,
	outgoing: Outgoing,
): Promise<IN8nHttpFullResponse> {
	const passage = { ...outgoing, maximumWait: outgoing.maximumWait ?? settings.maximumWait };
	return await throughTheDoor(caller, passage, async (leaves) => {
		let signal: AbortSignal | undefined;
		try {
			const options = await outgoing.options();
			signal = options.abortSignal as AbortSignal | undefined;
			leaves();
			const reply = await requestWithToken(outgoing.sender?.() ?? caller, { ...httpSettings(settings), ...options });
			outgoing.check?.(reply);
			return reply;
		} catch (error) {
			throw asItIs(signal?.aborted ? signal.reason : error);
		} finally {
			outgoing.afterwards?.();
		}
	});
}

/** A call of an API method with JSON both ways. */
export interface JsonCall {
	verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** address of the API; the Library API unless said otherwise */
	api?: string;
	/** beginning `/v1/`, ids encoded */
	path: string;
	qs?: IDataObject;
	/** asked for when the request leaves, where it is a function */
	body?: IDataObject | (() => Promise<IDataObject>);
	subject?: Subject;
	/** milliseconds until a reply must have begun, where the method takes longer than n8n's default */
	timeout?: number;
	maximumWait?: number;
	/** cancels it, instead of the caller's execution */
	signal?: AbortSignal;
	sender?: Outgoing['sender'];
	/** called when it is about to leave; throws if it is no longer to be sent */
	stillWanted?: () => void;
	tried?: Passage['tried'];
	mendedByCaller?: Passage['mendedByCaller'];
	refusedPart?: (reply: IDataObject) => ReturnType<NonNullable<Passage['refusedPart']>>;
	/** asked when it is its turn, before each try: an object is taken for the reply, and nothing is sent */
	askFirst?: () => Promise<object | undefined>;
}

/**
 * Calls a method of one of Google's APIs.
 *
 * @returns the reply, as `readReply` reads it
 * @throws NodeApiError made by `explain`
 */
export async function callApi<T>(caller: Caller, settings: RequestSettings, call: JsonCall): Promise<T> {
	const { verb, api, path, qs, body, subject, maximumWait, signal, refusedPart, askFirst } = call;
	const method = methodOf(verb, path, api);
	const reply = await send(caller, settings, {
		method,
		subject,
		maximumWait,
		signal,
		sender: call.sender,
		tried: call.tried,
		mendedByCaller: call.mendedByCaller,
		...(askFirst && { askFirst: async () => await askFirst().then((there) => there && { body: there }) }),
		...(refusedPart && { refusedPart: ({ body: json }: IN8nHttpFullResponse) => refusedPart(json as IDataObject) }),
		options: async () => {
			call.stillWanted?.();
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

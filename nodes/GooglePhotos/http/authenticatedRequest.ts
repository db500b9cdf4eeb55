import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { TokenRenewalError } from '../errors/kinds';
import { rethrow } from '../errors/nodeError';
import { CREDENTIAL } from './credential';
import { cancelSignalOf } from './n8nContext';
import type { N8nContext } from './n8nContext';
import { enterRenewal, hasOwnToken } from './tokenRenewal';

/** What n8n's helper without credentials throws when Google replies with an error status. */
interface ReplyError extends Error {
	response?: { status?: number; headers?: unknown };
}

/** Maximum number of times that a request is signed anew because its renewed token was another person's. */
const MAX_FOREIGN_TOKENS = 3;

/**
 * Sends a request with the credential's bearer token by n8n's helper, which refreshes an expired token and sends the
 * request again. Redirects are not followed: they would send the token to another host, and n8n would buffer a
 * streamed body in memory to send it again.
 *
 * The helper is called with a derived context, because with the original one
 * - it replaces the request's own abort signal by the execution's,
 * - n8n 1.x omits the reply's headers from its error: here the error has them as `response.headers`,
 * - n8n 1.x sends a consumed stream again and waits for the timeout. Here, as in n8n 2.x, the original error is
 *   thrown instead, once the new token is stored,
 * - it may send the request again with the renewed token of another person for whom the same credential stands. Here
 *   their renewals wait for each other, and a request with another person's token is signed anew instead.
 *
 * @param options without credentials; the helper writes the token into the headers
 * @throws what n8n's helper throws: the error holds the token and must not leave the node
 */
export async function authenticatedRequest(
	n8n: N8nContext,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	for (let foreignTokens = 0; ; foreignTokens++) {
		const attempt = new Attempt(n8n, options);
		try {
			return await attempt.send();
		} catch (error) {
			if (!attempt.foreignToken || foreignTokens === MAX_FOREIGN_TOKENS) throw rethrow(attempt.errorFor(error));
		}
	}
}

/** One call of n8n's helper, which sends a request once, or twice if the token is renewed in between. */
class Attempt {
	/** whether n8n wanted to send the request with another person's token */
	foreignToken = false;
	private refused?: ReplyError;
	/** whether n8n renews the token: it has sent nothing since */
	private renewing = false;
	private usedUp = false;
	private endRenewal = () => {};

	constructor(
		private readonly n8n: N8nContext,
		private readonly options: IHttpRequestOptions,
	) {}

	async send(): Promise<IN8nHttpFullResponse> {
		const { n8n, options } = this;
		const { abortSignal } = options;
		const httpRequest = async (request: IHttpRequestOptions) => await this.httpRequest(request);
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
		} finally {
			this.endRenewal();
		}
	}

	/** Stands in for n8n's helper without credentials. The second call has the renewed token. */
	private async httpRequest(request: IHttpRequestOptions): Promise<unknown> {
		const { n8n, refused } = this;
		if (refused) {
			this.renewing = false;
			this.endRenewal();
			this.usedUp = isStream(request.body);
			// not the error with status 401 itself: n8n 1.x would send the request a third time
			if (this.usedUp) throw new Error('Nothing is left of the stream');
			this.foreignToken = !(await hasOwnToken(n8n, request.headers));
			if (this.foreignToken) throw new Error('The token is not of this sign-in');
		}
		try {
			return (await n8n.helpers.httpRequest(request)) as unknown;
		} catch (error) {
			this.refused = error as ReplyError;
			if (!refused && this.refused.response?.status === 401) await this.enterRenewal();
			throw rethrow(error);
		}
	}

	private async enterRenewal(): Promise<void> {
		this.endRenewal = await enterRenewal(this.n8n, this.signal);
		this.renewing = true;
	}

	private get signal(): AbortSignal | undefined {
		return (this.options.abortSignal as AbortSignal | undefined) ?? cancelSignalOf(this.n8n);
	}

	errorFor(error: Error): Error {
		const { refused } = this;
		if (refused && (this.usedUp || this.foreignToken)) return refused;
		const headers = refused?.response?.headers;
		if (headers) Object.assign(error, { response: { headers } });
		return this.renewing ? new TokenRenewalError('The access token was not renewed', { cause: error }) : error;
	}
}

function isStream(body: unknown): boolean {
	return typeof (body as { pipe?: unknown } | undefined)?.pipe === 'function';
}

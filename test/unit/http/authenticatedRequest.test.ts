/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { authenticatedRequest } from '../../../nodes/GooglePhotos/http/authenticatedRequest';
import { redirectTarget } from '../../../nodes/GooglePhotos/http/errorBody';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { fakeCaller } from '../support/caller';
import { withoutCause } from '../support/httpErrors';

const url = 'https://lh3.googleusercontent.com/lr/AbC';

/** What axios throws. */
function refusedWith(status: number, headers: Record<string, unknown> = {}): Error {
	const error = new Error(`Request failed with status code ${status}`);
	return Object.assign(error, { name: 'AxiosError', response: { status, headers, data: {} } });
}

/**
 * Simulates n8n 1.x: after a 401 it stores a new token and sends the request again, and after a second 401 it sends
 * it a third time, past the given helper. Its errors have no cause.
 */
function n8n1(replies: Array<Error | string>) {
	const sent: IHttpRequestOptions[] = [];
	const seen = { refreshed: 0, signals: [] as unknown[] };
	const caller = fakeCaller({ signal: new AbortController().signal });
	const signed = async (request: IHttpRequestOptions) => {
		const { oauthTokenData } = await caller.getCredentials('googlePhotosLibraryOAuth2Api');
		const { access_token: token } = oauthTokenData as { access_token: string };
		return { ...request, headers: { Authorization: `Bearer ${token}` } };
	};
	const send = async (request: IHttpRequestOptions) => {
		const reply = replies[sent.push(request) - 1];
		if (reply instanceof Error) throw reply;
		return { statusCode: 200, headers: {}, body: reply };
	};
	const refreshing = async function (this: N8nContext, _credential: string, request: IHttpRequestOptions) {
		seen.signals.push((this as { getExecutionCancelSignal?: () => unknown }).getExecutionCancelSignal?.());
		try {
			return await this.helpers.httpRequest(await signed(request)).catch(async (error) => {
				if (error.response?.status !== 401) throw error;
				seen.refreshed++;
				return await this.helpers.httpRequest(await signed(request));
			});
		} catch (error) {
			if (error.response?.status === 401) await send(request);
			throw withoutCause(new NodeApiError(this.getNode(), error));
		}
	};
	caller.helpers.httpRequest = send as N8nContext['helpers']['httpRequest'];
	caller.helpers.httpRequestWithAuthentication = refreshing as N8nContext['helpers']['httpRequestWithAuthentication'];
	return { caller, sent, seen };
}

const thrownBy = async (promise: Promise<unknown>) => await promise.then(() => undefined, (error: Error) => error);

test('Retry-After is read from an error without a cause, as n8n 1.x throws it', async () => {
	const { caller } = n8n1([refusedWith(429, { 'retry-after': '45' })]);
	const error = await thrownBy(authenticatedRequest(caller, { url }));
	expect(classifyError(error)).toMatchObject({ status: 429, retryAfter: 45_000 });
});

test('the target of a redirect is read from an error without a cause, as n8n 1.x throws it', async () => {
	const location = 'https://video-downloads.googleusercontent.com/AbC';
	const { caller, sent } = n8n1([refusedWith(302, { location })]);
	const error = await thrownBy(authenticatedRequest(caller, { url }));
	expect(redirectTarget(error, url)).toBe(location);
	expect(sent).toMatchObject([{ url, disableFollowRedirect: true, returnFullResponse: true }]);
});

test('after a 401 a consumed stream is not sent again: the token is refreshed, and the 401 is thrown', async () => {
	const { caller, sent, seen } = n8n1([refusedWith(401), 'never asked for']);
	const error = await thrownBy(authenticatedRequest(caller, { url, body: Readable.from(['bytes']) as never }));
	expect(classifyError(error)).toMatchObject({ kind: 'unauthenticated' });
	expect(seen.refreshed).toBe(1);
	expect(sent).toHaveLength(1);
});

test.each([
	['the sign-in was revoked', new Error('invalid_grant: Token has been expired or revoked.'), 'signInEnded'],
	["Google's sign-in server has a fault", refusedWith(500), 'renewalFailed'],
	['a sign-in page of the network answers', new SyntaxError('Unexpected token < in JSON'), 'renewalFailed'],
	['the token endpoint throttles', refusedWith(429), 'renewalFailed'],
	['its host is unknown', Object.assign(new Error('getaddrinfo ENOTFOUND oauth2.googleapis.com'), { code: 'ENOTFOUND' }), 'unknownHost'],
	['n8n has no refresh token and passes the 401 on', new NodeApiError(fakeCaller().getNode(), refusedWith(401) as never), 'unauthenticated'],
])('an access token that is not renewed because %s: nothing was carried out', async (_, fault, kind) => {
	const { caller, sent } = n8n1([refusedWith(401)]);
	const refreshing = async function (this: N8nContext, _credential: string, request: IHttpRequestOptions) {
		await expect(this.helpers.httpRequest(request)).rejects.toThrow('401');
		throw fault;
	};
	caller.helpers.httpRequestWithAuthentication = refreshing as N8nContext['helpers']['httpRequestWithAuthentication'];
	expect(classifyError(await thrownBy(authenticatedRequest(caller, { url })))).toMatchObject({ kind, outcomeUnknown: false });
	expect(sent).toHaveLength(1);
});

test.each([[{ album: {} }], [Buffer.from('bytes')], [undefined]])('a request with the body %p is sent again after a 401', async (body) => {
	const { caller, sent } = n8n1([refusedWith(401), 'done']);
	expect(await authenticatedRequest(caller, { url, body })).toMatchObject({ body: 'done' });
	expect(sent).toHaveLength(2);
});

test('after a 401 and a 429, the error has the headers of the 429', async () => {
	const { caller } = n8n1([refusedWith(401, { 'retry-after': '1' }), refusedWith(429, { 'retry-after': '45' })]);
	expect(classifyError(await thrownBy(authenticatedRequest(caller, { url })))).toMatchObject({ retryAfter: 45_000 });
});

test('an error without a reply gets no headers', async () => {
	const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
	const { caller } = n8n1([lost]);
	const error = await thrownBy(authenticatedRequest(caller, { url }));
	expect(error).not.toHaveProperty('response');
	expect(classifyError(error)).toMatchObject({ kind: 'noConnection' });
});

test("n8n's helper gets the request's own abort signal, or else that of the execution", async () => {
	const own = new AbortController().signal;
	const { caller, seen } = n8n1(['', '']);
	await authenticatedRequest(caller, { url, abortSignal: own });
	await authenticatedRequest(caller, { url });
	const ofExecution = (caller as { getExecutionCancelSignal?: () => unknown }).getExecutionCancelSignal?.();
	expect(seen.signals).toEqual([own, ofExecution]);
	expect(own).not.toBe(ofExecution);
});

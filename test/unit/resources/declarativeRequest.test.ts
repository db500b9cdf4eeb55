/** The request of a declarative operation, which is built again for each attempt. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { singleRequest, withItemErrors } from '../../../nodes/GooglePhotos/execution/declarative';
import { errorText } from '../../support/errorText';
import { PICK, READ } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { routedItem, routedRequest } from '../support/routedItem';
import { errorOf, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Sends the request that n8n built. Each attempt gets the next one of `replies`. */
async function sent(options: object, replies: Array<(request: IHttpRequestOptions) => unknown> = [() => ({})], scope?: string) {
	const requests: IHttpRequestOptions[] = [];
	const context = routedItem({
		item: 2,
		scope,
		respond: (request) => {
			requests.push(structuredClone(request));
			return replies[requests.length - 1](request);
		},
	});
	const outcome = withItemErrors(context, async () => await singleRequest(context, routedRequest(options), { item: 2, what: 'album "Sea"' }));
	return { outputs: await time.clock.until(outcome.catch((error: Error) => error)), requests };
}

test('the request that n8n built is sent, and the reply becomes one output item', async () => {
	const options = {
		method: 'PATCH',
		baseURL: 'https://photoslibrary.googleapis.com',
		url: '/v1/albums/a',
		headers: { 'X-Own': 'own' },
		qs: { updateMask: 'title' },
		body: { title: 'Sea' },
		timeout: 5,
	};
	const { outputs, requests } = await sent(options, [() => ({ id: 'a', title: 'Sea' })]);
	expect(outputs).toStrictEqual([{ json: { id: 'a', title: 'Sea' }, pairedItem: { item: 2 } }]);
	expect(requests).toEqual([expect.objectContaining(options)]);
});

test('the default method is GET, and no parameters are added', async () => {
	const { requests } = await sent({ url: '/v1/albums' });
	expect(requests).toEqual([{ url: '/v1/albums', headers: {}, qs: {}, body: {}, disableFollowRedirect: true, returnFullResponse: true }]);
});

test("the base URL decides which of Google's APIs is used and which permission is required", async () => {
	const session = { baseURL: 'https://photospicker.googleapis.com', url: '/v1/sessions/a' };
	expect((await sent(session, [() => ({ id: 'a' })], PICK)).outputs).toMatchObject([{ json: { id: 'a' } }]);
	const { outputs, requests } = await sent(session, [], READ);
	expect(outputs).toBeInstanceOf(Error);
	expect(requests).toEqual([]);
});

test.each([
	[{}, 'Google Photos has no method GET '],
	[{ method: 'DELETE', url: '/v1/albums/a' }, 'Google Photos has no method DELETE /v1/albums/a'],
	[{ url: '/v1/sessions/a' }, 'Google Photos has no method GET /v1/sessions/a'],
])('%j is not a method of the API and is not sent', async (options, message) => {
	const { outputs, requests } = await sent(options);
	expect((outputs as Error).message).toBe(message);
	expect(requests).toEqual([]);
});

test('each attempt has its own headers, query and body, since the n8n helper writes the token into them', async () => {
	const options = { url: '/v1/albums', headers: { 'X-Own': 'own' }, qs: { pageSize: 1 }, body: { one: 1 } };
	const spoil = (request: IHttpRequestOptions) => {
		Object.assign(request.headers as object, { Authorization: 'Bearer old' });
		Object.assign(request.qs as object, { spoilt: true });
		Object.assign(request.body as object, { spoilt: true });
		throw googleSays(503, 'The service is currently unavailable.');
	};
	const { requests } = await sent(options, [spoil, () => ({})]);
	expect(requests).toHaveLength(2);
	expect(requests[1]).toEqual(requests[0]);
	expect(options).toEqual({ url: '/v1/albums', headers: { 'X-Own': 'own' }, qs: { pageSize: 1 }, body: { one: 1 } });
});

test('an error names the object of the request', async () => {
	const { outputs } = await sent({ url: '/v1/albums/a' }, [
		() => {
			throw googleSays(404, 'Requested entity was not found.');
		},
	]);
	expect(errorText(outputs as Error)).toMatch(
		/^The album was not found in Google Photos: album "Sea" \[item 2\]\. Choose the album 'From List'\. \| Apps can use only albums .* Google says: Requested entity was not found\.$/,
	);
});

test.each(['<html>Sign in</html>', '', null, [], 5])('the body %j with a success status is rejected as not from the API', async (body) => {
	const { outputs, requests } = await sent({ url: '/v1/albums' }, Array(6).fill(() => body));
	expect(errorText(outputs as Error)).toBe(
		'The response does not have the format of the Google Photos API: album "Sea" [item 2]. Check the network of the machine that runs n8n. | A proxy or a sign-in page of the network may have answered instead of Google. The response is not a JSON object.',
	);
	expect(requests).toHaveLength(6);
});

test.each([
	['the node', {}, 15 * MINUTE],
	["an agent's tool", { type: 'n8n-nodes-google-photos-library.googlePhotosTool' }, 2 * MINUTE],
])('on a lasting 429, %s stops the retries at its time limit', async (_, settings, longest) => {
	const context = routedItem({
		settings,
		respond: () => {
			throw googleSays(429, 'Quota exceeded.');
		},
	});
	const start = time.clock.elapsed;
	await time.clock.until(errorOf(singleRequest(context, routedRequest({ url: '/v1/albums' }), {})));
	expect(time.clock.elapsed - start).toBe(longest);
});

test('a request outside of an execution succeeds or fails on its own', async () => {
	const context = routedItem({ respond: () => ({ nextPageToken: 'a' }) });
	expect(await singleRequest(context, routedRequest({ url: '/v1/albums' }), {})).toEqual([{ json: { nextPageToken: 'a', albums: [] } }]);
	const failing = routedItem({
		respond: () => {
			throw googleSays(403, 'The caller does not have permission');
		},
	});
	const error = await time.clock.until(errorOf(singleRequest(failing, routedRequest({ url: '/v1/albums' }), {})));
	expect(error.message).toBe('Google Photos refused access. Check that this is the credential of the right Google account.');
});

import type { IHttpRequestOptions } from 'n8n-workflow';
import { callApi } from '../../../nodes/GooglePhotos/api/client';
import type { ApiCall } from '../../../nodes/GooglePhotos/api/client';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { sendRequest } from '../../../nodes/GooglePhotos/http/request';
import { list } from '../support/attempts';
import { fakeCaller } from '../support/caller';
import type { Respond } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Calls the API; `replies` answer one try after the other. */
async function called(call: ApiCall, replies: Respond[], settings = {}) {
	const requests: IHttpRequestOptions[] = [];
	const respond: Respond = (request) => {
		requests.push(structuredClone(request));
		const reply = replies[requests.length - 1](request);
		return reply;
	};
	const outcome = callApi({ n8n: fakeCaller({ respond }), settings }, call).catch((error: Error) => error);
	return { outcome: await time.clock.until(outcome), requests };
}

test('a call: to the Library API, no redirect followed, lists as repeated parameters', async () => {
	const qs = { mediaItemIds: ['a', 'b'] };
	const call: ApiCall = { verb: 'GET', path: '/v1/mediaItems:batchGet', qs };
	const { outcome, requests } = await called(call, [() => ({ mediaItemResults: [] })]);
	expect(outcome).toEqual({ mediaItemResults: [] });
	expect(requests).toEqual([
		expect.objectContaining({
			method: 'GET',
			url: 'https://photoslibrary.googleapis.com/v1/mediaItems:batchGet',
			qs,
			arrayFormat: 'repeat',
			json: true,
			disableFollowRedirect: true,
			returnFullResponse: true,
		}),
	]);
});

test("the user's Request Options hold for every try", async () => {
	const settings = { skipSslCertificateValidation: true, timeout: 5 };
	const faulty = () => {
		throw googleSays(503, '');
	};
	const { requests } = await called(
		{ verb: 'GET', path: '/v1/albums' },
		[faulty, () => ({})],
		settings,
	);
	expect(requests).toHaveLength(2);
	for (const request of requests) expect(request).toMatchObject(settings);
});

test('each try has a body and parameters of its own: the helper may write into them', async () => {
	const body = { album: { title: 'Holiday' } };
	const qs = { fields: 'id' };
	const spoil: Respond = (request) => {
		(request.body as typeof body).album.title = 'spoilt';
		(request.qs as typeof qs).fields = 'spoilt';
		request.headers = { Authorization: 'Bearer old' };
		throw googleSays(429, 'Quota exceeded');
	};
	const { requests } = await called({ verb: 'POST', path: '/v1/albums', qs, body }, [
		spoil,
		() => ({}),
	]);
	expect(requests[1].body).toEqual({ album: { title: 'Holiday' } });
	expect(requests[1].qs).toEqual({ fields: 'id' });
	expect(requests[1].headers).toBeUndefined();
	expect([body.album.title, qs.fields]).toEqual(['Holiday', 'id']);
});

test.each(['<html>Sign in</html>', '', null, [], 5])(
	'%j with a success status is no answer',
	async (reply) => {
		const { outcome } = await called({ verb: 'POST', path: '/v1/albums', body: {} }, [() => reply]);
		expect(failureOf(outcome)).toMatchObject({ kind: 'strangeReply', outcomeUnknown: true });
	},
);

test('a method that is not in the list does not leave', async () => {
	const call: ApiCall = { verb: 'POST', path: '/v1/albums/a:share' };
	const { outcome, requests } = await called(call, []);
	expect((outcome as Error).message).toMatch(/has no method/);
	expect(requests).toEqual([]);
});

test('nobody has to look at the reply', async () => {
	const caller = fakeCaller({ respond: () => 'anything' });
	const reply = await time.clock.until(sendRequest({ n8n: caller, settings: {} }, { method: list, options: async () => ({ url: '' }) }));
	expect(reply.body).toBe('anything');
});

test('what a try has opened is closed after it, also if it failed', async () => {
	const steps: string[] = [];
	const caller = fakeCaller({
		respond: () => {
			steps.push('send');
			throw googleSays(400, 'No.');
		},
	});
	const outgoing = {
		method: list,
		options: async () => {
			steps.push('open');
			return { url: '' };
		},
		onSettled: () => steps.push('close'),
	};
	await time.clock.until(errorOf(sendRequest({ n8n: caller, settings: {} }, outgoing)));
	expect(steps).toEqual(['open', 'send', 'close']);
});

import type { IHttpRequestOptions } from 'n8n-workflow';
import { callApi } from '../../../nodes/GooglePhotos/api/callApi';
import type { ApiCall } from '../../../nodes/GooglePhotos/api/callApi';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { sendRequest } from '../../../nodes/GooglePhotos/http/request';
import { list } from '../support/attempts';
import { fakeCaller } from '../support/caller';
import type { Respond } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Calls the API; `replies` answer one attempt after the other. */
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

test('a call goes to the Library API, follows no redirect and sends lists as repeated parameters', async () => {
	const qs = { mediaItemIds: ['a', 'b'] };
	const call: ApiCall = { method: 'mediaItems.batchGet', qs };
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

test("the user's Request Options apply to every attempt", async () => {
	const settings = { skipSslCertificateValidation: true, timeout: 5 };
	const faulty = () => {
		throw googleSays(503, '');
	};
	const { requests } = await called(
		{ method: 'albums.list' },
		[faulty, () => ({})],
		settings,
	);
	expect(requests).toHaveLength(2);
	for (const request of requests) expect(request).toMatchObject(settings);
});

test('each attempt has its own copy of body and parameters, which the HTTP helper may modify', async () => {
	const body = { album: { title: 'Holiday' } };
	const qs = { fields: 'id' };
	const spoil: Respond = (request) => {
		(request.body as typeof body).album.title = 'spoilt';
		(request.qs as typeof qs).fields = 'spoilt';
		request.headers = { Authorization: 'Bearer old' };
		throw googleSays(429, 'Quota exceeded');
	};
	const { requests } = await called({ method: 'albums.create', qs, body }, [
		spoil,
		() => ({}),
	]);
	expect(requests[1].body).toEqual({ album: { title: 'Holiday' } });
	expect(requests[1].qs).toEqual({ fields: 'id' });
	expect(requests[1].headers).toBeUndefined();
	expect([body.album.title, qs.fields]).toEqual(['Holiday', 'id']);
});

test.each(['<html>Sign in</html>', '', null, [], 5])(
	'%j with a success status is not accepted as a reply',
	async (reply) => {
		const { outcome } = await called({ method: 'albums.create', body: {} }, [() => reply]);
		expect(failureOf(outcome)).toMatchObject({ kind: 'strangeReply', outcomeUnknown: true });
	},
);

test.each(['', '.', '..'])('an id that cannot be a path segment is not sent: %j', async (id) => {
	const { outcome, requests } = await called({ method: 'albums.get', id }, []);
	expect((outcome as Error).message).toBe('albums.get takes no such id');
	expect(requests).toEqual([]);
});

test('a reply is read once', async () => {
	const read: unknown[] = [];
	const parse = ({ body }: { body: unknown }) => read.push(body);
	const caller = fakeCaller({ respond: () => 'anything' });
	const reply = await time.clock.until(sendRequest({ n8n: caller, settings: {} }, { method: list, options: async () => ({ url: '' }), parse }));
	expect([reply, read]).toEqual([1, ['anything']]);
});

test('resources opened for an attempt are closed after it failed', async () => {
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
		parse: () => undefined,
		onSettled: () => steps.push('close'),
	};
	await time.clock.until(errorOf(sendRequest({ n8n: caller, settings: {} }, outgoing)));
	expect(steps).toEqual(['open', 'send', 'close']);
});

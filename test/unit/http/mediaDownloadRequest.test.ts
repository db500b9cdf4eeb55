/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { mediaBytes } from '../../../nodes/GooglePhotos/api/methods';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { downloadMedia } from '../../../nodes/GooglePhotos/http/mediaDownload';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import type { RequestSettings } from '../../../nodes/GooglePhotos/http/requestOptions';
import { fakeCaller } from '../support/caller';
import { refused } from '../support/httpErrors';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const first = 'https://lh3.googleusercontent.com/0';
const after = (redirects: number) => `https://video-downloads.googleusercontent.com/${redirects}`;

type Store = (body: Readable) => Promise<string>;
const read: Store = async (body) => (await body.toArray()).join('');

/** A media host that redirects this many times before it answers. */
class RedirectingHost {
	readonly withToken: IHttpRequestOptions[] = [];
	readonly without: IHttpRequestOptions[] = [];
	readonly bodies: Readable[] = [];

	constructor(private readonly redirects = 0) {}

	async fetched(settings: RequestSettings = {}, store: Store = read): Promise<string | Error> {
		const caller = fakeCaller({ respond: (request) => this.answer(request, this.withToken) });
		caller.helpers.httpRequest = (async (request: IHttpRequestOptions) => ({
			statusCode: 200,
			headers: {},
			body: this.answer(request, this.without),
		})) as unknown as N8nContext['helpers']['httpRequest'];
		const fetching = downloadMedia({ n8n: caller, settings }, {
			method: mediaBytes,
			subject: {},
			urlProvider: async () => first,
			save: async ({ body }: IN8nHttpFullResponse) => await store(body as Readable),
		});
		return await time.clock.until(fetching.catch((error: Error) => error));
	}

	private answer(request: IHttpRequestOptions, requests: IHttpRequestOptions[]): Readable {
		requests.push(request);
		const redirects = Number(new URL(request.url).pathname.slice(1));
		if (redirects < this.redirects) throw refused(302, '', { location: after(redirects + 1) });
		const body = Readable.from(['by', 'tes']);
		this.bodies.push(body);
		return body;
	}
}

test('a file and the target of its redirect are requested as uncompressed streams', async () => {
	const host = new RedirectingHost(1);
	expect(await host.fetched()).toBe('bytes');
	expect([host.withToken.length, host.without.length]).toEqual([1, 1]);
	for (const request of [...host.withToken, ...host.without]) {
		expect(request).toMatchObject({
			method: 'GET',
			encoding: 'stream',
			headers: { 'Accept-Encoding': 'identity' },
			disableFollowRedirect: true,
			returnFullResponse: true,
		});
	}
});

test.each<[string, RequestSettings, RequestSettings]>([
	['none: an idle timeout of two minutes', {}, { timeout: 2 * MINUTE }],
	['a time-out', { timeout: 5 * SECOND }, { timeout: 5 * SECOND }],
	[
		'a proxy and certificates',
		{ proxy: { protocol: 'http', host: 'localhost', port: 3128 }, skipSslCertificateValidation: true },
		{
			proxy: { protocol: 'http', host: 'localhost', port: 3128 },
			skipSslCertificateValidation: true,
			timeout: 2 * MINUTE,
		},
	],
])('Request Options apply to each request: %s', async (_title, settings, expected) => {
	const host = new RedirectingHost(2);
	await host.fetched(settings);
	const requests = [...host.withToken, ...host.without];
	expect(requests).toHaveLength(3);
	for (const request of requests) expect(request).toMatchObject(expected);
});

test('five redirects are followed', async () => {
	const host = new RedirectingHost(5);
	expect(await host.fetched()).toBe('bytes');
	expect(host.without.map(({ url }) => url)).toEqual([1, 2, 3, 4, 5].map(after));
});

test('a sixth redirect is not followed, and is an error', async () => {
	const host = new RedirectingHost(6);
	expect(await host.fetched()).toBeInstanceOf(Error);
	expect(host.without.map(({ url }) => url)).not.toContain(after(6));
	// each attempt followed five redirects
	expect(host.without).toHaveLength(5 * host.withToken.length);
});

test('the stream of a reply is closed even if nothing of it was read', async () => {
	const host = new RedirectingHost();
	let tries = 0;
	const outcome = await host.fetched({}, async () => {
		if (++tries === 1) throw new UnexpectedResponseError('The file broke off before its end');
		return 'as much as was wanted';
	});
	expect(outcome).toBe('as much as was wanted');
	expect(host.bodies.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});

test('the idle watchdog is stopped when the file is complete', async () => {
	const host = new RedirectingHost();
	expect(await host.fetched()).toBe('bytes');
	const signal = host.withToken[0].abortSignal as AbortSignal;
	await time.clock.pass(HOUR);
	expect(signal.aborted).toBe(false);
});

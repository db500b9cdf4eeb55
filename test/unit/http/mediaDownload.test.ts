/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { mediaBytes } from '../../../nodes/GooglePhotos/api/methods';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { downloadMedia } from '../../../nodes/GooglePhotos/http/mediaDownload';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { errorText } from '../../support/errorText';
import { fakeCaller } from '../support/caller';
import { refused } from '../support/httpErrors';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const url = 'https://lh3.googleusercontent.com/lr/AbC=dv';
const other = 'https://video-downloads.googleusercontent.com/AbC';

async function text(body: Readable): Promise<string> {
	return (await body.toArray()).join('');
}

/** Downloads a file: a request with the token is answered by a redirect to `location`, or by the bytes without one. */
async function fetched(address: string, location?: string, store?: (tries: number) => void) {
	const withToken: string[] = [];
	const without: IHttpRequestOptions[] = [];
	const caller = fakeCaller({
		respond: (request) => {
			withToken.push(request.url);
			request.headers = { ...request.headers, Authorization: 'Bearer written by the helper' };
			if (location !== undefined) throw refused(302, '', { location });
			return Readable.from(['bytes']);
		},
	});
	caller.helpers.httpRequest = (async (request: IHttpRequestOptions) => {
		without.push(request);
		return { statusCode: 200, headers: {}, body: Readable.from(['redirected bytes']) };
	}) as N8nContext['helpers']['httpRequest'];
	let tries = 0;
	const outcome = downloadMedia({ n8n: caller, settings: {} }, {
		method: mediaBytes,
		subject: { item: 1 },
		urlProvider: async () => address,
		save: async ({ body }) => {
			store?.(++tries);
			return await text(body as Readable);
		},
	}).catch((error: Error) => error);
	return { outcome: await time.clock.until(outcome), withToken, without };
}

test('bytes are downloaded from a media host', async () => {
	expect(await fetched(url)).toEqual({ outcome: 'bytes', withToken: [url], without: [] });
});

test('a redirect to another media host is followed once, without the token', async () => {
	const { outcome, withToken, without } = await fetched(url, other);
	expect(outcome).toBe('redirected bytes');
	expect(withToken).toEqual([url]);
	expect(without).toHaveLength(1);
	expect(without[0]).toMatchObject({ url: other, disableFollowRedirect: true });
	expect(JSON.stringify(without[0])).not.toContain('Bearer');
});

test('a redirect to the same URL is followed without the token', async () => {
	const { outcome, withToken, without } = await fetched(url, url);
	expect([outcome, withToken, without.map((request) => request.url)]).toEqual(['redirected bytes', [url], [url]]);
	expect(JSON.stringify(without)).not.toContain('Bearer');
});

test.each([
	[403, /refused access/, 2],
	[404, /could not find/, 1],
	[503, /could not process/, 6],
])('an error reply with status %d from the target of a redirect is classified', async (status, says, tries) => {
	let asked = 0;
	const caller = fakeCaller({
		respond: () => {
			throw refused(302, '', { location: other });
		},
	});
	caller.helpers.httpRequest = (async () => {
		asked++;
		throw Object.assign(new Error('as axios throws it'), { response: { status, headers: {}, data: '' } });
	}) as N8nContext['helpers']['httpRequest'];
	const fetching = downloadMedia({ n8n: caller, settings: {} }, {
		method: mediaBytes,
		subject: {},
		urlProvider: async () => url,
		save: async ({ body }) => await text(body as Readable),
	});
	const error = await time.clock.until(fetching.catch((thrown: Error) => thrown));
	expect(errorText(error as Error)).toMatch(says);
	expect(asked).toBe(tries);
});

test('a relative redirect is followed', async () => {
	const { without } = await fetched(url, '/lr/Other');
	expect(without[0].url).toBe('https://lh3.googleusercontent.com/lr/Other');
});

test.each([
	'https://evil.example/x',
	'http://lh3.googleusercontent.com/x',
	'https://lh3.googleusercontent.com.evil.example/x',
	'//evil.example/x',
	'https://169.254.169.254/',
	'file:///etc/passwd',
])('a redirect to %s is an error, and nothing is fetched from there', async (location) => {
	const { outcome, withToken, without } = await fetched(url, location);
	expect(errorText(outcome as Error)).toMatch(/not on one of Google's media hosts \[item 1\]/);
	expect(withToken).toHaveLength(1);
	expect(without).toEqual([]);
});

test('a redirect to an invalid URL is an error that names the item', async () => {
	const { outcome } = await fetched(url, 'https://');
	expect((outcome as Error).message).toMatch(/\[item 1\]\. ./);
});

test.each([
	'https://evil.example/lr/AbC',
	'http://lh3.googleusercontent.com/x',
	'lh3.googleusercontent.com',
])('no request is sent to the base URL %s, and the error says so', async (address) => {
	const { outcome, withToken } = await fetched(address);
	expect(errorText(outcome as Error)).toMatch(/nothing was fetched/);
	expect(withToken).toEqual([]);
});

test('a download that breaks off is retried from the beginning', async () => {
	const { outcome, withToken } = await fetched(url, undefined, (tries) => {
		if (tries < 3) throw new UnexpectedResponseError('The file broke off before its end');
	});
	expect(outcome).toBe('bytes');
	expect(withToken).toEqual([url, url, url]);
});

/** When a download is retried, and how many redirects are followed. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory, picture } from '../support/caller';
import { disconnected } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const FIRST = 'https://example.com/folder/a.jpg';
const file = inMemory(picture('a'), 'a.jpg');

/** The error that n8n's request helper without credentials throws, with the body that it leaves open. */
const answered = (status: number, headers: IDataObject = {}) => {
	const response = { status, headers, data: Readable.from([Buffer.from('<html>')]) };
	return Object.assign(new Error(`Request failed with status code ${status}`), { response });
};

/** A server. `answer` returns the error for a request, by its URL and number, or undefined to send the file. */
class Server {
	readonly urls: string[] = [];
	/** time of each request, in seconds */
	readonly times: number[] = [];
	readonly refusals: Array<Error & { response?: { data: Readable } }> = [];

	constructor(private readonly answer: (url: string, n: number) => Error | undefined) {}

	async fetch(signal?: AbortSignal) {
		const httpRequest = async ({ url }: IHttpRequestOptions) => {
			this.times.push(time.clock.elapsed / SECOND);
			const refusal = this.answer(url, this.urls.push(url));
			if (refusal) this.refusals.push(refusal);
			if (refusal) throw refusal;
			return { headers: { 'content-type': 'image/jpeg', 'content-length': '4' }, body: Readable.from([picture('a')]) };
		};
		const helpers = { httpRequest, prepareBinaryData: async () => file };
		const run = fakeRun({ ...fakeCaller({ signal }), helpers } as never);
		return await time.clock.until(downloadFromUrl(run, FIRST, { item: 2, parameter: 'URL' }));
	}

	async refused(signal?: AbortSignal): Promise<string> {
		return errorText(await errorOf(this.fetch(signal)));
	}
}

/** A server that redirects `count` times, from one number to the next, and then sends the file. */
const redirecting = (count: number) =>
	new Server((_url, n) => (n <= count ? answered(302, { location: `https://example.com/${n}` }) : undefined));

describe('a server that', () => {
	test.each<[string, () => Error]>([
		['has a fault', () => answered(500)],
		['is down', () => answered(503)],
		['breaks the connection', () => disconnected('ECONNRESET')],
		['cannot be reached', () => disconnected('ECONNREFUSED')],
	])('%s gets four attempts, with delays of 1, 2 and 4 seconds', async (_title, refusal) => {
		const server = new Server(refusal);
		await server.refused();
		expect(server.times).toEqual([0, 1, 3, 7]);
		expect(time.clock.elapsed).toBe(7 * SECOND);
	});

	test('fails gets retries whose delays have random jitter', async () => {
		time.clock.chance = 0.5;
		const server = new Server(() => answered(500));
		await server.refused();
		expect(server.times).toEqual([0, 1.25, 3.75, 8.75]);
	});

	test('recovers by the fourth attempt delivers the file', async () => {
		const server = new Server((_url, n) => (n < 4 ? answered(500) : undefined));
		expect(await server.fetch()).toEqual({ file });
		expect(server.urls).toHaveLength(4);
	});

	test.each<[string, IDataObject, number[]]>([
		['does not say when to come back', {}, [0, 30, 90, 120]],
		['says so', { 'retry-after': '50' }, [0, 50, 110]],
		['wants all of two minutes', { 'retry-after': '120' }, [0, 120]],
		['wants longer than two minutes', { 'retry-after': '121' }, [0]],
	])('throttles the node and %s gets retries for two minutes at most', async (_title, headers, times) => {
		const server = new Server(() => answered(429, headers));
		expect(await server.refused()).toMatch(/^The server responded with HTTP status 429: /);
		expect(server.times).toEqual(times);
		expect(time.clock.elapsed).toBe((times.at(-1) as number) * SECOND);
	});

	test('throttles the node late in the execution gets two minutes from the first request of the file', async () => {
		await time.clock.pass(60 * MINUTE);
		const server = new Server(() => answered(429));
		await server.refused();
		expect(server.times).toEqual([3600, 3630, 3690, 3720]);
	});

	test('redirects or fails leaves no connection open', async () => {
		const server = new Server((_url, n) => answered(n === 1 ? 302 : 500, { location: '/b.jpg' }));
		await server.refused();
		expect(server.refusals).toHaveLength(5);
		expect(server.refusals.every(({ response }) => response?.data.destroyed)).toBe(true);
	});
});

describe('redirects', () => {
	test.each([1, 10])('are followed %i times', async (count) => {
		const server = redirecting(count);
		expect(await server.fetch()).toEqual({ file: { ...file, fileName: String(count) } });
		expect(server.urls).toEqual([FIRST, ...Array.from({ length: count }, (_, n) => `https://example.com/${n + 1}`)]);
		expect(time.clock.elapsed).toBe(0);
	});

	test('are followed ten times at most, and then not retried', async () => {
		const server = redirecting(Infinity);
		expect(await server.refused()).toBe(
			'The URL redirects too many times: example.com [item 2]. Use the URL of the file itself. | Parameter: \'URL\'.',
		);
		expect(server.urls).toHaveLength(11);
		expect(server.refusals.every(({ response }) => response?.data.destroyed)).toBe(true);
	});

	test('are resolved relative to the URL that redirects', async () => {
		const server = new Server((_url, n) => [answered(302, { location: '/other/b.jpg' }), answered(307, { location: 'c.jpg' })][n - 1]);
		await server.fetch();
		expect(server.urls).toEqual([FIRST, 'https://example.com/other/b.jpg', 'https://example.com/other/c.jpg']);
	});

	test('to a URL that is neither http nor https are not followed and not retried', async () => {
		const server = new Server(() => answered(301, { location: 'ftp://example.com/b.jpg' }));
		expect(await server.refused()).toMatch(/^The URL redirects to something that is not a web address \[item 2\]\. .*\| /);
		expect(server.urls).toEqual([FIRST]);
	});

	test('are followed again from the first URL on a retry, since targets may be valid only once', async () => {
		const server = new Server((url, n) => (url === FIRST ? answered(302, { location: `/once/${n}` }) : n === 2 ? answered(500) : undefined));
		expect(await server.fetch()).toHaveProperty('file');
		expect(server.urls).toEqual([FIRST, 'https://example.com/once/1', FIRST, 'https://example.com/once/3']);
	});
});

describe('an execution that is cancelled', () => {
	const words =
		'The execution was cancelled: example.com [item 2]. The file was not fetched. | Parameter: \'URL\'.';

	test.each<[string, Error]>([
		['as n8n says', disconnected('ERR_CANCELED', 'canceled')],
		['while the connection breaks', disconnected('ECONNRESET')],
		['while the server refuses', answered(500)],
	])('during a request sends no further request: %s', async (_title, refusal) => {
		const controller = new AbortController();
		const server = new Server(() => {
			controller.abort();
			return refusal;
		});
		expect(await server.refused(controller.signal)).toBe(words);
		expect(server.urls).toEqual([FIRST]);
		expect(time.clock.elapsed).toBe(0);
	});

	test('during a retry delay does not wait for its end', async () => {
		const controller = new AbortController();
		void time.clock.delay(5 * SECOND).then(() => controller.abort());
		const server = new Server(() => answered(429));
		expect(await server.refused(controller.signal)).toBe(words);
		expect(time.clock.elapsed).toBeLessThanOrEqual(6 * SECOND);
	});
});

/** Hosts from which files are fetched, and hosts that are blocked. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { fromExecute } from '../../../nodes/GooglePhotos/execution/context';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** The error that n8n's request helper without credentials throws. */
const answered = (status: number, headers: IDataObject = {}) =>
	Object.assign(new Error(`Request failed with status code ${status}`), { response: { status, headers } });

class SsrfBlockedIpError extends Error {
	readonly name = 'SsrfBlockedIpError';
}

/** Fetches a file. Each request fails with the next one of `answers`, all further requests with the last one. */
async function fetching(url: string, answers: Error[], asTool: boolean, filter?: (host: string) => Error | undefined) {
	const requests: IHttpRequestOptions[] = [];
	const helpers = {
		httpRequest: async (request: IHttpRequestOptions) => {
			requests.push(request);
			throw answers[Math.min(requests.length, answers.length) - 1];
		},
		...(filter && {
			getSecureEgressFilter: (policy: string) => ({
				validateUrl: async (address: string) => {
					const error = policy === 'enforced' ? filter(new URL(address).hostname) : undefined;
					return error ? { ok: false, error } : { ok: true };
				},
			}),
		}),
	};
	const run = { ...fakeRun({ ...fakeCaller(), helpers } as never), asTool };
	const error = await errorOf(time.clock.until(downloadFromUrl(run, url, { item: 2, parameter: 'URL' })));
	return { says: errorText(error), urls: requests.map((request) => request.url), requests };
}

const PUBLIC = 'https://example.com/a.jpg';
const PRIVATE = 'http://127.0.0.1/a.jpg';

test('as a tool the node does not follow a redirect into the internal network', async () => {
	const { says, urls } = await fetching(PUBLIC, [answered(302, { location: PRIVATE })], true);
	expect(urls).toEqual([PUBLIC]);
	expect(says).toMatch(/^AI agents may not fetch files from the network.*127\.0\.0\.1.*\[item 2\]/);
});

test('as a tool the node sends no request to a host that n8n finds internal, whatever the n8n settings', async () => {
	const { says, urls } = await fetching(PUBLIC, [answered(500)], true, () => new SsrfBlockedIpError('no'));
	expect(urls).toEqual([]);
	expect(says).toMatch(/^AI agents may not/);
});

test('as a tool the node sends a request to a host that n8n cannot resolve, since a proxy may know it', async () => {
	const { urls } = await fetching(PUBLIC, [answered(404)], true, () => new Error('ENOTFOUND'));
	expect(urls).toEqual([PUBLIC]);
});

test('in a workflow the SSRF protection of n8n decides whether an internal host gets a request', async () => {
	expect((await fetching(PRIVATE, [answered(404)], false)).urls).toEqual([PRIVATE]);
	const { says, urls } = await fetching(PRIVATE, [new SsrfBlockedIpError('no')], false);
	expect(says).toMatch(/^n8n blocks requests to this URL/);
	expect(urls).toEqual([PRIVATE]);
});

test.each([
	[404, 1],
	[403, 1],
	[400, 1],
	[500, 4],
	[503, 4],
])('a reply with status %i: the number of attempts is %i', async (status, tries) => {
	const { says, urls } = await fetching(PUBLIC, [answered(status)], false);
	expect(urls).toHaveLength(tries);
	expect(says).toContain(`The server responded with HTTP status ${status}: example.com [item 2]`);
});

test('the error shows only the host of the URL, and a redirect target gets no password', async () => {
	const { says, requests } = await fetching(
		'https://me:hidden@example.com/bot123:hidden/a.jpg?key=hidden#hidden',
		[answered(301, { location: 'https://other.example.com/hidden/b.jpg?key=hidden' }), answered(404)],
		false,
	);
	expect(says).toMatch(/^The server responded with HTTP status 404: other\.example\.com \[item 2\]/);
	expect(says).not.toMatch(/hidden|me:/);
	expect(requests[1].url).toBe('https://other.example.com/hidden/b.jpg?key=hidden');
	expect(JSON.stringify(requests)).not.toMatch(/authorization/i);
});

test('use as a tool is recognized by the type of the node', () => {
	const run = (type: string) =>
		fromExecute({
			getNode: () => ({ ...node(), type }),
			getInputData: () => [],
			continueOnFail: () => false,
			getNodeParameter: () => ({}),
		} as never);
	expect(run('n8n-nodes-google-photos-library.googlePhotosTool').asTool).toBe(true);
	expect(run('n8n-nodes-google-photos-library.googlePhotos').asTool).toBe(false);
});

test.each([
	['https://example.com:70000/a.jpg', 'Check the host name and the port of the URL. | A port is at most 65535.'],
	['https://:443/a.jpg', 'Check the host name and the port of the URL. | A port is at most 65535.'],
	['example.com/a.jpg', 'Enter a URL that begins with https:// or http://. |'],
	['ftp://example.com/a.jpg', 'Enter a URL that begins with https:// or http://. |'],
])('%s is rejected before a request, with advice that fits', async (url, advice) => {
	const { says, urls } = await fetching(url, [answered(404)], false);
	expect(says.trim()).toBe(`'URL' is not the URL of a file [item 2]. ${advice}`);
	expect(urls).toEqual([]);
});

test.each(['https://example.com:70000/a.jpg', 'file:///etc/passwd'])('a redirect to %s is rejected, with advice about the URL', async (location) => {
	const { says, urls } = await fetching(PUBLIC, [answered(302, { location })], false);
	expect(says).toMatch(/^The URL redirects to something that is not a web address \[item 2\]\. Use the URL of the file itself\. \|/);
	expect(urls).toEqual([PUBLIC]);
});

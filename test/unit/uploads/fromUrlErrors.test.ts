/** Errors of files that could not be fetched, as shown to the user. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { discardErrorBody, redirectLocation } from '../../../nodes/GooglePhotos/http/errorBody';
import { fetchProblem } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';

const location = 'https://other.example.com/b.jpg';
const answer = (status: unknown, headers: unknown = { location }) => ({ response: { status, headers } });

describe('the location of a redirect', () => {
	test.each([301, 302, 303, 307, 308, '302'])('is returned for status %j', (status) => {
		expect(redirectLocation(answer(status))).toBe(location);
	});

	test.each([200, 300, 304, 305, 306, 309, 404, '3020', '1302', undefined])('is undefined for status %j', (status) => {
		expect(redirectLocation(answer(status))).toBeUndefined();
	});

	test.each<[string, unknown]>([
		['names no place', answer(302, {})],
		['names several', answer(302, { location: [location] })],
		['has no headers', { response: { status: 302 } }],
		['did not come', new Error('socket hang up')],
		['is nothing', undefined],
		['is null', null],
	])('is undefined for a reply that %s', (_title, reply) => {
		expect(redirectLocation(reply)).toBeUndefined();
	});
});

describe('the body of an error reply', () => {
	test('is destroyed if it is a stream', () => {
		const data = Readable.from([Buffer.from('<html>')]);
		discardErrorBody({ response: { data } });
		expect(data.destroyed).toBe(true);
	});

	test.each([undefined, null, {}, { response: {} }, { response: { data: null } }, { response: { data: 'text' } }, { response: { data: { destroy: true } } }])(
		'is ignored without an exception if it is no stream: %j',
		(error) => {
			expect(() => discardErrorBody(error)).not.toThrow();
		},
	);
});

describe('the error message', () => {
	const address = new URL('https://me:hidden@example.com/folder/a.jpg?key=hidden#hidden');
	const wordsOf = (problem: unknown) =>
		errorText(fetchProblem(fakeRun(fakeCaller()), address, problem, { item: 3, parameter: 'URL' }));
	const SIGN_IN = 'Fetch the file with an HTTP Request node before this one. | The server requires a sign-in, which this node does not have.';
	const CLOSED = 'Fetch the file with an HTTP Request node before this one, or use a public link. | The server refused access.';
	const NO_REPLY = 'Check the URL, and the network of the machine that runs n8n. | There was no complete response.';
	const FAULT = 'Run this item again later. | The server is temporarily unavailable.';
	const BLOCKED =
		'Ask the administrator of n8n to allow it. | It is in a network that n8n is protected from (N8N_SSRF_PROTECTION_ENABLED).';

	test.each<[number | string, string]>([
		[401, SIGN_IN],
		[403, CLOSED],
		[404, 'Check the URL. | There is no file.'],
		[407, "Check the user name and the password in the proxy settings. | The proxy requires them; they are in the settings of n8n, or in 'Request Options > Proxy'."],
		[410, 'Use a new URL. | The file is gone.'],
		[429, 'Run this item again later. | The server is receiving too many requests.'],
		[304, 'Check the URL. |'],
		[400, 'Check the URL. |'],
		[499, 'Check the URL. |'],
		[500, FAULT],
		['503', FAULT],
		[599, FAULT],
	])('for status %j', (status, advice) => {
		expect(wordsOf(answer(status))).toBe(
			`The server responded with HTTP status ${status}: example.com [item 3]. ${advice} Parameter: 'URL'.`,
		);
	});

	test.each<[string, unknown, string, string]>([
		['a cancelled execution', undefined, 'The execution was cancelled', 'The file was not fetched. |'],
		['too many redirects', 'redirects', 'The URL redirects too many times', 'Use the URL of the file itself. |'],
		[
			'what n8n blocks',
			Object.assign(new Error('no'), { name: 'SsrfBlockedIpError' }),
			'n8n blocks requests to this URL',
			BLOCKED,
		],
		[
			'a host that does not exist',
			Object.assign(new Error('getaddrinfo ENOTFOUND example.com'), { code: 'ENOTFOUND' }),
			'The file could not be fetched from the URL',
			`${NO_REPLY} Cause: getaddrinfo ENOTFOUND example.com.`,
		],
		['no reply', new Error('socket hang up'), 'The file could not be fetched from the URL', NO_REPLY],
		['a reply without a status', { response: {} }, 'The file could not be fetched from the URL', NO_REPLY],
		['the status of a request that never left', answer(0), 'The file could not be fetched from the URL', NO_REPLY],
	])('for %s', (_title, problem, message, advice) => {
		expect(wordsOf(problem)).toBe(
			`${message}: example.com [item 3]. ${advice} Parameter: 'URL'.`,
		);
	});
});

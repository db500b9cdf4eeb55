/** Which URLs files may be fetched from, and how errors show URLs. */
import fc from 'fast-check';
import { fileAddress, isSsrfError, shownAddress } from '../../../nodes/GooglePhotos/uploads/urlGuard';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';
import { errorOf } from '../support/virtualClock';

/** Result of n8n's check of a URL, or the reason why there is none. */
type Judge = (address: string, policy: string) => Promise<object>;

const subject = { item: 2, parameter: 'URL' };
const base = new URL('https://example.com/folder/a.jpg?size=large');

function runOf(asTool: boolean, judge?: Judge) {
	const getSecureEgressFilter = (policy: string) => ({
		validateUrl: async (address: string) => await judge?.(address, policy),
	});
	const helpers = judge ? { getSecureEgressFilter } : {};
	return { ...fakeRun({ ...fakeCaller(), helpers } as never), asTool };
}

const named = (name: string, cause?: unknown) => Object.assign(new Error('no'), { name, cause });

describe('in a workflow', () => {
	test.each(['https://example.com/a.jpg?key=1', 'http://example.com/', 'HTTPS://example.com:8443/a', 'http://127.0.0.1/a.jpg'])(
		'%s is accepted as a URL',
		async (text) => {
			expect((await fileAddress(runOf(false), text, subject)).href).toBe(new URL(text).href);
		},
	);

	test.each([
		'',
		'example.com/a.jpg',
		'/a.jpg',
		'ftp://example.com/a.jpg',
		'file:///etc/passwd',
		'data:image/gif;base64,R0lGODlh',
		'blob:https://example.com/a',
		'xhttp://example.com/a.jpg',
		'httpss://example.com/a.jpg',
	])('"%s" is not accepted as a URL', async (text) => {
		expect(errorText(await errorOf(fileAddress(runOf(false), text, subject)))).toBe(
			"'URL' is not the URL of a file [item 2]. Enter a URL that begins with https:// or http://. | ",
		);
	});

	test.each([
		['b.jpg', 'https://example.com/folder/b.jpg'],
		['/b.jpg', 'https://example.com/b.jpg'],
		['//other.example.com/b.jpg', 'https://other.example.com/b.jpg'],
		['http://other.example.com/b.jpg', 'http://other.example.com/b.jpg'],
		['/small?of=x;https://other.example.com/', 'https://example.com/small?of=x;https://other.example.com/'],
	])('a redirect to %s leads to %s', async (text, address) => {
		expect((await fileAddress(runOf(false), text, subject, base)).href).toBe(address);
	});

	test.each(['ftp://example.com/b.jpg', 'data:,x', 'https://'])('a redirect to %s is an error', async (text) => {
		expect(errorText(await errorOf(fileAddress(runOf(false), text, subject, base)))).toBe(
			'The URL redirects to something that is not a web address [item 2]. Use the URL of the file itself. | Parameter: \'URL\'.',
		);
	});

	test('the SSRF check of n8n is not called: n8n itself blocks the request if necessary', async () => {
		const judge = async () => await Promise.reject(new Error('asked'));
		expect(await fileAddress(runOf(false, judge), base.href, subject)).toEqual(base);
		const blocked = async () => ({ ok: false, error: named('SsrfBlockedIpError') });
		expect(await fileAddress(runOf(false, blocked), base.href, subject)).toEqual(base);
	});
});

describe('as a tool', () => {
	const refusedAddress =
		'AI agents may not fetch files from the network that n8n runs in: printer.local [item 2]. ' +
		'Use the node in the workflow itself to upload files of your own network. | ' +
		'As a tool, it fetches only from the internet. Parameter: \'URL\'.';

	test('an internal URL is blocked by its host name alone, and shown without its secrets', async () => {
		const allowing = async () => ({ ok: true });
		for (const judge of [undefined, allowing]) {
			const address = fileAddress(runOf(true, judge), 'http://me:hidden@printer.local/a.jpg?key=hidden#hidden', subject);
			expect(errorText(await errorOf(address))).toBe(refusedAddress);
		}
	});

	test('a redirect to an internal URL is blocked as well', async () => {
		const inside = new URL('http://printer.local/b.jpg');
		expect(errorText(await errorOf(fileAddress(runOf(true), 'a.jpg', subject, inside)))).toBe(refusedAddress);
	});

	test('before n8n 2.41, which has no SSRF check, the host name decides', async () => {
		expect(await fileAddress(runOf(true), base.href, subject)).toEqual(base);
	});

	test('n8n checks the whole URL with the policy "enforced", even if its setting is off', async () => {
		const asked: string[][] = [];
		const judge = async (...words: [string, string]) => {
			asked.push(words);
			return { ok: true };
		};
		expect(await fileAddress(runOf(true, judge), base.href, subject)).toEqual(base);
		expect(asked).toEqual([[base.href, 'enforced']]);
	});

	test.each<[string, Judge, boolean]>([
		['is inside', async () => ({ ok: false, error: named('SsrfBlockedIpError') }), false],
		['is inside, as the cause says', async () => ({ ok: false, error: named('Error', named('SsrfBlockedHostnameError')) }), false],
		['cannot be looked up', async () => ({ ok: false, error: named('Error') }), true],
		['is let through, whatever it warns of', async () => ({ ok: true, error: named('SsrfBlockedIpError') }), true],
		['makes it fail', async () => await Promise.reject(named('SsrfBlockedIpError')), true],
	])('only a URL that n8n reports as internal is blocked: one that %s', async (_title, judge, allowed) => {
		const outcome = await fileAddress(runOf(true, judge), base.href, subject).catch((error: Error) => errorText(error));
		if (allowed) expect(outcome).toEqual(base);
		else expect(outcome).toMatch(/^AI agents may not fetch files .*: example\.com \[item 2\]\. /);
	});
});

test.each<[string, unknown, boolean]>([
	['an address that is blocked', named('SsrfBlockedIpError'), true],
	['a host name that is blocked', named('SsrfBlockedHostnameError'), true],
	['the cause of another error', named('Error', named('Error', named('SsrfBlockedIpError'))), true],
	['another error', named('Error'), false],
	['a name that only holds the word', named('NotSsrfBlocked'), false],
	['an error whose cause is another', named('Error', named('TypeError')), false],
	['null', null, false],
	['undefined', undefined, false],
	['text', 'SsrfBlockedIpError', false],
])('whether an error says that n8n blocked the request: %s', (_title, error, blocked) => {
	expect(isSsrfError(error)).toBe(blocked);
});

test.each([1, 2, 3])('a cycle of %i error causes does not cause an endless loop', (length) => {
	const last = named('Error');
	let first = last;
	for (let count = 1; count < length; count++) first = named('Error', first);
	last.cause = first;
	expect(isSsrfError(first)).toBe(false);
});

test('only the host of a URL is shown, whatever else the URL contains', () => {
	fc.assert(
		fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.stringMatching(/^[a-z]{8,12}$/), (url, secret) => {
			const address = new URL(url);
			const { host } = address;
			address.pathname = `/bot${secret}${address.pathname}`;
			address.username = address.password = `secret-${secret}`;
			address.searchParams.set('key', `secret-${secret}`);
			expect(shownAddress(address)).toBe(host);
		}),
	);
});

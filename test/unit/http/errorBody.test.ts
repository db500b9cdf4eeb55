/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { drainErrorBody, redirectTarget, statusOf } from '../../../nodes/GooglePhotos/http/errorBody';
import { disconnected, refused, withoutCause } from '../support/httpErrors';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const perDay = JSON.stringify({
	error: { code: 429, message: "Quota exceeded for limit 'Media bytes per day'.", status: 'RESOURCE_EXHAUSTED' },
});

/** As n8n's helper without credentials throws it, which fetches the target of a redirect. */
function unwrapped(status: number, data: unknown, headers?: Record<string, unknown>): Error {
	return Object.assign(new Error(`Request failed with status code ${status}`), { response: { status, headers, data } });
}

const shapes = [refused, unwrapped, (status: number, data: unknown) => withoutCause(refused(status, data))];

const read = async (error: Error) => classifyError(await time.clock.until(drainErrorBody(error)));

test.each([
	['JSON', perDay, 'dayQuota', /per day/],
	['a text', 'Daily Limit Exceeded', 'dayQuota', /Daily/],
	['a page, which says no more than the status', '<html>per day</html>', 'tooManyRequests', /^$/],
	['nothing', '', 'tooManyRequests', /^$/],
])('the streamed body of an error is read and classified: %s', async (_, text, kind, message) => {
	for (const shape of shapes) {
		const error = shape(429, Readable.from([text]));
		expect(await read(error)).toMatchObject({ kind, status: 429, message: expect.stringMatching(message) });
	}
});

test('reading an endless body stops after 10 seconds, and both a long and an endless body are closed', async () => {
	const long = Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(1024, 'x')));
	expect(await read(refused(503, long))).toMatchObject({ kind: 'serverFault' });
	const endless = new Readable({ read() {} });
	expect(await read(refused(503, endless))).toMatchObject({ kind: 'serverFault', message: '' });
	expect(time.clock.elapsed).toBe(10 * SECOND);
	expect([long.destroyed, endless.destroyed]).toEqual([true, true]);
});

test('the first 4 KiB of a body are read, in any number of chunks', async () => {
	let pieces = 0;
	async function* long() {
		while (++pieces < 100) yield 'x'.repeat(1024);
	}
	await read(refused(503, Object.assign(long(), { destroy: () => {} })));
	expect(pieces).toBe(4);
	const cut = Readable.from([perDay.slice(0, 20), perDay.slice(20)]);
	expect(await read(refused(429, cut))).toMatchObject({ kind: 'dayQuota' });
});

test.each([[{ error: { message: 'Daily Limit Exceeded' } }], ['Daily Limit Exceeded']])(
	'a body that has already been read is used as it is: %j',
	async (data) => {
		expect(await read(refused(403, data))).toMatchObject({ kind: 'dayQuota', message: 'Daily Limit Exceeded' });
	},
);

test('an error without a body is classified by its status', async () => {
	const bare = Object.assign(new Error('Forbidden'), { httpCode: '403', context: { data: null } });
	for (const error of [refused(403, null), bare]) {
		expect(await read(error)).toMatchObject({ kind: 'forbidden', message: '' });
	}
});

const from = 'https://lh3.googleusercontent.com/lr/AbC';

test.each([301, 302, 303, 307, 308])('the target of a redirect with status %d is found in errors of both helpers', (status) => {
	for (const shape of [refused, unwrapped]) {
		expect(redirectTarget(shape(status, '', { location: '/other' }), from)).toBe(new URL('/other', from).href);
	}
});

test.each([
	['no redirect', refused(404, '', { location: '/other' })],
	['a redirect without a target', refused(302, '')],
	['a redirect without headers', unwrapped(302, '')],
	['a redirect to nowhere', refused(302, '', { location: 'https://' })],
	['a redirect with an empty address', refused(302, '', { location: '' })],
])('no target of a redirect is found: %s', (_title, error) => {
	expect(redirectTarget(error, from)).toBeUndefined();
});

test('of a body that breaks off, the part that arrived is used', async () => {
	async function* broken() {
		yield 'Daily Limit Exceeded';
		throw disconnected('ECONNRESET');
	}
	expect(await read(refused(403, Readable.from(broken())))).toMatchObject({ kind: 'dayQuota' });
});

test('an error without a reply is not changed', async () => {
	const error = disconnected('ECONNRESET');
	expect(await drainErrorBody(error)).toBe(error);
	expect(statusOf(error)).toBeNaN();
	expect(redirectTarget(error, 'https://lh3.googleusercontent.com/')).toBeUndefined();
});

test.each([1, 2, 3])('a text is quoted without its last character if %i bytes of it are missing', async (missing) => {
	const body = Readable.from([Buffer.from('Daily Limit Exceeded 😀').subarray(0, -missing)]);
	expect(await read(refused(403, body))).toMatchObject({ kind: 'dayQuota', message: 'Daily Limit Exceeded' });
});

test('a text is not quoted if a character within it cannot be read', async () => {
	const body = Readable.from([Buffer.from('Daily \xff Limit Exceeded', 'latin1')]);
	expect(await read(refused(403, body))).toMatchObject({ message: '' });
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { readFailure } from '../../../nodes/GooglePhotos/request/failure';
import { redirectTarget, statusOf, withRefusalRead } from '../../../nodes/GooglePhotos/request/streamedRefusal';
import { disconnected, refused, withoutCause } from '../support/httpErrors';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const perDay = JSON.stringify({
	error: { code: 429, message: "Quota exceeded for limit 'Media bytes per day'.", status: 'RESOURCE_EXHAUSTED' },
});

const read = async (error: Error) => readFailure(await time.clock.until(withRefusalRead(error)));

test.each([
	['JSON', perDay, 'dayQuota', /per day/],
	['a text', 'Daily Limit Exceeded', 'dayQuota', /Daily/],
	['a page, which says no more than the status', '<html>per day</html>', 'tooManyRequests', /^$/],
	['nothing', '', 'tooManyRequests', /^$/],
])('%s', async (_, text, kind, message) => {
	for (const error of [refused(429, Readable.from([text])), withoutCause(refused(429, Readable.from([text])))]) {
		expect(await read(error)).toMatchObject({ kind, status: 429, message: expect.stringMatching(message) });
	}
});

test('a long one is not read to its end, one that never ends not for ever, and both are let go', async () => {
	const long = Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(1024, 'x')));
	expect(await read(refused(503, long))).toMatchObject({ kind: 'serverFault' });
	const endless = new Readable({ read() {} });
	expect(await read(refused(503, endless))).toMatchObject({ kind: 'serverFault' });
	expect(time.clock.elapsed).toBe(10 * SECOND);
	expect([long.destroyed, endless.destroyed]).toEqual([true, true]);
});

test('one that breaks off says what had come', async () => {
	async function* broken() {
		yield 'Daily Limit Exceeded';
		throw disconnected('ECONNRESET');
	}
	expect(await read(refused(403, Readable.from(broken())))).toMatchObject({ kind: 'dayQuota' });
});

test('what had no reply stays as it is', async () => {
	const error = disconnected('ECONNRESET');
	expect(await withRefusalRead(error)).toBe(error);
	expect(statusOf(error)).toBeNaN();
	expect(redirectTarget(error, 'https://lh3.googleusercontent.com/')).toBeUndefined();
});

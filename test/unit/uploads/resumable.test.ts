import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { googleSays, refused } from '../support/httpErrors';
import { bytes, KIB, MIB, sendingInSession, sha256, Store } from '../support/storedFiles';
import { reset, UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const content = bytes(30 * MIB + 1);

/** Sends a large file. The n-th entry of `mishaps` is the fault of the n-th request. */
async function sent(mishaps: Array<Mishap | undefined>, change: (server: UploadServer) => void = () => {}) {
	const store = new Store(content);
	const server = new UploadServer();
	change(server);
	const before = server.mishap;
	server.mishap = (request, count) => mishaps[count - 1] ?? before(request, count);
	const outcome = await time.clock.until(sendingInSession(store, server));
	const token = 'uploadToken' in outcome ? outcome.uploadToken : '';
	if (token) {
		expect(sha256(server.tokens.get(token) as Buffer)).toBe(sha256(content));
		expect(outcome).toEqual({ uploadToken: token, sha256: sha256(content) });
	}
	expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
	return { outcome, asked: server.asked, opened: store.opened.length, server };
}

const all = `upload, finalize 0+${content.length}`;
const rest = (from: number) => `upload, finalize ${from}+${content.length - from}`;

test('without failures an upload takes two requests and opens the file once', async () => {
	const { outcome, asked, opened } = await sent([]);
	expect(outcome).toMatchObject({ uploadToken: expect.stringMatching(/^CAIS/) });
	expect(asked).toEqual(['start', all]);
	expect(opened).toBe(1);
});

test('after a broken connection the session is queried, then one chunk and the rest are sent', async () => {
	const { asked } = await sent([undefined, reset(20 * MIB)]);
	expect(asked).toEqual(['start', all, 'query', `upload ${20 * MIB}+${8 * MIB}`, rest(28 * MIB)]);
});

test('the upload continues where Google reports, even if Google lost received bytes', async () => {
	const { asked } = await sent([undefined, reset(20 * MIB, 5 * MIB + 1)]);
	expect(asked[3]).toBe(`upload ${15 * MIB - 256 * KIB}+${8 * MIB}`);
});

test('chunks are halved while the connection keeps breaking, and grow when it works again', async () => {
	const { asked } = await sent([undefined, reset(1), undefined, reset(1), undefined, reset(1)]);
	expect(asked).toEqual([
		'start',
		all,
		'query',
		`upload 0+${8 * MIB}`,
		'query',
		`upload 0+${4 * MIB}`,
		'query',
		`upload 0+${2 * MIB}`,
		`upload ${2 * MIB}+${4 * MIB}`,
		`upload ${6 * MIB}+${8 * MIB}`,
		rest(14 * MIB),
	]);
});

test.each([
	[3 * MIB, 6 * MIB],
	[5 * MIB, 5 * MIB],
	[12 * MIB, 12 * MIB],
])('chunks are multiples of the granularity that Google reports: %d', async (granularity, piece) => {
	const { asked } = await sent([undefined, reset(0)], (server) => (server.granularity = granularity));
	expect(asked.slice(3)).toEqual([`upload 0+${piece}`, expect.stringMatching(/^upload/), ...asked.slice(5)]);
	for (const [, offset, size] of asked.join('\n').matchAll(/upload (\d+)\+(\d+)/g)) {
		expect(Number(offset) % granularity).toBe(0);
		expect(Number(size) % granularity).toBe(0);
	}
});

test('if the reply with the upload token is lost, a query returns the token', async () => {
	const { asked } = await sent([undefined, reset()]);
	expect(asked).toEqual(['start', all, 'query']);
});

test('if the upload token is lost and a query does not return it, the upload starts again', async () => {
	const { asked } = await sent([undefined, reset()], (server) => (server.queryOnFinalReturnsToken = false));
	expect(asked).toEqual(['start', all, 'query', 'start', all]);
});

test('if the reply to a chunk is lost, none of its bytes are sent twice', async () => {
	const { asked } = await sent([undefined, reset(8 * MIB), undefined, reset()]);
	expect(asked.slice(3)).toEqual([`upload ${8 * MIB}+${8 * MIB}`, 'query', `upload ${16 * MIB}+${4 * MIB}`, ...asked.slice(6)]);
});

test.each([409, 412])('after a wrong offset (%d) the session is queried and continues at the correct offset', async (offsetMismatch) => {
	let moved = false;
	const { asked } = await sent([], (server) => {
		server.offsetMismatch = offsetMismatch;
		server.mishap = (request) => {
			// the server has received bytes without the client's knowledge: the client's first offset is wrong
			if (request.startsWith('upload') && !moved) {
				moved = true;
				for (const session of server.sessions.values()) session.received.push(content.subarray(0, MIB));
			}
			return undefined;
		};
	});
	expect(asked).toEqual(['start', all, 'query', `upload ${MIB}+${8 * MIB}`, rest(9 * MIB)]);
});

test.each([
	['gone (404)', (server: UploadServer) => server.sessions.forEach((session) => (session.status = 'gone'))],
	['forgotten', (server: UploadServer) => server.sessions.clear()],
	['cancelled', (server: UploadServer) => server.sessions.forEach((session) => (session.status = 'cancelled'))],
	[
		'fuller than the file is long',
		(server: UploadServer) => server.sessions.forEach(({ received }) => received.push(content)),
	],
])('a session that is %s is replaced by a new session', async (_title, end) => {
	let ended = false;
	const { asked } = await sent([undefined, reset(20 * MIB)], (server) => {
		server.mishap = (request) => {
			if (request === 'query' && !ended) {
				ended = true;
				end(server);
			}
			return undefined;
		};
	});
	expect(asked).toEqual(['start', all, 'query', 'start', all]);
});

test.each([400, 404, 410, 412])('after a rejected query (%d) a new session is started', async (status) => {
	const refusal: Mishap = { error: () => refused(status, { code: 9, message: 'No such upload.' }) };
	const { asked } = await sent([undefined, reset(20 * MIB), refusal]);
	expect(asked).toEqual(['start', all, 'query', 'start', all]);
});

test('sessions that keep ending are an error after the third session', async () => {
	const { outcome, asked } = await sent([], (server) => {
		server.mishap = (request) => (request.startsWith('upload') ? { error: () => refused(410, '') } : undefined);
		server.queryOnFinalReturnsToken = false;
	});
	expect(errorText(outcome as Error)).toMatch(/connection to Google Photos was lost: file "1\.jpg".*Google ended the upload/);
	expect(asked.filter((request) => request === 'start')).toHaveLength(3);
});

test('a connection that never transfers anything is an error after six attempts', async () => {
	const { outcome, asked } = await sent([], (server) => {
		server.mishap = (request) => (request.startsWith('upload') ? reset(0) : undefined);
	});
	expect(failureOf(outcome)?.kind).toBe('connectionLost');
	expect(asked.filter((request) => request.startsWith('upload'))).toHaveLength(6);
	expect(time.clock.elapsed).toBe(31 * SECOND);
});

test('an upload that makes progress with each attempt continues, whatever the number of attempts', async () => {
	const { outcome, asked } = await sent([], (server) => {
		server.mishap = (request) => (Number(/\+(\d+)/.exec(request)?.[1]) > MIB ? reset(MIB) : undefined);
	});
	expect(outcome).toHaveProperty('uploadToken');
	expect(asked.filter((request) => request.startsWith('upload'))).toHaveLength(31);
});

test('a throttled request waits for 30 seconds and then sends the same bytes', async () => {
	const quota: Mishap = { error: () => googleSays(429, 'Quota exceeded'), after: 0 };
	const { asked } = await sent([undefined, quota]);
	expect(asked).toEqual(['start', all, all]);
	expect(time.clock.elapsed).toBe(30 * SECOND);
});

test('after an expired access token the request is retried once, with the refreshed token of n8n', async () => {
	const expired: Mishap = { error: () => refused(401, { code: 16, message: 'Expired.' }), after: 0 };
	expect((await sent([undefined, expired])).asked).toEqual(['start', all, all]);
	expect((await sent([undefined, expired, expired])).outcome).toMatchObject({
		message: expect.stringMatching(/access token/),
	});
});

test('a connection without progress is lost after 90 seconds, not earlier', async () => {
	const { asked } = await sent([undefined, { error: 'stalled', after: 20 * MIB }]);
	expect(asked[2]).toBe('query');
	expect(time.clock.elapsed).toBeGreaterThanOrEqual(90 * SECOND);
	expect(time.clock.elapsed).toBeLessThanOrEqual(95 * SECOND);
});

test('after the last byte the upload waits between 5 and 6 minutes for the reply', async () => {
	const { asked } = await sent([undefined, { error: 'stalled' }]);
	expect(asked).toEqual(['start', all, 'query']);
	expect(time.clock.elapsed).toBeGreaterThan(5 * MINUTE);
	expect(time.clock.elapsed).toBeLessThan(6 * MINUTE);
});

test('cancelling during the body closes the file, and nothing more is sent', async () => {
	const store = new Store(content);
	const server = new UploadServer();
	server.mishap = (request) => (request.startsWith('upload') ? { error: 'stalled', after: MIB } : undefined);
	const stop = new AbortController();
	const outcome = sendingInSession(store, server, { signal: stop.signal });
	await time.clock.pass(10 * SECOND);
	stop.abort();
	expect(failureOf(await time.clock.until(outcome))?.kind).toBe('cancelled');
	expect(time.clock.elapsed).toBeLessThanOrEqual(11 * SECOND);
	expect(server.asked).toEqual(['start', all]);
	expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
});

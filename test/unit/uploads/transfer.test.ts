import type { IHttpRequestOptions } from 'n8n-workflow';
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { failureOf, inputError as refusalAtHome } from '../../../nodes/GooglePhotos/errors/nodeError';
import { timeoutFor } from '../../../nodes/GooglePhotos/uploads/uploadWatchdog';
import { sendBytes } from '../../../nodes/GooglePhotos/uploads/transfer';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import type { Respond } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';
import { sentFile } from '../support/sentFiles';
import { bytes, MIB, sending, sha256, Store } from '../support/storedFiles';
import { reset, UploadServer } from '../support/uploadServer';
import { errorOf, HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const content = Buffer.from('the bytes of a picture');

async function sent(respond: Respond, more: Partial<Source> = {}) {
	const requests: IHttpRequestOptions[] = [];
	const caller = fakeCaller({
		respond: (request) => {
			requests.push(request);
			return respond(request);
		},
	});
	const { source } = sentFile(1, {
		file: inMemory(content, '1.jpg'),
		size: content.length,
		...more,
	});
	const limits = { parallel: 5, maximumWait: 15 * MINUTE, assertOpen: () => {}, onGiveUp: () => {} };
	const outcome = sendBytes(fakeRun(caller), source, limits).catch((error: Error) => error);
	return { outcome: await time.clock.until(outcome), requests };
}

test('the bytes are sent in one raw request, and the result is the upload token and the hash', async () => {
	const { outcome, requests } = await sent(() => ' CAIS-token\r\n');
	expect(outcome).toEqual({ uploadToken: 'CAIS-token', sha256: sha256(content) });
	expect(requests[0]).toMatchObject({
		method: 'POST',
		url: 'https://photoslibrary.googleapis.com/v1/uploads',
		headers: {
			'Content-Type': 'application/octet-stream',
			'Content-Length': String(content.length),
			'X-Goog-Upload-Protocol': 'raw',
			'X-Goog-Upload-Content-Type': 'image/jpeg',
		},
		body: content,
		disableFollowRedirect: true,
	});
});

test.each(['image/jp\r\nX-Evil: 1', 'nonsense', '', 'image/jpeg; q=1', 'imäge/jpeg'])(
	'the MIME type %j is not put into a header',
	async (mimeType) => {
		const { requests } = await sent(() => 'token', { mimeType });
		expect(requests[0].headers).toMatchObject({
			'X-Goog-Upload-Content-Type': 'application/octet-stream',
		});
	},
);

test('an upload token of digits only, which is parsed as a JSON number, is accepted', async () => {
	expect((await sent(() => 12345)).outcome).toMatchObject({ uploadToken: '12345' });
});

test.each<[string, unknown]>([
	['a web page', '<html>Sign in</html>'],
	['nothing', ''],
	['JSON', '{"code":3}'],
	['an object', { code: 3 }],
	['several words', 'not a token'],
	['the word of JSON for nothing', null],
	['a fraction', 1.5],
])('a reply with %s instead of an upload token is retried', async (_title, body) => {
	let replies = 0;
	const { outcome, requests } = await sent(() => (replies++ === 0 ? body : 'token'));
	expect(outcome).toMatchObject({ uploadToken: 'token' });
	expect(requests).toHaveLength(2);
});

test('if no reply is an upload token, the error says so', async () => {
	const { outcome } = await sent(() => 'not a token');
	expect(errorText(outcome as Error)).toMatch(/ The response to an upload is not an upload token\.$/);
});

/** A rejection by the upload endpoint: JSON labeled text/html, which axios leaves as text if the request wants text. */
function refusal({ encoding }: IHttpRequestOptions, status: number, body: object): Error {
	return refused(status, encoding === 'text' ? JSON.stringify(body) : body);
}

test.each<[number, object, FailureKind]>([
	[400, { code: 3, message: 'Payload must not be empty' }, 'emptyFile'],
	[401, { code: 16, message: 'Authentication session is not defined.' }, 'unauthenticated'],
	[
		400,
		{
			error: {
				message:
					"The remaining storage in the user's account is not enough to perform this operation.",
			},
		},
		'storageFull',
	],
	[
		429,
		{
			error: {
				message: "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'",
			},
		},
		'dayQuota',
	],
	[
		403,
		{
			error: {
				message: 'Photos Library API has not been used in project 1 before or it is disabled.',
			},
		},
		'apiDisabled',
	],
])('the reply %d %j is classified as %s', async (status, body, kind) => {
	const { outcome } = await sent((request) => {
		throw refusal(request, status, body);
	});
	expect(failureOf(outcome)?.kind).toBe(kind);
});

test('a quota error with status 400 is retried after 30 seconds', async () => {
	let replies = 0;
	const { outcome } = await sent((request) => {
		if (replies++ > 0) return 'token';
		throw refusal(request, 400, {
			code: 3,
			message: "Insufficient tokens for quota 'UploadsPerMinutePerUser'",
		});
	});
	expect(outcome).toMatchObject({ uploadToken: 'token' });
	expect(time.clock.elapsed).toBe(30 * SECOND);
});

test('a file is not sent if the execution has ended before the file gets its slot', async () => {
	let requests = 0;
	const caller = fakeCaller({ respond: () => requests++ });
	const end = refusalAtHome(caller.getNode(), 'The run has ended', 'Run it again.');
	const assertOpen = () => {
		throw end;
	};
	const outcome = sendBytes(fakeRun(caller), sentFile(1).source, {
		parallel: 5,
		maximumWait: 0,
		assertOpen,
		onGiveUp: () => {},
	});
	expect(await time.clock.until(errorOf(outcome))).toBe(end);
	expect(requests).toBe(0);
});

describe('files between 8 and 50 MiB', () => {
	const content = bytes(9 * MIB);

	test('after a broken connection the file continues in a session and is not sent again as a whole', async () => {
		const server = new UploadServer();
		server.mishap = (request) => (request === 'raw' ? reset(MIB) : undefined);
		const outcome = await time.clock.until(sending(new Store(content), server));
		expect(outcome).toMatchObject({ sha256: sha256(content) });
		expect(server.asked).toEqual(['raw', 'start', `upload, finalize 0+${content.length}`]);
		expect(time.clock.elapsed).toBeGreaterThanOrEqual(SECOND);
	});

	test('a file is closed when one of its chunks is rejected', async () => {
		const server = new UploadServer();
		const full = { error: () => googleSays(400, 'The remaining storage is not enough.'), after: 0 };
		server.mishap = (request) => {
			if (request.startsWith('upload 0+')) return full;
			return request === 'raw' || request.startsWith('upload') ? reset(0) : undefined;
		};
		const store = new Store(content);
		expect(failureOf(await time.clock.until(sending(store, server)))?.kind).toBe('storageFull');
		expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
	});

	test('a file of exactly 8 MiB is sent again as a whole', async () => {
		const server = new UploadServer();
		server.mishap = (_request, count) => (count === 1 ? reset(MIB) : undefined);
		await time.clock.until(sending(new Store(content.subarray(0, 8 * MIB)), server));
		expect(server.asked).toEqual(['raw', 'raw']);
	});
});

test.each([
	[50 * MIB, ['raw']],
	[50 * MIB + 1, ['start', `upload, finalize 0+${50 * MIB + 1}`]],
])('without failures a file of %i bytes takes the requests %j', async (size, asked) => {
	const server = new UploadServer();
	const store = new Store(bytes(size), MIB);
	expect(await time.clock.until(sending(store, server))).toMatchObject({ sha256: sha256(bytes(size)) });
	expect(server.asked).toEqual(asked);
});

test('the file is closed after a rejected upload', async () => {
	const server = new UploadServer();
	server.mishap = () => ({ error: () => refused(400, { code: 3, message: 'Payload must not be empty' }), after: 0 });
	const store = new Store(bytes(3 * MIB));
	await time.clock.until(sending(store, server));
	expect(store.opened.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('a file that waits for its retry is not kept open', async () => {
	const server = new UploadServer();
	const quota = { error: () => googleSays(429, 'Quota exceeded'), after: 0 };
	server.mishap = (_request, count) => (count === 1 ? quota : undefined);
	const store = new Store(bytes(MIB));
	const outcome = sending(store, server);
	await time.clock.pass(10 * SECOND);
	expect(store.opened.map(({ destroyed }) => destroyed)).toEqual([true]);
	expect(await time.clock.until(outcome)).toHaveProperty('uploadToken');
});

describe('the timeout of a request, from its start', () => {
	const whole = Buffer.alloc(1);

	test('a buffered body gets a minute plus the time that a slow connection takes', () => {
		expect(timeoutFor(whole, 0)).toBe(MINUTE);
		expect(timeoutFor(whole, 8 * MIB)).toBe(MINUTE + 128 * SECOND);
	});

	test('a streamed body, which has a watchdog, gets at least 10 minutes and at most 24 hours', async () => {
		const stream = await new Store(whole).getBinaryStream();
		expect(timeoutFor(stream, 0)).toBe(10 * MINUTE);
		expect(timeoutFor(stream, 16 * MIB)).toBe(10 * MINUTE + 1024 * SECOND);
		expect(timeoutFor(stream, 20_000 * MIB)).toBe(24 * HOUR);
		stream.destroy();
	});

	test("the user's own timeout is used if it is longer, up to the longest timer of Node.js", () => {
		expect(timeoutFor(whole, 0, HOUR)).toBe(HOUR);
		expect(timeoutFor(whole, 0, 5)).toBe(MINUTE);
		expect(timeoutFor(whole, 0, 1000 * 24 * HOUR)).toBe(2 ** 31 - 1);
	});
});

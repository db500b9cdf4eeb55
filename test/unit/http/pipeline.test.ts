import fc from 'fast-check';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { apiError, inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { Attempts, createAlbum, createItems, uploads } from '../support/attempts';
import { fakeCaller, node } from '../support/caller';
import { disconnected, googleSays, refused, BEARER } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const seconds = (...numbers: number[]) => numbers.map((number) => number * SECOND);

test('a request that succeeds is sent once', async () => {
	const attempts = new Attempts(time.clock);
	expect(await time.clock.until(attempts.through(fakeCaller()))).toBe('reply');
	expect(attempts.at).toEqual([0]);
});

test.each<[string, () => Error]>([
	['a refused connection', () => disconnected('ECONNREFUSED')],
	['a lost connection', () => disconnected('ECONNRESET')],
	['a web page in place of a reply', () => new UnexpectedResponseError('not JSON')],
	["a fault of Google's", () => googleSays(500, 'Internal error encountered.')],
	['a conflict', () => googleSays(409, 'The operation was aborted.')],
])('%s is retried after 1, 2 and 4 seconds', async (_title, failure) => {
	const attempts = new Attempts(time.clock, [failure(), failure(), failure()]);
	expect(await time.clock.until(attempts.through(fakeCaller(), { method: createItems }))).toBe(
		'reply',
	);
	expect(attempts.at).toEqual(seconds(0, 1, 3, 7));
});

test('a server fault that persists is an error after six attempts', async () => {
	const attempts = new Attempts(time.clock, [
		() => googleSays(503, 'The service is currently unavailable.'),
	]);
	const error = await time.clock.until(
		errorOf(attempts.through(fakeCaller(), { subject: { item: 2 } })),
	);
	expect(attempts.at).toEqual(seconds(0, 1, 3, 7, 15, 31));
	expect(error.message).toBe('Google Photos could not process the request [item 2]. Run this item again later.');
});

test('each retry delay gets jitter', async () => {
	time.clock.chance = 0.5;
	const attempts = new Attempts(time.clock, [
		disconnected('ECONNRESET'),
		disconnected('ECONNRESET'),
	]);
	await time.clock.until(attempts.through(fakeCaller()));
	expect(attempts.at).toEqual(seconds(0, 1.25, 3.75));
});

test.each([400, 401, 403, 404])('a request rejected with status %d is not retried', async (status) => {
	const attempts = new Attempts(time.clock, [googleSays(status, 'No.')]);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller())));
	expect(attempts.at).toHaveLength(1);
	expect(errorText(error)).toMatch(/Google says: No\./);
});

test('a request whose attempt took minutes is retried as well', async () => {
	const attempts = new Attempts(time.clock, [googleSays(503, '')], 5 * MINUTE);
	await time.clock.until(attempts.through(fakeCaller(), { method: createItems }));
	expect(attempts.at).toEqual([0, 5 * MINUTE + SECOND]);
});

test('time in the queue does not use up the retry budget: after 30 minutes there, a fault is retried', async () => {
	const caller = fakeCaller();
	const inFront = new Attempts(time.clock, [], 30 * MINUTE);
	const attempts = new Attempts(time.clock, [googleSays(503, '')]);
	const all = Promise.all([
		inFront.through(caller, { method: createItems }),
		attempts.through(caller, { method: createItems }),
	]);
	await time.clock.until(all);
	expect(attempts.at).toEqual([30 * MINUTE, 30 * MINUTE + SECOND]);
});

test('a request that continues earlier work is queued ahead of new work', async () => {
	const caller = fakeCaller();
	const order: string[] = [];
	const sent = async (name: string, resumed?: boolean) => {
		await new Attempts(time.clock, [], SECOND).through(caller, { method: createItems, resumed });
		order.push(name);
	};
	await time.clock.until(Promise.all([sent('inside'), sent('waits'), sent('goes on', true), sent('waits too', false)]));
	expect(order).toEqual(['inside', 'goes on', 'waits', 'waits too']);
});

describe('the final error of a request', () => {
	const told = async (callerRecovers?: () => boolean) => {
		const errors: Error[] = [];
		const attempts = new Attempts(time.clock, [googleSays(404, 'No.')]);
		const policy = { onGiveUp: (error: Error) => errors.push(error), callerRecovers };
		const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), policy)));
		return { error, errors };
	};

	test('is passed to onGiveUp', async () => {
		const { error, errors } = await told();
		expect(errors).toEqual([error]);
		expect((await told(() => false)).errors).toHaveLength(1);
	});

	test('is not passed to onGiveUp if the caller recovers from it', async () => {
		expect((await told(() => true)).errors).toEqual([]);
	});
});

describe('an expired token', () => {
	const expired = () =>
		refused(401, { code: 16, message: 'Authentication session is not defined.' });

	test('a request with a streamed body is sent once more, at once', async () => {
		const attempts = new Attempts(time.clock, [expired()]);
		expect(
			await time.clock.until(attempts.through(fakeCaller(), { method: uploads, streamed: true })),
		).toBe('reply');
		expect(attempts.at).toEqual([0, 0]);
	});

	test('a request with a streamed body is not sent a third time', async () => {
		const attempts = new Attempts(time.clock, [expired]);
		const error = await time.clock.until(
			errorOf(attempts.through(fakeCaller(), { method: uploads, streamed: true })),
		);
		expect(attempts.at).toHaveLength(2);
		expect(errorText(error)).toMatch(/did not accept the access token.*sign in with Google again/);
	});

	test('a request with any other body is not retried here, since n8n itself sends it again', async () => {
		const attempts = new Attempts(time.clock, [expired()]);
		await time.clock.until(errorOf(attempts.through(fakeCaller(), { method: uploads })));
		expect(attempts.at).toHaveLength(1);
	});
});

describe('creating an album, which is not idempotent', () => {
	test.each([
		['a lost connection', () => disconnected('ECONNRESET')],
		['a fault', () => googleSays(500, 'Internal error encountered.')],
		['a strange reply', () => new UnexpectedResponseError('not JSON')],
	])(
		'%s: not retried, and the error says that it may have been carried out',
		async (_title, failure) => {
			const attempts = new Attempts(time.clock, [failure()]);
			const error = await time.clock.until(
				errorOf(attempts.through(fakeCaller(), { method: createAlbum })),
			);
			expect(attempts.at).toHaveLength(1);
			expect(error.message).toMatch(/, but it may have been carried out\. Check in Google Photos before running it again\.$/);
		},
	);

	test.each([
		['a refused connection', () => disconnected('ECONNREFUSED')],
		['too many requests', () => googleSays(429, 'Quota exceeded')],
	])('%s: retried, since nothing was carried out', async (_title, failure) => {
		const attempts = new Attempts(time.clock, [failure()]);
		expect(await time.clock.until(attempts.through(fakeCaller(), { method: createAlbum }))).toBe(
			'reply',
		);
	});

	test('the error of a rejected request does not say that it may have been carried out', async () => {
		const attempts = new Attempts(time.clock, [googleSays(400, 'No.')]);
		const error = await time.clock.until(
			errorOf(attempts.through(fakeCaller(), { method: createAlbum })),
		);
		expect(errorText(error)).not.toMatch(/carried out/);
	});
});

describe('errors', () => {
	test('that are user-facing are thrown unchanged, and the request is not retried', async () => {
		for (const error of [
			inputError(node(), 'Not this', 'Do that.'),
			apiError(node(), { kind: 'serverFault', message: '', outcomeUnknown: true }),
		]) {
			const attempts = new Attempts(time.clock, [error]);
			expect(await time.clock.until(errorOf(attempts.through(fakeCaller())))).toBe(error);
			expect(attempts.at).toHaveLength(1);
		}
	});

	test('have no cause, and contain no token at any depth', async () => {
		const thrown = fc.oneof(
			fc
				.tuple(fc.constantFrom(400, 401, 403, 404, 413), fc.string())
				.map(([status, words]) => googleSays(status, words)),
			fc.constantFrom('ECONNRESET', 'EPIPE').map((code) => disconnected(code, `read ${code}`)),
		);
		await fc.assert(
			fc.asyncProperty(thrown, async (failure) => {
				const attempts = new Attempts(time.clock, [failure]);
				const error = await time.clock.until(
					errorOf(attempts.through(fakeCaller(), { method: createAlbum })),
				);
				expect(error.cause).toBeUndefined();
				const all =
					JSON.stringify(error, Object.getOwnPropertyNames(error)) +
					error.stack +
					JSON.stringify(error);
				expect(all).not.toContain(BEARER);
				expect(all).not.toContain('Bearer');
			}),
			{ numRuns: 50 },
		);
	});

	test('are specific to the method: a 404 for an album says that there is no such album', async () => {
		const attempts = new Attempts(time.clock, [googleSays(404, 'Requested entity was not found.')]);
		const method = methodOf('GET', '/v1/albums/a');
		const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), { method })));
		expect(error.message).toMatch(/album was not found/);
	});
});

import fc from 'fast-check';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { apiError, inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { Attempts, createAlbum, createItems, uploads } from '../support/attempts';
import { fakeCaller, node } from '../support/caller';
import { disconnected, googleSays, refused, BEARER } from '../support/httpErrors';
import { errorOf, MINUTE, saying, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const seconds = (...numbers: number[]) => numbers.map((number) => number * SECOND);

test('what goes well is sent once', async () => {
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
])('%s passes: sent again after 1, 2, 4 seconds', async (_title, failure) => {
	const attempts = new Attempts(time.clock, [failure(), failure(), failure()]);
	expect(await time.clock.until(attempts.through(fakeCaller(), { method: createItems }))).toBe(
		'reply',
	);
	expect(attempts.at).toEqual(seconds(0, 1, 3, 7));
});

test('a fault that does not pass is an error after six tries', async () => {
	const attempts = new Attempts(time.clock, [
		() => googleSays(503, 'The service is currently unavailable.'),
	]);
	const error = await time.clock.until(
		errorOf(attempts.through(fakeCaller(), { subject: { item: 2 } })),
	);
	expect(attempts.at).toEqual(seconds(0, 1, 3, 7, 15, 31));
	expect(error.message).toBe('Google Photos could not process the request [item 2]');
});

test('chance is asked for each wait', async () => {
	time.clock.chance = 0.5;
	const attempts = new Attempts(time.clock, [
		disconnected('ECONNRESET'),
		disconnected('ECONNRESET'),
	]);
	await time.clock.until(attempts.through(fakeCaller()));
	expect(attempts.at).toEqual(seconds(0, 1.25, 3.75));
});

test.each([400, 401, 403, 404])('a refusal %d is not sent again', async (status) => {
	const attempts = new Attempts(time.clock, [googleSays(status, 'No.')]);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller())));
	expect(attempts.at).toHaveLength(1);
	expect(saying(error)).toMatch(/Google says: No\./);
});

test('a request that takes minutes is sent again as well', async () => {
	const attempts = new Attempts(time.clock, [googleSays(503, '')], 5 * MINUTE);
	await time.clock.until(attempts.through(fakeCaller(), { method: createItems }));
	expect(attempts.at).toEqual([0, 5 * MINUTE + SECOND]);
});

test('the time in the queue is not the time of the request: after half an hour there, a fault still passes', async () => {
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

test('what goes on with something waits before what has not had its turn', async () => {
	const caller = fakeCaller();
	const order: string[] = [];
	const sent = async (name: string, resumed?: boolean) => {
		await new Attempts(time.clock, [], SECOND).through(caller, { method: createItems, resumed });
		order.push(name);
	};
	await time.clock.until(Promise.all([sent('inside'), sent('waits'), sent('goes on', true), sent('waits too', false)]));
	expect(order).toEqual(['inside', 'goes on', 'waits', 'waits too']);
});

describe('the error with which a request ends', () => {
	const told = async (callerRecovers?: () => boolean) => {
		const errors: Error[] = [];
		const attempts = new Attempts(time.clock, [googleSays(404, 'No.')]);
		const passage = { onGiveUp: (error: Error) => errors.push(error), callerRecovers };
		const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), passage)));
		return { error, errors };
	};

	test('is told to whoever wants to know it', async () => {
		const { error, errors } = await told();
		expect(errors).toEqual([error]);
		expect((await told(() => false)).errors).toHaveLength(1);
	});

	test('but not where the caller mends it', async () => {
		expect((await told(() => true)).errors).toEqual([]);
	});
});

describe('an expired token', () => {
	const expired = () =>
		refused(401, { code: 16, message: 'Authentication session is not defined.' });

	test('a streamed body is sent once more, with the token that n8n has fetched by then', async () => {
		const attempts = new Attempts(time.clock, [expired()]);
		expect(
			await time.clock.until(attempts.through(fakeCaller(), { method: uploads, streamed: true })),
		).toBe('reply');
		expect(attempts.at).toEqual([0, 0]);
	});

	test('and not twice more', async () => {
		const attempts = new Attempts(time.clock, [expired]);
		const error = await time.clock.until(
			errorOf(attempts.through(fakeCaller(), { method: uploads, streamed: true })),
		);
		expect(attempts.at).toHaveLength(2);
		expect(saying(error)).toMatch(/did not accept the access token.*sign in with Google again/);
	});

	test('n8n itself sends anything else again', async () => {
		const attempts = new Attempts(time.clock, [expired()]);
		await time.clock.until(errorOf(attempts.through(fakeCaller(), { method: uploads })));
		expect(attempts.at).toHaveLength(1);
	});
});

describe('creating an album, which cannot be done twice', () => {
	test.each([
		['a lost connection', () => disconnected('ECONNRESET')],
		['a fault', () => googleSays(500, 'Internal error encountered.')],
		['a strange reply', () => new UnexpectedResponseError('not JSON')],
	])(
		'%s: not sent again, and the error says that it may have been done',
		async (_title, failure) => {
			const attempts = new Attempts(time.clock, [failure()]);
			const error = await time.clock.until(
				errorOf(attempts.through(fakeCaller(), { method: createAlbum })),
			);
			expect(attempts.at).toHaveLength(1);
			expect(error.description).toMatch(
				/^It may have been carried out all the same: look before you run it again\. /,
			);
		},
	);

	test.each([
		['a refused connection', () => disconnected('ECONNREFUSED')],
		['too many requests', () => googleSays(429, 'Quota exceeded')],
	])('%s: sent again, since nothing was done', async (_title, failure) => {
		const attempts = new Attempts(time.clock, [failure()]);
		expect(await time.clock.until(attempts.through(fakeCaller(), { method: createAlbum }))).toBe(
			'reply',
		);
	});

	test('a plain refusal does not say that it may have been done', async () => {
		const attempts = new Attempts(time.clock, [googleSays(400, 'No.')]);
		const error = await time.clock.until(
			errorOf(attempts.through(fakeCaller(), { method: createAlbum })),
		);
		expect(saying(error)).not.toMatch(/carried out/);
	});
});

describe('errors', () => {
	test('what is for the user already is handed on as it is, and not sent again', async () => {
		for (const error of [
			inputError(node(), 'Not this', 'Do that.'),
			apiError(node(), { kind: 'serverFault', message: '', outcomeUnknown: true }),
		]) {
			const attempts = new Attempts(time.clock, [error]);
			expect(await time.clock.until(errorOf(attempts.through(fakeCaller())))).toBe(error);
			expect(attempts.at).toHaveLength(1);
		}
	});

	test('carry no cause and no token, however deep one looks', async () => {
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

	test('are in the light of the method', async () => {
		const attempts = new Attempts(time.clock, [googleSays(404, 'Requested entity was not found.')]);
		const method = methodOf('GET', '/v1/albums/a');
		const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), { method })));
		expect(error.message).toMatch(/no such album/);
	});
});

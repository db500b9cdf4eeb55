import fc from 'fast-check';
import type { Failure, FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { backoffDelay, DEFAULT_MAXIMUM_WAIT } from '../../../nodes/GooglePhotos/http/retryPolicy';
import { MINUTE, SECOND } from '../support/virtualClock';

const faults: FailureKind[] = [
	'noConnection',
	'connectionLost',
	'strangeReply',
	'notTheFile',
	'serverFault',
	'conflict',
];

const failureOf = (kind: FailureKind, more: Partial<Failure> = {}): Failure => ({
	kind,
	message: '',
	outcomeUnknown: false,
	...more,
});

const history = { tries: 1, elapsed: 0, maximumWait: DEFAULT_MAXIMUM_WAIT, repeatable: true };

/** All retry delays of a request that always fails, in milliseconds. */
function waits(
	failure: Failure,
	random: () => number,
	maximumWait = DEFAULT_MAXIMUM_WAIT,
): number[] {
	const delays: number[] = [];
	let elapsed = 0;
	for (let tries = 1; ; tries++) {
		const delay = backoffDelay(failure, { ...history, tries, elapsed, maximumWait }, random());
		if (delay === undefined) return delays;
		delays.push(delay);
		elapsed += delay;
	}
}

test.each(faults)('%s: the retry delay is at least 1 second and doubles each time, with six attempts in all', (kind) => {
	expect(waits(failureOf(kind), () => 0)).toEqual(
		[1, 2, 4, 8, 16].map((seconds) => seconds * SECOND),
	);
});

test('throttled: the delay is at least 30 seconds and doubles each time, until the 15 minutes are used up', () => {
	const delays = waits(failureOf('tooManyRequests'), () => 0);
	expect(delays).toEqual([30, 60, 120, 240, 450].map((seconds) => seconds * SECOND));
	expect(waits(failureOf('tooManyRequests'), () => 0, 0)).toEqual([]);
	expect(waits(failureOf('tooManyRequests'), () => 0, 30 * SECOND)).toEqual([30 * SECOND]);
});

test('write contention: the delay doubles only after every third attempt', () => {
	const failure = failureOf('tooManyRequests', { writeContention: true });
	const delays = [30, 30, 30, 60, 60, 60, 120, 120, 120, 240, 30].map((seconds) => seconds * SECOND);
	expect(waits(failure, () => 0)).toEqual(delays);
	expect(backoffDelay({ ...failure, retryAfter: 77 * SECOND }, { ...history, tries: 3 }, 0)).toBe(77 * SECOND);
});

test('jitter makes the delay up to 50 % longer', () => {
	expect(backoffDelay(failureOf('serverFault'), history, 0.5)).toBe(1.25 * SECOND);
	expect(backoffDelay(failureOf('tooManyRequests'), history, 0.999)).toBeCloseTo(
		44.985 * SECOND,
	);
});

test('a Retry-After longer than the delay replaces it; one beyond the budget ends the retries', () => {
	const wait = (kind: FailureKind, retryAfter: number) =>
		backoffDelay(failureOf(kind, { retryAfter }), history, 0);
	expect(wait('serverFault', 20 * SECOND)).toBe(20 * SECOND);
	expect(wait('serverFault', 10)).toBe(SECOND);
	expect(wait('tooManyRequests', 5 * SECOND)).toBe(30 * SECOND);
	expect(wait('tooManyRequests', 5 * MINUTE)).toBe(5 * MINUTE);
	expect(wait('tooManyRequests', 16 * MINUTE)).toBeUndefined();
	expect(wait('serverFault', 11 * MINUTE)).toBeUndefined();
});

describe('a request that is not idempotent', () => {
	test('is not retried if it may have been carried out', () => {
		const lost = failureOf('connectionLost', { outcomeUnknown: true });
		expect(backoffDelay(lost, { ...history, repeatable: false }, 0)).toBeUndefined();
		expect(backoffDelay(lost, history, 0)).toBe(SECOND);
	});

	test('is retried if it cannot have been carried out', () => {
		const never = { ...history, repeatable: false };
		expect(backoffDelay(failureOf('noConnection'), never, 0)).toBe(SECOND);
		expect(backoffDelay(failureOf('tooManyRequests'), never, 0)).toBe(30 * SECOND);
	});
});

test.each<FailureKind>([
	'cancelled',
	'dayQuota',
	'storageFull',
	'signInEnded',
	'noUserSignIn',
	'unauthenticated',
	'wrongClient',
	'missingScope',
	'apiDisabled',
	'noGooglePhotos',
	'forbidden',
	'foreignAlbum',
	'unknownAlbum',
	'albumFull',
	'unknownMediaItem',
	'notFound',
	'uploadTokenRefused',
	'emptyFile',
	'unsupportedFile',
	'alreadyThere',
	'fileTooLarge',
	'invalid',
])('%s is not retried, since a retry cannot help', (kind) => {
	expect(backoffDelay(failureOf(kind, { retryAfter: SECOND }), history, 0)).toBeUndefined();
});

test('any failure: no delay is below the minimum, and all delays together stay within the budget', () => {
	fc.assert(
		fc.property(
			fc.constantFrom<FailureKind>(...faults, 'tooManyRequests'),
			fc.option(fc.integer({ min: 1, max: 30 * MINUTE }), { nil: undefined }),
			fc.integer({ min: 0, max: 10 * 60 * MINUTE }),
			fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
			(kind, retryAfter, maximumWait, chances) => {
				const random = () => chances.next().value as number;
				const delays = waits(failureOf(kind, { retryAfter }), random, maximumWait);
				const quota = kind === 'tooManyRequests';
				const least = Math.max(quota ? 30 * SECOND : SECOND, retryAfter ?? 0);
				for (const delay of delays) expect(delay).toBeGreaterThanOrEqual(least);
				const total = delays.reduce((sum, delay) => sum + delay, 0);
				expect(total).toBeLessThanOrEqual(quota ? maximumWait : 10 * MINUTE);
				if (!quota) expect(delays.length).toBeLessThanOrEqual(5);
			},
		),
	);
});

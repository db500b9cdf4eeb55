/** Which requests count for the rate, and what exactly a throttled reply changes. */
import { AdaptiveRateLimiter } from '../../../nodes/GooglePhotos/concurrency/rateLimiter';
import { HOUR, MINUTE, SECOND } from '../support/virtualClock';

/** A rate limiter after so many requests sent at the same time. */
function left(count: number, at = 0, pace = new AdaptiveRateLimiter()): AdaptiveRateLimiter {
	for (let request = 0; request < count; request++) pace.recordSend(at);
	return pace;
}

/** Milliseconds between two consecutive slots. */
function gap(pace: AdaptiveRateLimiter, now: number): number {
	const turn = pace.reserve(now);
	return pace.reserve(now) - turn;
}

test.each([
	[400, MINUTE - 1, 'they count', MINUTE / 200],
	[400, MINUTE, 'they count no more', 0],
	[60, 0, 'they are enough to tell a rate', MINUTE / 30],
	[59, 0, 'they are too few to tell a rate', 0],
])('%d requests are sent, and one is throttled %d ms later: %s', (count, now, _title, expected) => {
	const pace = left(count);
	pace.onThrottled(0, now);
	expect(gap(pace, now)).toBeCloseTo(expected);
});

test.each([
	['before the first changes nothing', -1, 200],
	['at the moment of the first halves the rate again', 0, 100],
])('a second throttled reply, to a request sent %s', (_title, later, rate) => {
	const pace = left(400);
	pace.onThrottled(0, SECOND);
	pace.onThrottled(SECOND + later, SECOND);
	expect(gap(pace, SECOND)).toBeCloseTo(MINUTE / rate);
});

test('the new rate also counts the requests of the past minute, even after a second throttled reply', () => {
	const pace = left(400);
	pace.onThrottled(0, 0);
	left(300, 10 * SECOND, pace);
	pace.onThrottled(10 * SECOND, 10 * SECOND);
	// more requests than the new rate were sent at this moment
	expect(pace.reserve(10 * SECOND)).toBe(MINUTE + 10 * SECOND);
});

test('the rate is limited until exactly 15 minutes after the throttled reply', () => {
	const pace = left(400);
	pace.onThrottled(0, 0);
	expect(gap(pace, 15 * MINUTE - 1)).toBeGreaterThan(0);
	expect(gap(pace, 15 * MINUTE)).toBe(0);
});

test('the state of the rate limiter does not grow over a day of requests', () => {
	const pace = new AdaptiveRateLimiter();
	for (let now = 0; now < 24 * HOUR; now += 10 * SECOND) pace.recordSend(now);
	expect(JSON.stringify(pace).length).toBeLessThan(200);
});

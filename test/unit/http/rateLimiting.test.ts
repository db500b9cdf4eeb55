/** Which requests count for a pace, and what exactly a refusal changes. */
import { AdaptiveRateLimiter } from '../../../nodes/GooglePhotos/concurrency/rateLimiter';
import { HOUR, MINUTE, SECOND } from '../support/virtualClock';

/** A pace at which so many requests have left at once. */
function left(count: number, at = 0, pace = new AdaptiveRateLimiter()): AdaptiveRateLimiter {
	for (let request = 0; request < count; request++) pace.recordSend(at);
	return pace;
}

/** Milliseconds from one turn to the next. */
function gap(pace: AdaptiveRateLimiter, now: number): number {
	const turn = pace.reserve(now);
	return pace.reserve(now) - turn;
}

test.each([
	[400, MINUTE - 1, 'they count', MINUTE / 200],
	[400, MINUTE, 'they count no more', 0],
	[60, 0, 'they are enough to tell a rate', MINUTE / 30],
	[59, 0, 'they are too few to tell a rate', 0],
])('%d requests leave, and one is refused %d ms later: %s', (count, now, _title, expected) => {
	const pace = left(count);
	pace.onThrottled(0, now);
	expect(gap(pace, now)).toBeCloseTo(expected);
});

test.each([
	['before the first changes nothing', -1, 200],
	['at the moment of the first halves the rate again', 0, 100],
])('a second refusal, of a request that left %s', (_title, later, rate) => {
	const pace = left(400);
	pace.onThrottled(0, SECOND);
	pace.onThrottled(SECOND + later, SECOND);
	expect(gap(pace, SECOND)).toBeCloseTo(MINUTE / rate);
});

test('the minute that has passed holds no more than the new rate, also after a second refusal', () => {
	const pace = left(400);
	pace.onThrottled(0, 0);
	left(300, 10 * SECOND, pace);
	pace.onThrottled(10 * SECOND, 10 * SECOND);
	// more than that left in this moment
	expect(pace.reserve(10 * SECOND)).toBe(MINUTE + 10 * SECOND);
});

test('after fifteen minutes nothing is held back any more, and a moment before it is', () => {
	const pace = left(400);
	pace.onThrottled(0, 0);
	expect(gap(pace, 15 * MINUTE - 1)).toBeGreaterThan(0);
	expect(gap(pace, 15 * MINUTE)).toBe(0);
});

test('what it remembers does not grow with the day', () => {
	const pace = new AdaptiveRateLimiter();
	for (let now = 0; now < 24 * HOUR; now += 10 * SECOND) pace.recordSend(now);
	expect(JSON.stringify(pace).length).toBeLessThan(200);
});

import fc from 'fast-check';
import { AdaptiveRateLimiter } from '../../../nodes/GooglePhotos/concurrency/rateLimiter';
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import { Attempts, uploads } from '../support/attempts';
import { fakeCaller } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** A service with a quota of requests per minute, counted in one of two ways. */
class Quota {
	readonly taken: number[] = [];
	refusals = 0;

	constructor(
		private readonly perMinute: number,
		private readonly counting: 'calendar minutes' | 'any minute',
		private readonly refuse: () => Error,
	) {}

	private used(now: number): number {
		const since = this.counting === 'any minute' ? now - MINUTE : Math.floor(now / MINUTE) * MINUTE - 1;
		return this.taken.filter((at) => at > since).length;
	}

	/** A request that takes 200 milliseconds. */
	readonly once = async (leaves: () => void): Promise<void> => {
		leaves();
		const now = time.clock.now();
		const refusal = this.used(now) >= this.perMinute ? this.refuse() : undefined;
		if (refusal) this.refusals++;
		else this.taken.push(now);
		await time.clock.delay(200);
		if (refusal) throw refusal;
	};
}

const as429 = () => googleSays(429, "Quota exceeded for quota metric 'Uploads' and limit 'Uploads per minute per user'");
const as400 = () => refused(400, { code: 3, message: "Insufficient tokens for quota 'UploadsPerMinutePerUser'" });

describe.each([
	['calendar minutes' as const, as429],
	['any minute' as const, as429],
	['calendar minutes' as const, as400],
])('with a quota of 400 uploads per minute, counted by %s', (counting, refuse) => {
	test('all of 2,000 files are uploaded within 9 minutes, with at most 20 throttled replies', async () => {
		const quota = new Quota(400, counting, refuse);
		const caller = fakeCaller();
		const files = Array.from({ length: 2000 }, async () => {
			await executeRequest(caller, { method: uploads }, quota.once);
		});
		await time.clock.until(Promise.all(files));
		expect(quota.taken).toHaveLength(2000);
		expect(quota.refusals).toBeLessThanOrEqual(20);
		// at exactly that rate it would take 4 minutes, after the first 400
		expect(time.clock.elapsed).toBeLessThanOrEqual(9 * MINUTE);
	}, 60_000);
});

/** Number of requests sent in each minute, if there is always one that waits. */
function leaving(pace: AdaptiveRateLimiter, from: number, minutes: number): number[] {
	const counts = Array<number>(minutes).fill(0);
	for (let now = from; ; now += 50) {
		now = pace.reserve(now);
		if (now >= from + minutes * MINUTE) return counts;
		pace.recordSend(now);
		counts[Math.floor((now - from) / MINUTE)]++;
	}
}

/** A rate limiter after so many requests in the last minute. */
function busy(count = 400): { pace: AdaptiveRateLimiter; now: number } {
	const pace = new AdaptiveRateLimiter();
	for (let request = 0; request < count; request++) pace.recordSend((request * MINUTE) / count);
	return { pace, now: MINUTE };
}

test('the rate is unlimited before the first throttled reply', () => {
	expect(leaving(new AdaptiveRateLimiter(), 0, 1)).toEqual([1200]);
});

test('a throttled reply halves the rate, which then recovers slowly until it is unlimited', () => {
	const { pace, now } = busy();
	pace.onThrottled(now, now);
	const counts = leaving(pace, now, 18);
	// in the first half minute, the requests sent before use up the new rate
	expect(counts[0]).toBeLessThanOrEqual(200);
	expect(counts[1]).toBeGreaterThan(200);
	for (const [minute, count] of counts.slice(1, 15).entries()) {
		expect(count).toBeGreaterThanOrEqual(counts[minute]);
		expect(count - counts[minute]).toBeLessThanOrEqual(150);
	}
	expect(counts[17]).toBe(1200);
});

test('throttled replies to requests in flight together halve the rate once', () => {
	const one = busy();
	one.pace.onThrottled(one.now, one.now);
	const five = busy();
	for (let refusal = 0; refusal < 5; refusal++) five.pace.onThrottled(five.now - refusal, five.now);
	expect(leaving(five.pace, five.now, 3)).toEqual(leaving(one.pace, one.now, 3));
});

test('a throttled reply to a request sent at the new rate halves it again', () => {
	const { pace, now } = busy();
	pace.onThrottled(now, now);
	pace.onThrottled(now + 40 * SECOND, now + 41 * SECOND);
	const counts = leaving(pace, now + MINUTE, 1);
	expect(counts[0]).toBeLessThanOrEqual(150);
});

test('a throttled reply after only a few requests does not limit the rate', () => {
	const { pace, now } = busy(9);
	pace.onThrottled(now, now);
	expect(leaving(pace, now, 1)).toEqual([1200]);
});

test('any throttled replies: no request waits longer than a minute for its slot', () => {
	fc.assert(
		fc.property(fc.array(fc.boolean(), { minLength: 100, maxLength: 500 }), (refusals) => {
			const pace = new AdaptiveRateLimiter();
			let now = 0;
			for (const refusal of refusals) {
				const turn = pace.reserve(now);
				expect(turn).toBeGreaterThanOrEqual(now);
				expect(turn - now).toBeLessThanOrEqual(MINUTE);
				now = turn;
				pace.recordSend(now);
				if (refusal) pace.onThrottled(now, now + 100);
				now += 100;
			}
		}),
	);
});

test('each kind of traffic has its own rate limiter', async () => {
	const caller = fakeCaller();
	// more than 60 in a minute: with fewer, no rate is limited
	const quota = new Quota(100, 'any minute', as429);
	const files = Array.from({ length: 200 }, async () => await executeRequest(caller, { method: uploads }, quota.once));
	await time.clock.pass(MINUTE);
	expect(quota.refusals).toBeGreaterThan(0);
	const other = new Attempts(time.clock);
	await time.clock.until(Promise.all(Array.from({ length: 30 }, async () => await other.through(caller))));
	expect(other.at).toEqual(Array(30).fill(MINUTE));
	await time.clock.until(Promise.all(files));
	// the uploads are limited
	expect(time.clock.elapsed).toBeGreaterThan(2 * MINUTE);
});

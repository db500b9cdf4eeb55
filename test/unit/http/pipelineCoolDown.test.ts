import fc from 'fast-check';
import { mediaBytes, methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { PICKER_API } from '../../../nodes/GooglePhotos/http/hosts';
import type { ApiMethod } from '../../../nodes/GooglePhotos/http/apiMethod';
import { errorText } from '../../support/errorText';
import { Attempts, createItems, list, uploads } from '../support/attempts';
import { APPEND, EDIT, fakeCaller, newCredentialId, PICK, READ } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const EVERYTHING = [APPEND, READ, EDIT, PICK].join(' ');
const tooMany = () => googleSays(429, "Quota exceeded for limit 'Write requests per minute per user'");
const writeContention = () => googleSays(429, "Quota exceeded for quota 'concurrent write request'");

test('a throttled request is retried after 30 seconds, then after delays that double', async () => {
	const attempts = new Attempts(time.clock, [tooMany(), tooMany(), tooMany()]);
	await time.clock.until(attempts.through(fakeCaller()));
	expect(attempts.at).toEqual([0, 30, 90, 210].map((number) => number * SECOND));
});

test('write contention: a request is retried every 30 seconds, and later requests are not slowed down', async () => {
	// enough in one minute for a rate limit
	const before = Array.from({ length: 100 }, () => new Attempts(time.clock));
	const caller = fakeCaller();
	for (const attempts of before) await time.clock.until(attempts.through(caller, { method: createItems }));
	const attempts = new Attempts(time.clock, [writeContention(), writeContention(), writeContention()]);
	const after = Array.from({ length: 20 }, () => new Attempts(time.clock));
	await time.clock.until(
		Promise.all([attempts, ...after].map(async (one) => await one.through(caller, { method: createItems }))),
	);
	expect(attempts.at).toEqual([0, 30, 60, 90].map((number) => number * SECOND));
	expect(after.map(({ at }) => at.length)).toEqual(after.map(() => 1));
	expect(Math.max(...after.flatMap(({ at }) => at))).toBe(90 * SECOND);
});

test('a throttled request is retried after the time of the Retry-After header', async () => {
	const attempts = new Attempts(time.clock, [
		googleSays(429, 'slow down', { 'retry-after': '77' }),
	]);
	await time.clock.until(attempts.through(fakeCaller()));
	expect(attempts.at).toEqual([0, 77 * SECOND]);
});

test('a throttled request fails when its Maximum Wait ends, not later', async () => {
	const attempts = new Attempts(time.clock, [tooMany]);
	const error = await time.clock.until(
		errorOf(attempts.through(fakeCaller(), { maximumWait: 2 * MINUTE })),
	);
	expect(errorText(error)).toMatch(/too many requests.*for as long as the node may wait/);
	expect(attempts.at).toEqual([0, 30, 90, 120].map((number) => number * SECOND));
	expect(time.clock.elapsed).toBeLessThanOrEqual(2 * MINUTE);
});

test('Maximum Wait 0: a throttled request fails at once', async () => {
	const attempts = new Attempts(time.clock, [tooMany]);
	await time.clock.until(errorOf(attempts.through(fakeCaller(), { maximumWait: 0 })));
	expect(attempts.at).toEqual([0]);
	expect(time.clock.elapsed).toBe(0);
});

test('a request over the daily quota is not retried', async () => {
	const attempts = new Attempts(time.clock, [googleSays(429, "limit 'All requests per day'")]);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller())));
	expect(attempts.at).toEqual([0]);
	expect(error.message).toMatch(/daily request quota/);
});

describe('the cool-down', () => {
	async function whileOneCoolsDown(credentialOfOther: (own: string) => string, method: ApiMethod = createItems) {
		const own = newCredentialId();
		const first = new Attempts(time.clock, [tooMany()]).through(fakeCaller({ credentialId: own }));
		await time.clock.pass(5 * SECOND);
		const other = new Attempts(time.clock);
		const second = other.through(fakeCaller({ credentialId: credentialOfOther(own), scope: EVERYTHING }), {
			method,
		});
		await time.clock.until(Promise.all([first, second]));
		return other.at;
	}

	test('holds back other requests of the same account', async () => {
		expect(await whileOneCoolsDown((own) => own)).toEqual([30 * SECOND]);
	});

	test.each([
		['uploads', uploads],
		['the Picker', methodOf('GET', '/v1/sessions/s', PICKER_API)],
		['the hosts of files', mediaBytes],
	])('does not hold back requests to other hosts: %s', async (_title, method) => {
		expect(await whileOneCoolsDown((own) => own, method)).toEqual([5 * SECOND]);
	});

	test('does not hold back requests of another account', async () => {
		expect(await whileOneCoolsDown(newCredentialId)).toEqual([5 * SECOND]);
	});

	test.each([
		['a write behind the one that was refused', createItems, 1, 31],
		// the reply to the throttled request shows that Google accepts requests again
		['reads behind those that are under way', list, 5, 32],
	])('also holds back requests that are queued for a slot: %s', async (_title, method, atOnce, seconds) => {
		const caller = fakeCaller();
		const refused = new Attempts(time.clock, [tooMany()], SECOND);
		const others = Array.from(
			{ length: atOnce - 1 },
			() => new Attempts(time.clock, [], 2 * SECOND),
		);
		const waiting = new Attempts(time.clock);
		await time.clock.until(
			Promise.all(
				[...[refused, ...others], waiting].map(
					async (attempts) => await attempts.through(caller, { method }),
				),
			),
		);
		expect(waiting.at).toEqual([seconds * SECOND]);
	});

	test('ends for all requests at once when one succeeds', async () => {
		const caller = fakeCaller();
		const all = Array.from({ length: 5 }, () => new Attempts(time.clock, [tooMany()]));
		await time.clock.until(
			Promise.all(all.map(async (attempts) => await attempts.through(caller, { method: list }))),
		);
		expect(all.map(({ at }) => at)).toEqual(all.map(() => [0, 30 * SECOND]));
	});
});

test('Maximum Wait 0: no request is sent during the cool-down, and requests are sent again after it', async () => {
	const caller = fakeCaller();
	const impatient = { maximumWait: 0 };
	await errorOf(new Attempts(time.clock, [tooMany()]).through(caller, impatient));
	expect(time.clock.elapsed).toBe(0);
	const early = new Attempts(time.clock);
	await errorOf(early.through(caller, impatient));
	expect(early.at).toEqual([]);
	await time.clock.pass(MINUTE);
	const later = [new Attempts(time.clock), new Attempts(time.clock)];
	await time.clock.until(Promise.all(later.map(async (attempts) => await attempts.through(caller, impatient))));
	expect(later.map(({ at }) => at.length)).toEqual([1, 1]);
});

describe('a failure other than throttling', () => {
	test('does not hold back other requests, even if its own delay is long', async () => {
		const caller = fakeCaller();
		const faulty = new Attempts(time.clock, [googleSays(503, '', { 'retry-after': '60' })]);
		const first = faulty.through(caller);
		await time.clock.pass(5 * SECOND);
		const other = new Attempts(time.clock);
		await time.clock.until(Promise.all([first, other.through(caller)]));
		expect(other.at).toEqual([5 * SECOND]);
		expect(faulty.at).toEqual([0, 60 * SECOND]);
	});

	test('does not slow other requests down', async () => {
		const caller = fakeCaller();
		const all = Array.from({ length: 200 }, () => new Attempts(time.clock));
		const through = async (attempts: Attempts) => await time.clock.until(attempts.through(caller));
		// requests of the last minute, enough for a rate limit
		for (const attempts of all.slice(0, 100)) await through(attempts);
		await errorOf(through(new Attempts(time.clock, [googleSays(404, 'Not found.')])));
		for (const attempts of all.slice(100)) await through(attempts);
		expect(all.flatMap(({ at }) => at)).toEqual(all.map(() => 0));
	});
});

test('any failures: some request ends within each Maximum Wait plus 10 minutes for server faults', async () => {
	const failure = fc.constantFrom(
		tooMany,
		() => googleSays(429, '', { 'retry-after': '100' }),
		() => googleSays(503, ''),
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.array(failure, { maxLength: 8 }), { maxLength: 5 }),
			fc.integer({ min: 0, max: 20 }),
			async (all, minutes) => {
				// a request that is held back while another one succeeds may wait its full time again from then on
				const ends = [time.clock.elapsed];
				const caller = fakeCaller();
				const outcomes = all.map(async (failures) => {
					const attempts = new Attempts(
						time.clock,
						failures.map((make) => make()),
					);
					const maximumWait = minutes * MINUTE;
					await attempts.through(caller, { maximumWait }).catch(() => undefined);
					ends.push(time.clock.elapsed);
				});
				await time.clock.until(Promise.all(outcomes));
				const waits = ends.slice(1).map((end, index) => end - (ends[index] as number));
				expect(Math.max(0, ...waits)).toBeLessThanOrEqual((minutes + 10) * MINUTE);
			},
		),
		{ numRuns: 50 },
	);
});

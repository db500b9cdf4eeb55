/** The cool-down while Google throttles: how many requests are sent, for how long, and how the others end. */
import fc from 'fast-check';
import { mediaBytes, methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { PICKER_API } from '../../../nodes/GooglePhotos/http/hosts';
import type { ApiMethod } from '../../../nodes/GooglePhotos/http/apiMethod';
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import { errorText } from '../../support/errorText';
import { Attempts, createItems, list, uploads } from '../support/attempts';
import { APPEND, EDIT, fakeCaller, newCredentialId, PICK, READ } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const scope = [APPEND, READ, EDIT, PICK].join(' ');
const picker = methodOf('GET', '/v1/sessions/s', PICKER_API);
const tooMany = (retryAfter?: string) =>
	googleSays(429, "Quota exceeded for limit 'Write requests per minute per user'", { 'retry-after': retryAfter });

/** Answers the requests to one host, and records those that were sent while it throttled. */
class Host {
	/** requests sent after a throttled reply and before the next success, each with its time and its reply */
	readonly whileRefusing: Array<{ at: number; reply: string }> = [];
	requests = 0;
	private refusedAt?: number;

	/** @param next gives the next reply, and its duration in milliseconds */
	constructor(private readonly next: () => { reply: 'refused' | 'well' | 'fault'; takes: number; retryAfter?: string }) {}

	readonly once = async (leaves: () => void): Promise<string> => {
		leaves();
		this.requests++;
		const at = time.clock.elapsed;
		const { reply, takes, retryAfter } = this.next();
		if (this.refusedAt !== undefined && at > this.refusedAt) this.whileRefusing.push({ at, reply });
		await time.clock.delay(takes);
		if (reply === 'well') this.refusedAt = undefined;
		if (reply === 'refused') this.refusedAt = time.clock.elapsed;
		if (reply === 'fault') throw googleSays(503, '');
		if (reply === 'refused') throw tooMany(retryAfter);
		return 'reply';
	};
}

const always = (reply: 'refused' | 'fault', takes = 0) => new Host(() => ({ reply, takes }));

/** Sends many requests of several executions of one account. @returns how each ended */
async function sendAll(host: Host, count: number, methods: ApiMethod[], maximumWait: number | ((number: number) => number)) {
	const credentialId = newCredentialId();
	const sent = Array.from({ length: count }, async (_, number) => {
		const wait = typeof maximumWait === 'number' ? maximumWait : maximumWait(number);
		const start = time.clock.elapsed;
		const policy = { method: methods[number % methods.length], maximumWait: wait };
		const error = await executeRequest(fakeCaller({ credentialId, scope }), policy, host.once).then(() => undefined, (thrown: Error) => thrown);
		return { error, wait, took: time.clock.elapsed - start };
	});
	return await time.clock.until(Promise.all(sent));
}

test.each([
	['10 files', 10, [uploads]],
	['500 files', 500, [uploads]],
	['reads', 40, [list]],
	['reads and writes, which go to one host', 60, [list, createItems]],
	['polls of the Picker', 20, [picker]],
	['downloads', 20, [mediaBytes]],
])('%s, always throttled, Maximum Wait 2 minutes: all end after 2 minutes, with at most 9 requests sent', async (_title, count, methods) => {
	const host = always('refused');
	const outcomes = await sendAll(host, count, methods, 2 * MINUTE);
	expect(time.clock.elapsed).toBe(2 * MINUTE);
	// those in flight together at first, and one probe after 30, 90 and 120 seconds
	expect(host.requests).toBeLessThanOrEqual(6 + 3);
	expect(host.whileRefusing.map(({ at }) => at)).toEqual([30, 90, 120].map((at) => at * SECOND));
	const kinds = new Set(outcomes.map(({ error }) => failureOf(error)?.kind));
	expect([...kinds]).toEqual([methods[0] === mediaBytes ? 'tooManyDownloads' : 'tooManyRequests']);
	const notSent = outcomes.filter(({ error }) => error?.message.startsWith('Not sent: '));
	expect(notSent.length).toBeGreaterThanOrEqual(count - host.requests);
});

test('a request right after all others gave up is not sent; 30 seconds later a new cool-down starts', async () => {
	const credentialId = newCredentialId();
	const send = async (host: Host) =>
		await time.clock.until(errorOf(executeRequest(fakeCaller({ credentialId }), { method: uploads, maximumWait: MINUTE }, host.once)));
	const host = always('refused');
	await send(host);
	const { requests } = host;
	expect(errorText(await send(host))).toMatch(/^Not sent: Google Photos is receiving too many requests/);
	expect(host.requests).toBe(requests);
	await time.clock.pass(30 * SECOND);
	const start = time.clock.elapsed;
	await send(host);
	expect(host.requests - requests).toBe(3);
	expect(time.clock.elapsed - start).toBe(MINUTE);
});

test.each(['fault', 'well'] as const)('a throttled reply of two hours ago does not delay requests with the reply "%s"', async (reply) => {
	const credentialId = newCredentialId();
	const policy = { method: uploads, maximumWait: MINUTE };
	const send = async (host: Host) =>
		await time.clock.until(executeRequest(fakeCaller({ credentialId }), policy, host.once).then(() => undefined, (thrown: Error) => thrown));
	await send(always('refused'));
	await time.clock.pass(120 * MINUTE);
	const start = time.clock.elapsed;
	const host = new Host(() => ({ reply, takes: 0 }));
	const errors = await Promise.all(Array.from({ length: 5 }, async () => await send(host)));
	expect(errors.map((error) => failureOf(error)?.kind)).toEqual(Array(5).fill(reply === 'fault' ? 'serverFault' : undefined));
	expect(time.clock.elapsed - start).toBeLessThanOrEqual(2 * MINUTE);
});

test('a request with a short Maximum Wait ends on time, even when queued behind requests with a longer one', async () => {
	const host = always('refused');
	const outcomes = await sendAll(host, 30, [uploads], (number) => (number < 20 ? 15 * MINUTE : MINUTE));
	for (const { wait, took } of outcomes) expect(took).toBe(wait);
});

test.each(['86400', 'Tue, 01 Jan 2030 00:00:00 GMT'])('Retry-After %s exceeds every Maximum Wait: all requests end at once', async (retryAfter) => {
	const host = new Host(() => ({ reply: 'refused', takes: 0, retryAfter }));
	await sendAll(host, 20, [uploads], 15 * MINUTE);
	expect(time.clock.elapsed).toBe(0);
	expect(host.requests).toBeLessThanOrEqual(5);
});

test('a Retry-After of years blocks the account for one day at most', async () => {
	const credentialId = newCredentialId();
	const policy = { method: uploads, maximumWait: MINUTE };
	const first = new Host(() => ({ reply: 'refused', takes: 0, retryAfter: '999999999' }));
	await errorOf(executeRequest(fakeCaller({ credentialId }), policy, first.once));
	await time.clock.pass(24 * 60 * MINUTE);
	const attempts = new Attempts(time.clock);
	await time.clock.until(attempts.through(fakeCaller({ credentialId }), policy));
	expect(attempts.at).toHaveLength(1);
});

test.each(['0', '-5', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', undefined])('Retry-After %s is ignored: the retry comes after 30 seconds', async (retryAfter) => {
	let count = 0;
	const host = new Host(() => ({ reply: count++ === 0 ? 'refused' : 'well', takes: 0, retryAfter }));
	await sendAll(host, 1, [uploads], 15 * MINUTE);
	expect(time.clock.elapsed).toBe(30 * SECOND);
});

test('throttled writes end after their Maximum Wait even while reads succeed', async () => {
	const credentialId = newCredentialId();
	const writes = always('refused');
	const reads = new Attempts(time.clock);
	const refused = errorOf(executeRequest(fakeCaller({ credentialId }), { method: createItems, maximumWait: 5 * MINUTE }, writes.once));
	let over: number | undefined;
	void refused.then(() => (over = time.clock.elapsed));
	while (over === undefined) {
		await time.clock.until(reads.through(fakeCaller({ credentialId })));
		await time.clock.pass(20 * SECOND);
	}
	expect(over).toBeLessThanOrEqual(5 * MINUTE);
	expect(failureOf(await refused)?.kind).toBe('tooManyRequests');
});

test('a probe that ends with a server fault does not end the cool-down', async () => {
	const replies = ['refused', 'fault', 'refused', 'well'] as const;
	let count = 0;
	const host = new Host(() => ({ reply: replies[Math.min(count++, 3)], takes: 0 }));
	const outcomes = await sendAll(host, 3, [createItems], 15 * MINUTE);
	expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	expect(host.whileRefusing.map(({ at }) => at / SECOND).slice(0, 3)).toEqual([30, 60, 120]);
});

const replies = fc.record({
	reply: fc.constantFrom('refused' as const, 'refused' as const, 'well' as const, 'fault' as const),
	takes: fc.integer({ min: 0, max: 20 }).map((seconds) => seconds * SECOND),
	retryAfter: fc.option(fc.integer({ min: -10, max: 400 }).map(String), { nil: undefined }),
});

test('any replies, requests and executions: at most one request per 30 seconds while Google throttles', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(replies, { minLength: 1, maxLength: 30 }),
			fc.boolean(),
			fc.integer({ min: 1, max: 30 }),
			fc.array(fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * MINUTE), { minLength: 1, maxLength: 3 }),
			fc.subarray([list, createItems], { minLength: 1 }),
			async (answers, endlessly, count, waits, methods) => {
				let asked = 0;
				const host = new Host(() => {
					const answer = answers[asked++ % answers.length];
					return endlessly || asked <= answers.length ? answer : { reply: 'well', takes: 0 };
				});
				await sendAll(host, count, methods, (number) => waits[number % waits.length]);
				for (const [index, { at }] of host.whileRefusing.entries()) {
					const before = host.whileRefusing[index - 1];
					if (before && before.reply !== 'well') expect(at - before.at).toBeGreaterThanOrEqual(30 * SECOND);
				}
			},
		),
		{ numRuns: 150 },
	);
});

test('any number of requests, always throttled: each ends when its Maximum Wait has passed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 60 }),
			fc.array(fc.integer({ min: 0, max: 20 }).map((minutes) => minutes * MINUTE), { minLength: 1, maxLength: 4 }),
			fc.integer({ min: 0, max: 5 }).map((seconds) => seconds * SECOND),
			fc.double({ min: 0, max: 0.99, noNaN: true }),
			async (count, waits, takes, chance) => {
				time.clock.chance = chance;
				const host = always('refused', takes);
				const outcomes = await sendAll(host, count, [uploads], (number) => waits[number % waits.length]);
				// a last probe, and nothing else, may still be in flight when the time is over
				for (const { wait, took } of outcomes) expect(took).toBeLessThanOrEqual(wait + 2 * takes);
				expect(host.requests).toBeLessThanOrEqual(5 + Math.max(...waits) / (30 * SECOND));
			},
		),
		{ numRuns: 100 },
	);
});

/** From when the Maximum Wait of each request counts. */
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import { errorText } from '../../support/errorText';
import { Attempts, createItems, list, uploads } from '../support/attempts';
import { fakeCaller } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const tooMany = () => googleSays(429, "Quota exceeded for limit 'Write requests per minute per user'");

/** When a request ends, in seconds. */
const endOf = async (request: Promise<unknown>) => {
	await request.catch(() => undefined);
	return time.clock.elapsed / SECOND;
};

test('a request whose Maximum Wait is over when it comes ends at once, also behind one that waits longer', async () => {
	const caller = fakeCaller();
	void endOf(new Attempts(time.clock, [tooMany]).through(caller, { method: createItems }));
	await time.clock.pass(100 * SECOND);
	const late = new Attempts(time.clock).through(caller, { method: createItems, maximumWait: MINUTE });
	expect(await time.clock.until(endOf(late))).toBe(100);
});

test('a server fault does not end a request that was sent before the cool-down, however long ago', async () => {
	const caller = fakeCaller();
	const early = new Attempts(time.clock, [googleSays(503, '')], [3 * MINUTE]);
	const done = early.through(caller, { method: uploads, maximumWait: MINUTE });
	void endOf(new Attempts(time.clock, [tooMany(), tooMany()], [0, 0, 20 * SECOND]).through(caller, { method: uploads }));
	expect(await time.clock.until(done)).toBe('reply');
	expect(early.at).toEqual([0, 181 * SECOND]);
});

test('Maximum Wait counts anew after a success, even while an earlier request of the kind is under way', async () => {
	const caller = fakeCaller();
	void endOf(new Attempts(time.clock, [], 20 * MINUTE).through(caller, { method: uploads }));
	await time.clock.until(new Attempts(time.clock, [tooMany()]).through(caller, { method: uploads }));
	await time.clock.pass(210 * SECOND);
	const later = new Attempts(time.clock, [tooMany]).through(caller, { method: uploads, maximumWait: 5 * MINUTE });
	expect(await time.clock.until(endOf(later))).toBe(240 + 300);
});

test('Maximum Wait counts anew after a call of which Google accepted a part', async () => {
	const caller = fakeCaller();
	const refusal = { kind: 'tooManyRequests' as const, message: '', outcomeUnknown: false };
	const policy = { method: createItems, maximumWait: 2 * MINUTE };
	const call = new Attempts(time.clock, [tooMany()]);
	const partly = { ...policy, throttledPart: () => ({ failure: refusal, progress: true }) };
	await time.clock.until(call.through(caller, partly));
	const rest = new Attempts(time.clock, [tooMany]).through(caller, policy);
	expect(await time.clock.until(endOf(rest))).toBe(30 + 120);
});

test('requests that were sent and then gave up are not reported as not sent', async () => {
	const caller = fakeCaller();
	const requests = [1, 2, 3, 4, 5].map(() => new Attempts(time.clock, [tooMany]));
	const policy = { method: uploads, maximumWait: 2 * MINUTE };
	const errors = await time.clock.until(Promise.all(requests.map(async (attempts) => await errorOf(attempts.through(caller, policy)))));
	for (const error of errors) expect(errorText(error)).toMatch(/^Google Photos is receiving too many requests/);
});

describe('what is asked for a request before it is sent', () => {
	/** Starts a write, which first sends a read with the Maximum Wait that it is given. */
	const write = async (caller: ReturnType<typeof fakeCaller>, read: Attempts, waits: number[] = []) => {
		const beforeAttempt = async (maximumWait: number) => {
			waits.push(maximumWait / SECOND);
			await read.through(caller, { method: list, maximumWait });
		};
		const policy = { method: createItems, maximumWait: 5 * MINUTE, beforeAttempt };
		await executeRequest(caller, policy, new Attempts(time.clock).once);
	};

	test('may wait as long as the request', async () => {
		const waits: number[] = [];
		await time.clock.until(write(fakeCaller(), new Attempts(time.clock), waits));
		expect(waits).toEqual([300]);
	});

	test('gives up when the request would, in a cool-down that others began', async () => {
		const caller = fakeCaller();
		void endOf(new Attempts(time.clock, [tooMany]).through(caller, { method: list }));
		await time.clock.pass(100 * SECOND);
		expect(await time.clock.until(endOf(write(caller, new Attempts(time.clock, [tooMany]))))).toBe(300);
	});

	test('may wait for what is left to the request after its cool-down has ended', async () => {
		const caller = fakeCaller();
		const waits: number[] = [];
		const beforeAttempt = async (maximumWait: number) => {
			waits.push(maximumWait / SECOND);
			if (waits.length === 2) await time.clock.delay(40 * SECOND);
		};
		const attempts = new Attempts(time.clock, [tooMany(), googleSays(503, '')]);
		const done = attempts.through(caller, { method: createItems, maximumWait: 5 * MINUTE, beforeAttempt });
		await time.clock.pass(SECOND);
		// ends the cool-down as its probe
		await time.clock.until(new Attempts(time.clock).through(caller, { method: list }));
		await time.clock.until(done);
		expect(attempts.at).toEqual([0, 40, 41].map((at) => at * SECOND));
		expect(waits).toEqual([300, 300, 259]);
	});
});

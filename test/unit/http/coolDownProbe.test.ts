/** The one request at a time that tests whether Google accepts requests again, and what the others do meanwhile. */
import { failureOf, inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import type { RequestPolicy } from '../../../nodes/GooglePhotos/http/pipeline';
import { Attempts, uploads } from '../support/attempts';
import { fakeCaller, newCredentialId, node } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const tooMany = () => googleSays(429, "Quota exceeded for limit 'Write requests per minute per user'");

const seconds = ({ at }: Attempts) => at.map((each) => each / SECOND);

/** Executions with one account, which upload; each can be cancelled. */
class Account {
	private readonly credentialId = newCredentialId();

	start(attempts: Attempts, policy: Partial<RequestPolicy<string>> = {}) {
		const cancel = new AbortController();
		const caller = fakeCaller({ credentialId: this.credentialId, signal: cancel.signal });
		const result = attempts.through(caller, { method: uploads, ...policy });
		result.catch(() => {});
		return { cancel, result };
	}

	/** Begins a cool-down of 30 seconds in which only requests that start later wait. */
	async coolDown(...starts: Array<() => void>): Promise<void> {
		const { cancel } = this.start(new Attempts(time.clock, [tooMany]));
		await time.clock.pass(SECOND);
		for (const start of starts) start();
		cancel.abort();
		await time.clock.pass(SECOND);
	}
}

/** Memory that is free after some time. */
const freeAfter = (milliseconds: number) => async <R>(work: () => Promise<R>, signal: AbortSignal) => {
	await time.clock.delay(milliseconds, signal);
	signal.throwIfAborted();
	return await work();
};

describe('while a probe awaits its reply', () => {
	test('no other request is sent, even when one from before the cool-down ends', async () => {
		const account = new Account();
		const probe = new Attempts(time.clock, [tooMany()], MINUTE);
		account.start(probe);
		account.start(new Attempts(time.clock, [], 100 * SECOND));
		await time.clock.pass(70 * SECOND);
		const other = new Attempts(time.clock);
		await time.clock.until(account.start(other).result);
		expect(seconds(probe)).toEqual([0, 90]);
		expect(seconds(other)).toEqual([150]);
	});

	test('the others are sent if it succeeds within 30 seconds after their Maximum Wait', async () => {
		const account = new Account();
		account.start(new Attempts(time.clock, [tooMany()], [0, 50 * SECOND]));
		await time.clock.pass(SECOND);
		const other = new Attempts(time.clock);
		await time.clock.until(account.start(other, { maximumWait: MINUTE }).result);
		expect(seconds(other)).toEqual([80]);
	});

	test('the others give up 30 seconds after their Maximum Wait, each at its own time', async () => {
		const account = new Account();
		account.start(new Attempts(time.clock, [tooMany()], [0, 20 * MINUTE]));
		await time.clock.pass(SECOND);
		const ends = [2, 1, 3].map(async (minutes) => {
			const error = await errorOf(account.start(new Attempts(time.clock), { maximumWait: minutes * MINUTE }).result);
			return [failureOf(error)?.kind, time.clock.elapsed / SECOND];
		});
		const all = await time.clock.until(Promise.all(ends));
		expect(all).toEqual([150, 90, 210].map((end) => ['tooManyRequests', end]));
	});
});

test('a request that comes before the next probe is due does not bring it forward', async () => {
	const account = new Account();
	const first = new Attempts(time.clock, [tooMany(), tooMany()]);
	account.start(first);
	await time.clock.pass(70 * SECOND);
	const other = new Attempts(time.clock);
	await time.clock.until(account.start(other).result);
	expect(seconds(first)).toEqual([0, 30, 90]);
	expect(seconds(other)).toEqual([90]);
});

test('a server fault of a request from before the cool-down does not delay the probe', async () => {
	const account = new Account();
	const first = new Attempts(time.clock, [tooMany()], 5 * SECOND);
	const { result } = account.start(first);
	account.start(new Attempts(time.clock, [googleSays(503, '')], [20 * SECOND]));
	await time.clock.until(result);
	expect(seconds(first)).toEqual([0, 35]);
});

test('a probe that Google rejects for another reason ends the cool-down for all at once', async () => {
	const account = new Account();
	account.start(new Attempts(time.clock, [tooMany(), googleSays(404, 'Not found.')]));
	await time.clock.pass(SECOND);
	const others = [1, 2, 3].map(() => new Attempts(time.clock, [], 10 * SECOND));
	await time.clock.until(Promise.all(others.map(async (attempts) => await account.start(attempts).result)));
	expect(others.map(seconds)).toEqual([[30], [30], [30]]);
});

test('a probe that fails before it is sent is repeated soon', async () => {
	const sent: number[] = [];
	let tries = 0;
	const attempt = async (leaves: () => void) => {
		if (++tries === 2) throw disconnected('ECONNREFUSED');
		leaves();
		sent.push(time.clock.elapsed / SECOND);
		if (tries === 1) throw tooMany();
	};
	await time.clock.until(executeRequest(fakeCaller(), { method: uploads }, attempt));
	expect(sent).toEqual([0, 31]);
});

test('the probe is sent at its time, whatever the rate limit says', async () => {
	const caller = fakeCaller();
	for (let count = 0; count < 120; count++) await time.clock.until(new Attempts(time.clock).through(caller));
	const attempts = new Attempts(time.clock, [tooMany()]);
	await time.clock.until(attempts.through(caller));
	expect(seconds(attempts)).toEqual([0, 30]);
});

describe('a probe that waits for memory before it is sent', () => {
	test('makes room for the next one as soon as it is cancelled', async () => {
		const account = new Account();
		const other = new Attempts(time.clock);
		let probe: ReturnType<Account['start']> | undefined;
		let result: Promise<string> | undefined;
		await account.coolDown(
			() => (probe = account.start(new Attempts(time.clock), { withinBudget: freeAfter(10 * MINUTE) })),
			() => (result = account.start(other).result),
		);
		await time.clock.pass(48 * SECOND);
		expect(other.at).toEqual([]);
		probe?.cancel.abort();
		await time.clock.until(result as Promise<string>);
		expect(seconds(other)).toEqual([50]);
	});

	test('is sent even if its Maximum Wait ends meanwhile: its turn has come', async () => {
		const account = new Account();
		const probe = new Attempts(time.clock);
		let result: Promise<string> | undefined;
		await account.coolDown(
			() => (result = account.start(probe, { withinBudget: freeAfter(2 * MINUTE), maximumWait: MINUTE }).result),
			() => account.start(new Attempts(time.clock), { maximumWait: MINUTE }),
		);
		await time.clock.until(result as Promise<string>);
		expect(seconds(probe)).toEqual([150]);
	});
});

test('a request that is cancelled before it comes says so, also when its Maximum Wait is over', async () => {
	const account = new Account();
	account.start(new Attempts(time.clock, [tooMany]));
	await time.clock.pass(100 * SECOND);
	const cancelled = { signal: AbortSignal.abort(), maximumWait: MINUTE };
	const error = await time.clock.until(errorOf(account.start(new Attempts(time.clock), cancelled).result));
	expect(failureOf(error)?.kind).toBe('cancelled');
});

test("the caller's own error stands, also when the request is cancelled at the same time", async () => {
	const own = inputError(node(), 'The file is gone', 'Run it again.');
	const account = new Account();
	const { cancel, result } = account.start(new Attempts(time.clock, [own], SECOND));
	await time.clock.pass(0);
	cancel.abort();
	expect(await time.clock.until(errorOf(result))).toBe(own);
});

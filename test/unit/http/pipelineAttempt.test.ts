/** What happens between the beginning of an attempt and the moment it is sent, and when it is repeated. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { getEventListeners } from 'node:events';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import { errorText } from '../../support/errorText';
import { Attempts, createAlbum, createItems, list, uploads } from '../support/attempts';
import { fakeCaller, newCredentialId } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const tooMany = () => googleSays(429, 'Quota exceeded');
const seconds = () => time.clock.elapsed / SECOND;

describe('a cool-down that begins while an attempt is prepared', () => {
	async function whileCoolingDown(attempt: (leaves: () => void) => Promise<unknown>, method = uploads, throttled = uploads): Promise<void> {
		const caller = fakeCaller();
		const done = executeRequest(caller, { method }, attempt);
		void new Attempts(time.clock, [tooMany()], [2 * SECOND]).through(caller, { method: throttled });
		await time.clock.until(done);
	}

	test.each([
		['of a file', uploads, uploads],
		['of a new album, which must not be created twice', createAlbum, list],
	])('holds back the request %s: it is prepared again afterwards, and sent once', async (_title, method, throttled) => {
		const prepared: number[] = [];
		const sent: number[] = [];
		await whileCoolingDown(async (leaves) => {
			prepared.push(seconds());
			await time.clock.delay(5 * SECOND);
			leaves();
			sent.push(seconds());
		}, method, throttled);
		expect([prepared, sent]).toEqual([[0, 32], [37]]);
	});

	test('holds back the second request of an attempt that sends two: it begins again afterwards', async () => {
		const sent: number[] = [];
		await whileCoolingDown(async (leaves) => {
			leaves();
			sent.push(seconds());
			await time.clock.delay(5 * SECOND);
			leaves();
			sent.push(seconds());
		});
		expect(sent).toEqual([0, 32, 37]);
	});
});

describe('a request that is cancelled', () => {
	function stoppable(credentialId = newCredentialId()) {
		const stop = new AbortController();
		return { stop, caller: fakeCaller({ credentialId, signal: stop.signal }) };
	}

	/** Has the account wait for the rate limit until 60 seconds; its cool-down ends after 30. */
	async function limitRate(credentialId: string, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
		const caller = fakeCaller({ credentialId });
		for (let count = 0; count < 120; count++) await time.clock.until(new Attempts(time.clock).through(caller));
		const throttled = new Attempts(time.clock, [tooMany()]).through(caller);
		await time.clock.pass(SECOND);
		await meanwhile();
		await time.clock.until(throttled);
	}

	test('while its attempt is prepared is not sent', async () => {
		const { stop, caller } = stoppable();
		let sent = false;
		const outcome = errorOf(
			executeRequest(caller, { method: uploads }, async (leaves) => {
				await time.clock.delay(5 * SECOND);
				leaves();
				sent = true;
			}),
		);
		await time.clock.pass(2 * SECOND);
		stop.abort();
		expect(failureOf(await time.clock.until(outcome))?.kind).toBe('cancelled');
		expect(sent).toBe(false);
	});

	test('before a cool-down lets it go ends as soon as it would wait', async () => {
		const credentialId = newCredentialId();
		const { stop, caller } = stoppable(credentialId);
		void new Attempts(time.clock, [tooMany()]).through(fakeCaller({ credentialId }));
		await time.clock.pass(SECOND);
		const beforeAttempt = async () => await time.clock.delay(10 * SECOND);
		const outcome = errorOf(new Attempts(time.clock).through(caller, { method: createItems, beforeAttempt }));
		await time.clock.pass(4 * SECOND);
		stop.abort();
		expect(failureOf(await time.clock.until(outcome))?.kind).toBe('cancelled');
		expect(seconds()).toBe(11);
	});

	test('while it waits for the rate limit does not begin its attempt', async () => {
		const credentialId = newCredentialId();
		await limitRate(credentialId);
		const { stop, caller } = stoppable(credentialId);
		let begun = false;
		const attempt = async (leaves: () => void) => {
			begun = true;
			leaves();
		};
		const outcome = errorOf(executeRequest(caller, { method: list }, attempt));
		await time.clock.pass(10 * SECOND);
		stop.abort();
		expect(failureOf(await time.clock.until(outcome))?.kind).toBe('cancelled');
		expect(begun).toBe(false);
	});

	test('during the cool-down takes nothing of the rate from those that come later', async () => {
		const credentialId = newCredentialId();
		await limitRate(credentialId, async () => {
			const { stop, caller } = stoppable(credentialId);
			const outcomes = [1, 2, 3, 4].map(async () => await errorOf(new Attempts(time.clock).through(caller)));
			await time.clock.pass(SECOND);
			stop.abort();
			await time.clock.until(Promise.all(outcomes));
		});
		const later = new Attempts(time.clock);
		await time.clock.until(later.through(fakeCaller({ credentialId })));
		expect(later.at).toEqual([60 * SECOND]);
	});

	test('or not, leaves no listener at the cancel signal of its execution', async () => {
		const { stop, caller } = stoppable();
		for (let count = 0; count < 3; count++) await time.clock.until(new Attempts(time.clock).through(caller));
		expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
	});
});

test('a call that is no problem to repeat is repeated when it is throttled after an unknown outcome', async () => {
	const attempts = new Attempts(time.clock, [disconnected('ECONNRESET'), tooMany()]);
	await time.clock.until(attempts.through(fakeCaller(), { method: createItems }));
	expect(attempts.at).toEqual([0, 1, 31].map((at) => at * SECOND));
});

test('an album is not created again after a fault that names a quota: Google may have created it', async () => {
	const attempts = new Attempts(time.clock, [googleSays(503, 'Quota exceeded')]);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), { method: createAlbum })));
	expect(attempts.at).toEqual([0]);
	expect(errorText(error)).toMatch(/it may have been carried out\. Check in Google Photos/);
});

test.each([
	['a write that may be repeated says so', createItems, /it may have been carried out\. Running it again does no harm\./],
	['a read does not: it changes nothing', list, /^(?!.*carried out)/],
])('the error after an unknown outcome: %s', async (_title, method, text) => {
	const attempts = new Attempts(time.clock, [() => googleSays(503, '')]);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller(), { method })));
	expect(errorText(error)).toMatch(text);
});

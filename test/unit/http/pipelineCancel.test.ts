import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { Attempts, createAlbum, createItems } from '../support/attempts';
import { fakeCaller, newCredentialId } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

function stoppable(credentialId = newCredentialId()) {
	const stop = new AbortController();
	return { stop, caller: fakeCaller({ credentialId, signal: stop.signal }) };
}

test.each<[string, () => Error]>([
	['the wait after a fault', () => googleSays(503, '', { 'retry-after': '60' })],
	['the cool-down', () => googleSays(429, 'Quota exceeded')],
])('%s ends within a second of the abort, and nothing more is sent', async (_title, failure) => {
	const { stop, caller } = stoppable();
	const attempts = new Attempts(time.clock, [failure]);
	const outcome = errorOf(attempts.through(caller));
	await time.clock.pass(10 * SECOND);
	stop.abort();
	const error = await time.clock.until(outcome);
	expect(time.clock.elapsed).toBeLessThanOrEqual(11 * SECOND);
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(error.message).toMatch(/was cancelled/);
	expect(attempts.at).toEqual([0]);
});

test('a request that is aborted while queued for a slot ends at once and is not sent', async () => {
	const credentialId = newCredentialId();
	const inFront = new Attempts(time.clock, [], 10 * MINUTE);
	const first = inFront.through(fakeCaller({ credentialId }), { method: createItems });
	const { stop, caller } = stoppable(credentialId);
	const attempts = new Attempts(time.clock);
	const outcome = errorOf(attempts.through(caller, { method: createItems }));
	await time.clock.pass(SECOND);
	stop.abort();
	const error = await time.clock.until(outcome);
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(time.clock.elapsed).toBe(SECOND);
	await time.clock.until(first);
	expect(attempts.at).toEqual([]);
});

test('the error of a request aborted in flight says that it may have been carried out', async () => {
	const { stop, caller } = stoppable();
	const attempts = new Attempts(time.clock, [disconnected('ERR_CANCELED', 'canceled')], 5 * SECOND);
	const outcome = errorOf(attempts.through(caller, { method: createAlbum }));
	await time.clock.pass(SECOND);
	stop.abort();
	const error = await time.clock.until(outcome);
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(errorText(error)).toMatch(/may have been carried out/);
});

test('the error of a request aborted before it was sent says that nothing more was sent', async () => {
	const { stop, caller } = stoppable();
	stop.abort();
	const attempts = new Attempts(time.clock);
	const error = await time.clock.until(errorOf(attempts.through(caller, { method: createAlbum })));
	expect(attempts.at).toEqual([]);
	expect(errorText(error)).toBe('The execution was cancelled. Nothing more was sent. | ');
});

/** Starts to create an album, which has to wait, and aborts after a second. */
async function expectNothingSent({ stop, caller }: ReturnType<typeof stoppable>) {
	const attempts = new Attempts(time.clock);
	const outcome = errorOf(attempts.through(caller, { method: createAlbum }));
	await time.clock.pass(SECOND);
	stop.abort();
	expect(errorText(await time.clock.until(outcome))).toMatch(/was cancelled\. Nothing more was sent\./);
	expect(attempts.at).toEqual([]);
}

test('nothing is sent by a request that is aborted while queued behind a throttled write', async () => {
	const credentialId = newCredentialId();
	const inFront = new Attempts(time.clock, [googleSays(429, 'Quota exceeded')]);
	const first = inFront.through(fakeCaller({ credentialId }), { method: createItems });
	await time.clock.pass(SECOND);
	await expectNothingSent(stoppable(credentialId));
	await time.clock.until(first);
});

test('nothing is sent by a request that is aborted in its slot, during the cool-down', async () => {
	const credentialId = newCredentialId();
	const refused = errorOf(new Attempts(time.clock, [() => googleSays(429, 'Quota exceeded')]).through(fakeCaller({ credentialId })));
	await time.clock.pass(SECOND);
	await expectNothingSent(stoppable(credentialId));
	await time.clock.until(refused);
});

test('an abort of one execution does not affect other executions of the account', async () => {
	const credentialId = newCredentialId();
	const { stop, caller } = stoppable(credentialId);
	const stopped = errorOf(
		new Attempts(time.clock, [() => googleSays(429, 'Quota exceeded')]).through(caller),
	);
	const other = new Attempts(time.clock, [googleSays(429, 'Quota exceeded')]);
	const goingOn = other.through(fakeCaller({ credentialId }));
	await time.clock.pass(SECOND);
	stop.abort();
	await time.clock.until(stopped);
	expect(await time.clock.until(goingOn)).toBe('reply');
});

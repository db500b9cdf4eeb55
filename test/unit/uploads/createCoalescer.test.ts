/** Executions of one process that wait to create media items share create calls. */
import type { IDataObject } from 'n8n-workflow';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { Attempts, createItems } from '../support/attempts';
import { fakeCaller, newCredentialId } from '../support/caller';
import { errorsOf, execution, slowGoogle, idsOf, items, outcomesOf, tokens } from '../support/executions';
import type { Execution, Wanted } from '../support/executions';
import { googleSays } from '../support/httpErrors';
import { failed, success } from '../support/sentFiles';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const all = async (executions: Execution[]) => await time.clock.until(outcomesOf(executions));

test('waiting executions share the next call, and each gets the results of its own files', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const executions = [1, 1, 3, 1].map((files) => execution(google, { files, credentialId }));
	// the first call does not wait for other executions
	const created = await all(executions);
	expect(google.calls.flat()).toEqual(tokens(0, 1, 2, 3, 4, 5));
	expect(google.calls.length).toBeLessThanOrEqual(2);
	expect(created.map(idsOf)).toEqual([items(0), items(1), items(2, 3, 4), items(5)]);
});

test('a hundred executions that arrive during a call share two calls', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = Array.from({ length: 100 }, () => execution(google, { credentialId }));
	const created = await all([first, ...others]);
	expect(google.calls.map(({ length }) => length)).toEqual([1, 50, 50]);
	expect(google.mostOpen).toBe(1);
	expect(created.flatMap(idsOf)).toEqual(items(...created.keys()));
});

test('the files of one execution stay in one call', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [20, 20, 20, 50].map((files) => execution(google, { files, credentialId }));
	await all([first, ...others]);
	expect(google.calls.map(({ length }) => length).sort((a, b) => a - b)).toEqual([1, 20, 40, 50]);
});

test('a full batch is sent alone, and a call that waited before it can still be joined', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	await all([first, ...[1, 50, 1].map((files) => execution(google, { files, credentialId }))]);
	expect(google.calls.map(({ length }) => length)).toEqual([1, 50, 2]);
});

test('when a call is sent, the next waiting call can still be joined', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [20, 20, 20].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(2 * SECOND);
	await all([first, ...others, execution(google, { credentialId })]);
	expect(google.calls.map(({ length }) => length)).toEqual([1, 40, 21]);
});

const album = { id: 'album', title: 'Holiday' };
const apart: Array<[string, Partial<Wanted>, Partial<Wanted>]> = [
	['albums', { source: { album } }, { source: { album: { ...album, id: 'another' } } }],
	['an album and the library', { source: { album } }, {}],
	['waits', { maximumWait: MINUTE }, { maximumWait: 2 * MINUTE }],
	['request options', { settings: { timeout: 1 } }, { settings: { timeout: 2 } }],
	['sign-ins', { signIn: 'one' }, { signIn: 'two' }],
	['positions', { source: { album, albumPosition: { position: 'FIRST_IN_ALBUM' } } }, { source: { album } }],
];

test.each(apart)('executions do not share a call if these differ: %s', async (_name, one, another) => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	await all([first, execution(google, { credentialId, ...one }), execution(google, { credentialId, ...another })]);
	expect(google.calls).toHaveLength(3);
});

test('executions with the same album, request options and sign-in share a call', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const alike = { credentialId, source: { album }, settings: { timeout: 1 }, signIn: 'one' };
	const first = execution(google, alike);
	await time.clock.pass(SECOND);
	await all([first, execution(google, alike), execution(google, alike)]);
	expect(google.calls).toEqual([tokens(0), tokens(1, 2)]);
	expect(google.requests[1].body).toMatchObject({ albumId: 'album' } satisfies IDataObject);
});

test('the failure of a file affects only its own execution', async () => {
	const google = slowGoogle((asked) => asked.map((token) => (token === 'token 2' ? failed(token, 3) : success(token))));
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = ['a', 'b', 'c'].map((name) => execution(google, { credentialId, name }));
	const created = await all([first, ...others]);
	expect(created.map(idsOf)).toEqual([items(0), items(1), [undefined], items(3)]);
	const [error] = errorsOf(created[2]);
	expect(error?.node.name).toBe('b');
	expect(google.calls).toHaveLength(2);
});

test('of files with the same bytes Google returns only the first: each other one gets a call of its own', async () => {
	const google = slowGoogle((asked, call) =>
		asked.map((token, index) => (call > 1 && index > 0 ? failed(token, 6) : { ...success(token), mediaItem: { id: 'the same' } })),
	);
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const created = await all([first, ...[1, 1, 1].map((files) => execution(google, { files, credentialId }))]);
	expect(created.flatMap(idsOf)).toEqual(['the same', 'the same', 'the same', 'the same']);
	expect(created.flat()).toMatchObject([false, false, true, true].map((alreadyExisted) => ({ alreadyExisted })));
	expect(google.calls).toEqual([tokens(0), tokens(1, 2, 3), tokens(2), tokens(3)]);
});

test('if Google rejects a shared call, each execution sends its files again in a call of its own', async () => {
	const google = slowGoogle((asked) => {
		if (asked.includes('token 2')) throw googleSays(400, 'Request contains an invalid argument.');
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = ['a', 'b', 'c'].map((name) => execution(google, { credentialId, name }));
	const created = await all([first, ...others]);
	expect(created.map(idsOf)).toEqual([items(0), items(1), [undefined], items(3)]);
	const [error] = errorsOf(created[2]);
	expect(error?.node.name).toBe('b');
	expect(errorText(error as Error)).toMatch(/2\.jpg.*invalid argument/);
	expect(google.calls).toEqual([tokens(0), tokens(1, 2, 3), tokens(1), tokens(2), tokens(3)]);
});

test('a shared call that is throttled until Maximum Wait ends is not repeated by each execution', async () => {
	const google = slowGoogle((asked, call) => {
		if (call > 1) throw googleSays(429, "Quota exceeded for quota 'concurrent write request'");
		return asked.map(success);
	});
	const wanted = { credentialId: newCredentialId(), maximumWait: MINUTE };
	const first = execution(google, wanted);
	await time.clock.pass(SECOND);
	const [, ...created] = await all([first, execution(google, wanted), execution(google, wanted)]);
	expect(created.flatMap(errorsOf).map((error) => failureOf(error)?.kind)).toEqual(['tooManyRequests', 'tooManyRequests']);
	expect(google.calls.slice(1)).toEqual([tokens(1, 2), tokens(1, 2)]);
});

test('after a call that was never sent, the next execution makes a call of its own', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const without = execution(google, { credentialId, scope: 'openid' });
	expect(errorsOf((await all([without]))[0]).map((error) => failureOf(error)?.kind)).toEqual(['missingScope']);
	expect((await all([execution(google, { credentialId })])).flatMap(idsOf)).toEqual(items(1));
});

test('files retried together with one that must not share a call do not share a call either', async () => {
	const google = slowGoogle((asked, call) =>
		asked.map((token) => (call === 2 && token === 'token 2' ? failed(token, 6) : call === 2 && token === 'token 3' ? failed(token, 10) : success(token))),
	);
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [1, 2].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(2 * SECOND);
	const late = execution(google, { credentialId });
	await time.clock.pass(2.25 * SECOND);
	// still waits for the slot when tokens 2 and 3 are ready to be created again
	const last = execution(google, { credentialId });
	await all([first, ...others, late, last]);
	expect(google.calls).toEqual([tokens(0), tokens(1, 2, 3), tokens(4), tokens(5), tokens(2, 3)]);
});

test('while a rejected call is split to find the bad file, others share calls without its files', async () => {
	const google = slowGoogle((asked) => {
		if (asked.includes('token 2')) throw googleSays(400, 'Request contains an invalid argument.');
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const suspects = execution(google, { files: 8, credentialId });
	const others: Execution[] = [];
	for (let second = 0; second < 12; second++) {
		await time.clock.pass(SECOND);
		others.push(execution(google, { credentialId }));
	}
	const [created, ...good] = await all([suspects, ...others]);
	expect(idsOf(created)).toEqual([...items(0, 1), undefined, ...items(3, 4, 5, 6, 7)]);
	expect(good.flatMap(idsOf)).not.toContain(undefined);
	const ofSuspects = new Set(tokens(0, 1, 2, 3, 4, 5, 6, 7));
	for (const asked of google.calls) expect(new Set(asked.map((token) => ofSuspects.has(token))).size).toBe(1);
	expect(google.calls.some((asked) => asked.length > 1 && !ofSuspects.has(asked[0]))).toBe(true);
});

test('after an account-wide failure no execution repeats the call, and each error has its own node', async () => {
	const google = slowGoogle((asked, call) => {
		if (call > 1) throw googleSays(429, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'");
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = ['a', 'b'].map((name) => execution(google, { credentialId, name }));
	const [, ...created] = await all([first, ...others]);
	expect(google.calls).toHaveLength(2);
	expect(created.flatMap(errorsOf).map((error) => error?.node.name)).toEqual(['a', 'b']);
	expect(created.flatMap(errorsOf).map((error) => error?.message)).toEqual([
		expect.stringMatching(/daily.*1\.jpg/),
		expect.stringMatching(/daily.*2\.jpg/),
	]);
});

test('a throttled shared call is retried as a whole after the cool-down', async () => {
	const google = slowGoogle((asked, call) => {
		if (call === 2) throw googleSays(429, "Quota exceeded for quota 'concurrent write request'");
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [1, 1].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(5 * SECOND);
	// a call that was already sent cannot be joined
	const late = execution(google, { credentialId });
	await all([first, ...others, late]);
	expect(google.calls).toEqual([tokens(0), tokens(1, 2), tokens(1, 2), tokens(3)]);
	expect(time.clock.elapsed).toBeGreaterThanOrEqual(30 * SECOND);
});

test('a reply that throttles files of several executions slows down the rate limiter once', async () => {
	const google = slowGoogle((asked, call) => asked.map((token) => (call === 2 ? failed(token, 8) : success(token))));
	const credentialId = newCredentialId();
	const writes = new Attempts(time.clock);
	const write = async () => await time.clock.until(writes.through(fakeCaller({ credentialId }), { method: createItems }));
	for (let number = 0; number < 100; number++) await write();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	await all([first, ...[1, 1, 1].map((files) => execution(google, { files, credentialId }))]);
	expect(google.calls[1]).toHaveLength(3);
	// 100 writes per minute, halved: one per 1.2 seconds; the rate has recovered somewhat since
	for (let number = 0; number < 3; number++) await write();
	const [one, next] = writes.at.slice(-2);
	expect(next - one).toBeLessThan(1.3 * SECOND);
	expect(next - one).toBeGreaterThan(0.7 * SECOND);
});

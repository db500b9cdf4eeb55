/** Some of the executions that share a create call are cancelled. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import { fakeCaller, fakeRun, newCredentialId } from '../support/caller';
import { CREATE, execution, slowGoogle, idsOf, items, outcomesOf, tokens } from '../support/executions';
import type { FakeGoogle } from '../support/google';
import type { Execution } from '../support/executions';
import { googleSays } from '../support/httpErrors';
import { batchOf, sentFiles, success, tokensOf } from '../support/sentFiles';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const all = async (executions: Execution[]) => await time.clock.until(outcomesOf(executions));

test('an execution cancelled before the call is sent withdraws its files, even if it opened the call', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [1, 1, 1].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(SECOND / 2);
	others[0].cancel();
	const [cancelled] = await time.clock.until(others[0].outcomes);
	expect(time.clock.elapsed).toBeLessThan(2 * SECOND);
	expect((cancelled as { error: Error }).error.message).toMatch(/cancelled/);
	const created = await all([first, ...others.slice(1)]);
	expect(created.map(idsOf)).toEqual([items(0), items(2), items(3)]);
	expect(google.calls).toEqual([tokens(0), tokens(2, 3)]);
});

test('an execution cancelled after the call was sent ends at once, and the call goes on for the others', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [1, 1].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(2 * SECOND);
	others[0].cancel();
	const [cancelled] = await time.clock.until(others[0].outcomes);
	const { error } = cancelled as { error: Error };
	expect(error.message).toBe('The execution was cancelled, but the file may be in the library: file "1.jpg" in field "data" [item 1]. Running it again creates no second copy.');
	expect(error).toHaveProperty('description', expect.stringMatching(/what became of a request that contained the file.*Nothing more was sent\.$/));
	expect(failureOf(error)?.outcomeUnknown).toBe(true);
	expect(time.clock.elapsed).toBeLessThan(2 * CREATE);
	expect((await all([first, others[1]])).map(idsOf)).toEqual([items(0), items(2)]);
	expect(google.aborted).toBe(0);
});

test('an execution cancelled between two attempts is not in the second, even if it opened the call', async () => {
	const google = slowGoogle((asked, call) => {
		if (call === 2) throw googleSays(429, "Quota exceeded for quota 'concurrent write request'");
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [1, 1].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(10 * SECOND);
	others[0].cancel();
	const [cancelled] = await time.clock.until(others[0].outcomes);
	expect((cancelled as { error: Error }).error.message).toMatch(/^The execution was cancelled: file "1\.jpg"/);
	expect((await all([first, others[1]])).map(idsOf)).toEqual([items(0), items(2)]);
	expect(google.calls).toEqual([tokens(0), tokens(1, 2), tokens(2)]);
});

test('a call is aborted when all its executions are cancelled, and the next call gets the slot', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const cancelled = [1, 1].map((files) => execution(google, { files, credentialId }));
	await time.clock.pass(SECOND / 2);
	for (const one of cancelled) one.cancel();
	await all(cancelled);
	expect(google.aborted).toBeGreaterThan(0);
	const before = time.clock.elapsed;
	expect((await all([execution(google, { credentialId })])).map(idsOf)).toEqual([items(2)]);
	expect(time.clock.elapsed - before).toBeLessThanOrEqual(CREATE);
	expect(google.mostOpen).toBe(1);
});

describe('while a call waits for other executions,', () => {
	/** Makes two executions share a call, so that the next call waits half a second for other executions. */
	async function met(google: FakeGoogle): Promise<string> {
		const credentialId = newCredentialId();
		const first = execution(google, { credentialId });
		await time.clock.pass(SECOND);
		await all([first, ...[1, 1].map((files) => execution(google, { files, credentialId }))]);
		expect(google.calls).toEqual([tokens(0), tokens(1, 2)]);
		return credentialId;
	}

	test('nothing is sent, not even a call without files, if all its executions are cancelled', async () => {
		const credentialId = await met(slowGoogle());
		const controller = new AbortController();
		const sent: string[][] = [];
		const respond = (request: IHttpRequestOptions) => void sent.push(tokensOf(request));
		const caller = fakeCaller({ credentialId, signal: controller.signal, respond });
		const outcomes = createMediaItems(fakeRun(caller), batchOf(sentFiles(1)), { maximumWait: MINUTE });
		await time.clock.pass(100);
		controller.abort();
		await time.clock.until(outcomes);
		await time.clock.pass(SECOND);
		expect(sent).toEqual([]);
	});

	test('an execution that arrives right after all others were cancelled is not cancelled', async () => {
		const google = slowGoogle();
		const credentialId = await met(google);
		const cancelled = execution(google, { credentialId });
		await time.clock.pass(100);
		cancelled.cancel();
		await cancelled.outcomes;
		expect((await all([execution(google, { credentialId })])).flatMap(idsOf)).toEqual(items(4));
	});
});

/** Limits the total size of files that n8n loads as a whole, while they are sent. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { isBufferedOnly } from '../../../nodes/GooglePhotos/files/binaryData';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { sendBytes } from '../../../nodes/GooglePhotos/uploads/transfer';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { refused } from '../support/httpErrors';
import { sentFile } from '../support/sentFiles';
import { callerOf, limits, MIB, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test('files in memory and in the n8n database are loaded as a whole, others are not', () => {
	const { file } = new Store(Buffer.alloc(0));
	expect(isBufferedOnly(inMemory(Buffer.alloc(1)))).toBe(true);
	expect(isBufferedOnly({ ...file, id: 'database:5f0c' })).toBe(true);
	for (const id of ['filesystem-v2:x', 's3:x', 'azure:x']) expect(isBufferedOnly({ ...file, id })).toBe(false);
});

/** Sends files of these sizes, 10 at once, each for a second. @returns the maximum number of bytes being sent at a time */
async function mostAtOnce(sizes: number[], fileOf: (content: Buffer) => Source['file'] = (content) => inMemory(content)) {
	let now = 0;
	let most = 0;
	const respond = async ({ headers }: { headers?: object }) => {
		const size = Number((headers as Record<string, string>)['Content-Length']);
		most = Math.max(most, (now += size));
		await time.clock.delay(SECOND);
		now -= size;
		return 'token';
	};
	// executions of two accounts: the memory budget is shared by the process
	const callers = [fakeCaller({ respond: respond as never }), fakeCaller({ respond: respond as never })];
	const sent = sizes.map(async (size, number) => {
		const caller = callers[number % 2];
		Object.assign(caller.helpers, { getBinaryStream: new Store(Buffer.alloc(size)).getBinaryStream });
		const { source } = sentFile(number, { size, file: fileOf(Buffer.alloc(size)) });
		return await sendBytes(fakeRun(caller), source, { ...limits, parallel: 10 });
	});
	await time.clock.until(Promise.all(sent));
	return most;
}

test('at most 64 MiB are sent at once, whatever the number of files', async () => {
	expect(await mostAtOnce(Array(12).fill(20 * MIB))).toBe(60 * MIB);
	expect(await mostAtOnce(Array(12).fill(MIB / 8))).toBe((12 * MIB) / 8);
});

test('files that exceed 64 MiB together are not sent together', async () => {
	expect(await mostAtOnce([30 * MIB, 50 * MIB, 10 * MIB])).toBeLessThanOrEqual(64 * MIB);
});

test('a file larger than 64 MiB is in memory alone', async () => {
	const sizes = [20 * MIB, 70 * MIB, 20 * MIB, 70 * MIB];
	const loaded = new Set<number>();
	const together: string[] = [];
	const send = async (size: number, number: number) => {
		const server = new UploadServer();
		const { answer } = server;
		Object.assign(server, {
			answer: async (request: IHttpRequestOptions) => {
				// the request that begins a session needs no bytes of the file
				if (!request.body) return await answer(request);
				loaded.add(number);
				together.push([...loaded].map((one) => sizes[one] / MIB).join('+'));
				await time.clock.delay(SECOND);
				loaded.delete(number);
				return await answer(request);
			},
		});
		const caller = callerOf(new Store(Buffer.alloc(0)), server);
		const { source } = sentFile(number, { size, file: inMemory(Buffer.alloc(size)) });
		return await sendBytes(fakeRun(caller), source, { ...limits, parallel: 10 });
	};
	const sent = await time.clock.until(Promise.all(sizes.map(send)));
	expect(new Set(sent.map(({ uploadToken }) => uploadToken)).size).toBe(4);
	// only the two smaller files are in memory together
	expect([...new Set(together)].sort()).toEqual(['20', '20+20', '70']);
});

test('a file of the n8n database is loaded anew for each attempt: it is not in memory in between', async () => {
	const content = Buffer.alloc(MIB);
	let requests = 0;
	let loaded = 0;
	const respond = () => {
		if (++requests === 1) throw refused(503);
		return 'token';
	};
	const caller = fakeCaller({ respond });
	Object.assign(caller.helpers, {
		getBinaryStream: async () => {
			loaded++;
			return content;
		},
	});
	const { source } = sentFile(1, { size: MIB, file: { ...new Store(content).file, id: 'database:5f0c' } });
	await time.clock.until(sendBytes(fakeRun(caller), source, limits));
	expect([requests, loaded]).toEqual([2, 2]);
});

test('streamed files do not count against the memory budget', async () => {
	const { file } = new Store(Buffer.alloc(0));
	expect(await mostAtOnce(Array(4).fill(20 * MIB), () => file)).toBe(80 * MIB);
});

test('a file that waits for memory is not sent if its execution is cancelled', async () => {
	const content = Buffer.alloc(40 * MIB);
	let requests = 0;
	const respond = async () => {
		requests++;
		await time.clock.delay(60 * SECOND);
		return 'token';
	};
	const send = async (signal?: AbortSignal) => {
		const { source } = sentFile(1, { size: content.length, file: inMemory(content) });
		return await sendBytes(fakeRun(fakeCaller({ respond, signal })), source, limits).catch((error: Error) => error);
	};
	const first = send();
	const stop = new AbortController();
	const waiting = send(stop.signal);
	await time.clock.pass(SECOND);
	stop.abort();
	const error = (await time.clock.until(waiting)) as Error;
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(errorText(error)).toBe(
		'The execution was cancelled: file "1.jpg" in field "data" [item 1]. Nothing more was sent. | ',
	);
	expect(time.clock.elapsed).toBe(SECOND);
	expect(requests).toBe(1);
	await time.clock.until(first);
});

test('slow large files do not delay a small file of another account', async () => {
	const slow = fakeCaller({ respond: async () => await time.clock.delay(300 * SECOND).then(() => 'token') });
	const quick = fakeCaller({ respond: async () => 'token' });
	const send = async (caller: N8nContext, size: number) => {
		const { source } = sentFile(1, { size, file: inMemory(Buffer.alloc(size)) });
		await sendBytes(fakeRun(caller), source, limits);
		return time.clock.elapsed;
	};
	const large = [send(slow, 50 * MIB), send(slow, 50 * MIB)];
	await time.clock.pass(SECOND);
	expect(await time.clock.until(send(quick, MIB / 2))).toBe(SECOND);
	await time.clock.until(Promise.all(large));
});

test('accounts alternate in getting memory: many files of one do not delay one file of another', async () => {
	const respond = async () => {
		await time.clock.delay(10 * SECOND);
		return 'token';
	};
	const content = Buffer.alloc(40 * MIB);
	const send = async (caller: N8nContext) => {
		const { source } = sentFile(1, { size: content.length, file: inMemory(content) });
		await sendBytes(fakeRun(caller), source, { ...limits, parallel: 10 });
		return time.clock.elapsed;
	};
	const many = fakeCaller({ respond });
	const first = Array.from({ length: 8 }, async () => await send(many));
	await time.clock.pass(SECOND);
	const other = send(fakeCaller({ respond }));
	expect(await time.clock.until(other)).toBe(30 * SECOND);
	await time.clock.until(Promise.all(first));
	expect(time.clock.elapsed).toBe(90 * SECOND);
});

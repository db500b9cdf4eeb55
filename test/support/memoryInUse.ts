/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in use after a full garbage collection: V8's heap, buffers and other external memory. */
function inUse(): number {
	// The first collection only finds that buffers are unreachable; V8 frees them after it.
	collectGarbage();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/**
 * Measures how much more memory was in use during `work` than before it. Does not depend on the machine's load, because
 * garbage that V8 has not collected yet does not count.
 *
 * @returns bytes
 */
export async function memoryOf(work: () => Promise<void>): Promise<number> {
	const before = inUse();
	let peak = before;
	let done = false;
	const working = work().finally(() => (done = true));
	while (!done) {
		await Promise.race([working, sleep(250)]);
		peak = Math.max(peak, inUse());
	}
	await working;
	return peak - before;
}

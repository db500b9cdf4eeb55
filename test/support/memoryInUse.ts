/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What this process has in use after a full collection: V8's heap, buffers and other external memory. Bytes. */
function inUse(): number {
	// the first one only notices that buffers are dead: V8 lets go of them a moment later
	collectGarbage();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/**
 * Does something and measures how much more memory was in use meanwhile than before. A busy machine does not
 * change it: garbage that V8 has not collected yet does not count.
 *
 * @returns bytes
 */
export async function memoryOf(work: () => Promise<void>): Promise<number> {
	const before = inUse();
	let most = before;
	let done = false;
	const working = work().finally(() => (done = true));
	while (!done) {
		await Promise.race([working, sleep(250)]);
		most = Math.max(most, inUse());
	}
	await working;
	return most - before;
}

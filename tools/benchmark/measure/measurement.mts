import type { EmulatedAccount, RecordedRequest } from '../../emulator/control-client.mts';
import { maxConcurrent } from './overlap.mts';

/** Resources that a contender used, measured by itself or by its runner. */
export interface Effort {
	/** Seconds of the work alone, without starting n8n and reading files into it. */
	seconds: number;
	/** CPU seconds and peak memory in bytes of the whole process, where known. */
	cpuSeconds?: number;
	peakBytes?: number;
	/** Maximum number of bytes in use after garbage collection, where collections were forced. */
	inUseBytes?: number;
}

/** One run of a contender, as measured by itself and by the emulator. */
export interface Measurement extends Effort {
	/** Requests that count against Google's quota of 10,000 a day. */
	calls: number;
	/** Number of requests by method, including token and byte requests. */
	byMethod: Record<string, number>;
	/** Maximum number of concurrent requests by kind. */
	atOnce: { uploads: number; creates: number; bytes: number };
	/** Requests rejected with HTTP 429. */
	refused: number;
	/** Media items in the library at the end. */
	mediaItems: number;
	requests: RecordedRequest[];
}

/** Runs `work`, the only user of `account`, and reads the emulator's records. */
export async function measured(account: EmulatedAccount, work: () => Promise<Effort>): Promise<Measurement> {
	await account.resetRequests();
	const effort = await work();
	const { total, byMethod } = await account.counts();
	const requests = await account.requests();
	return {
		...effort,
		calls: total,
		byMethod,
		atOnce: {
			uploads: maxConcurrent(requests, ({ method }) => method.startsWith('uploads')),
			creates: maxConcurrent(requests, ({ method }) => method === 'mediaItems.batchCreate'),
			bytes: maxConcurrent(requests, ({ method }) => method === 'bytes'),
		},
		refused: requests.filter(({ status }) => status === 429).length,
		mediaItems: (await account.library()).mediaItems.length,
		requests,
	};
}

/** @throws Error for an empty list */
export function median(values: number[]): number {
	const middle = [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
	if (middle === undefined) throw new Error('There is no median of nothing');
	return middle;
}

/** The run with the median time. */
export function medianRun<T extends Effort>(runs: T[]): T {
	const seconds = median(runs.map((run) => run.seconds));
	return runs.find((run) => run.seconds === seconds) as T;
}

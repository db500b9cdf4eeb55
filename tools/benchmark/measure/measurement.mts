import type { EmulatedAccount, RecordedRequest } from '../../emulator/control-client.mts';
import { mostAtOnce } from './overlap.mts';

/** What a contender spent on its work, told by itself or by who ran it. */
export interface Effort {
	/** Seconds of the work alone: not of starting n8n, nor of reading files into it. */
	seconds: number;
	/** Seconds of CPU time of the whole process, and its memory at the peak in bytes, where they are known. */
	cpuSeconds?: number;
	peakBytes?: number;
	/** Bytes in use at the most when V8 has collected all it can, where it was made to. */
	inUseBytes?: number;
}

/** One run of a contender, as itself and the emulator saw it. */
export interface Measurement extends Effort {
	/** Requests that count against Google's 10,000 a day. */
	calls: number;
	/** Every request by its method, token and byte requests too. */
	byMethod: Record<string, number>;
	/** The most requests that were under way together, by what they ask for. */
	atOnce: { uploads: number; creates: number; bytes: number };
	/** Requests that were refused with "too many requests" (HTTP 429). */
	refused: number;
	/** Media items in the library afterwards. */
	mediaItems: number;
	requests: RecordedRequest[];
}

/** Runs `work`, with which `account` and nobody else is busy, and looks at what the emulator has seen of it. */
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
			uploads: mostAtOnce(requests, ({ method }) => method.startsWith('uploads')),
			creates: mostAtOnce(requests, ({ method }) => method === 'mediaItems.batchCreate'),
			bytes: mostAtOnce(requests, ({ method }) => method === 'bytes'),
		},
		refused: requests.filter(({ status }) => status === 429).length,
		mediaItems: (await account.library()).mediaItems.length,
		requests,
	};
}

/** The value in the middle. @throws Error when there is none */
export function median(values: number[]): number {
	const middle = [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
	if (middle === undefined) throw new Error('There is no median of nothing');
	return middle;
}

/** The run whose time is in the middle. */
export function medianRun<T extends Effort>(runs: T[]): T {
	const seconds = median(runs.map((run) => run.seconds));
	return runs.find((run) => run.seconds === seconds) as T;
}

import type { RecordedRequest } from '../../emulator/control-client.mts';

/** Maximum number of matching requests that overlapped. Requests do not overlap if one starts when the other ends. */
export function maxConcurrent(requests: RecordedRequest[], wanted: (request: RecordedRequest) => boolean): number {
	const moments = requests.filter(wanted).flatMap(({ startedAt, endedAt }) => [
		{ at: startedAt, change: 1 },
		{ at: Math.max(endedAt, startedAt), change: -1 },
	]);
	moments.sort((a, b) => a.at - b.at || a.change - b.change);
	let now = 0;
	let most = 0;
	for (const { change } of moments) {
		now += change;
		most = Math.max(most, now);
	}
	return most;
}

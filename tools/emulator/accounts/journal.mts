import type { Counts, RecordedRequest } from '../control-types.mts';

export type Traffic = 'read' | 'write' | 'upload' | 'bytes' | 'token' | 'picker';

/** Record of a request that is still being served. */
export interface OpenRecord extends RecordedRequest {
	traffic: Traffic;
	/** Write requests of this account in flight when this request started. */
	writesBefore: number;
}

const maxRecords = 20_000;
const countedADay: ReadonlySet<Traffic> = new Set(['read', 'write', 'upload']);

/** The requests of an account in order, without tokens and contents. */
export class Journal {
	private records: OpenRecord[] = [];
	private readonly open = new Set<OpenRecord>();
	private maxParallel = { reads: 0, writes: 0, uploads: 0 };

	begin(
		record: Omit<OpenRecord, 'overlapping' | 'writesBefore' | 'startedAt' | 'endedAt' | 'status'>,
	): OpenRecord {
		const begun: OpenRecord = {
			...record,
			overlapping: this.open.size,
			writesBefore: this.inFlight('write'),
			startedAt: Date.now(),
			endedAt: 0,
			status: 0,
		};
		this.records.push(begun);
		if (this.records.length > maxRecords) this.records.splice(0, maxRecords / 2);
		this.open.add(begun);
		this.maxParallel.reads = Math.max(this.maxParallel.reads, this.inFlight('read'));
		this.maxParallel.writes = Math.max(this.maxParallel.writes, this.inFlight('write'));
		this.maxParallel.uploads = Math.max(this.maxParallel.uploads, this.inFlight('upload'));
		return begun;
	}

	/** Calls after the first are ignored. @param status 0 if the connection was cut */
	end(record: OpenRecord, status: number): void {
		if (!this.open.has(record)) return;
		record.status = status;
		record.endedAt = Date.now();
		this.open.delete(record);
	}

	inFlight(traffic: Traffic): number {
		let count = 0;
		for (const record of this.open) if (record.traffic === traffic) count++;
		return count;
	}

	requests(): RecordedRequest[] {
		return this.records.map(
			({ traffic: _traffic, writesBefore: _writesBefore, ...record }) => record,
		);
	}

	counts(): Counts {
		const byMethod: Record<string, number> = {};
		let total = 0;
		for (const { method, traffic } of this.records) {
			byMethod[method] = (byMethod[method] ?? 0) + 1;
			if (countedADay.has(traffic)) total++;
		}
		return { byMethod, total, maxParallel: this.maxParallel };
	}

	reset(): void {
		this.records = [];
		this.maxParallel = { reads: 0, writes: 0, uploads: 0 };
	}
}

import { createHash } from 'node:crypto';

/** Bytes that are kept of an id: two of 100,000 ids are the same in these with a chance of 1 in 3,000,000,000. */
const BYTES = 8;

/** How many ids are remembered: n8n writes the memory of a trigger into its database whenever it starts a workflow. */
export const MAX_SEEN = 100_000;

/** The ids of what a trigger has seen, in the order in which they are to be forgotten when there are too many. */
export class SeenIds {
	private marks = new Set<string>();

	/**
	 * @param kept what `toString` gave
	 * @param most how many ids to remember
	 */
	constructor(
		kept = '',
		readonly most = MAX_SEEN,
	) {
		const bytes = Buffer.from(kept, 'base64').toString('latin1');
		for (let at = 0; at < bytes.length; at += BYTES) this.marks.add(bytes.slice(at, at + BYTES));
	}

	get size(): number {
		return this.marks.size;
	}

	/** Whether some may have been forgotten: what is not known any more need not be new. */
	get isFull(): boolean {
		return this.marks.size >= this.most;
	}

	has(id: string): boolean {
		return this.marks.has(markOf(id));
	}

	/** Puts ids at the end, those as well that it has, and forgets the first ones if they are too many. */
	markRecent(ids: string[]): void {
		for (const mark of ids.map(markOf)) {
			this.marks.delete(mark);
			this.marks.add(mark);
		}
		for (const mark of this.marks) {
			if (this.marks.size <= this.most) break;
			this.marks.delete(mark);
		}
	}

	/** Puts ids before all others; of too many the first ones are left out. */
	putFirst(ids: string[]): void {
		const room = Math.max(0, this.most - this.marks.size);
		const marks = [...new Set(ids.map(markOf))].filter((mark) => !this.marks.has(mark));
		this.marks = new Set([...marks.slice(Math.max(0, marks.length - room)), ...this.marks]);
	}

	/** All ids in base64, of 8 bytes each. */
	toString(): string {
		return Buffer.from([...this.marks].join(''), 'latin1').toString('base64');
	}
}

function markOf(id: string): string {
	return createHash('sha256').update(id).digest().toString('latin1', 0, BYTES);
}

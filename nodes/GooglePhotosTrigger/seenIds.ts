import { createHash } from 'node:crypto';

/** Bytes kept of the hash of an ID. The chance that any two of 100,000 IDs collide is 1 in 3,000,000,000. */
const BYTES = 8;

/** Default capacity. It is limited because n8n writes the trigger's memory to its database at each workflow start. */
export const MAX_SEEN = 100_000;

/** The IDs that a trigger has seen, as truncated hashes. When there are too many, the first ones are dropped. */
export class SeenIds {
	private marks = new Set<string>();

	/**
	 * @param kept result of `toString`
	 * @param max maximum number of IDs
	 */
	constructor(
		kept = '',
		readonly max = MAX_SEEN,
	) {
		const bytes = Buffer.from(kept, 'base64').toString('latin1');
		for (let at = 0; at < bytes.length; at += BYTES) this.marks.add(bytes.slice(at, at + BYTES));
	}

	get size(): number {
		return this.marks.size;
	}

	/** Whether IDs may have been dropped: then an unknown ID is not necessarily new. */
	get isFull(): boolean {
		return this.marks.size >= this.max;
	}

	has(id: string): boolean {
		return this.marks.has(markOf(id));
	}

	/** Moves or appends IDs to the end. Drops the first ones beyond the capacity. */
	markRecent(ids: string[]): void {
		for (const mark of ids.map(markOf)) {
			this.marks.delete(mark);
			this.marks.add(mark);
		}
		for (const mark of this.marks) {
			if (this.marks.size <= this.max) break;
			this.marks.delete(mark);
		}
	}

	/** Inserts unknown IDs before all others. Omits the first of them beyond the capacity. */
	putFirst(ids: string[]): void {
		const room = Math.max(0, this.max - this.marks.size);
		const marks = [...new Set(ids.map(markOf))].filter((mark) => !this.marks.has(mark));
		this.marks = new Set([...marks.slice(Math.max(0, marks.length - room)), ...this.marks]);
	}

	/** All IDs in base64, 8 bytes each. */
	toString(): string {
		return Buffer.from([...this.marks].join(''), 'latin1').toString('base64');
	}
}

function markOf(id: string): string {
	return createHash('sha256').update(id).digest().toString('latin1', 0, BYTES);
}

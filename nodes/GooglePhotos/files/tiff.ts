import { NotPossible } from './captureDatePlan';

/** Bytes of one value of each type (TIFF 6.0, section 2; Exif 2.32, 4.6.2). */
const sizes: Record<number, number> = {
	1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1,
};

export const ASCII = 2;
export const LONG = 4;
export const UNDEFINED = 7;
export const IFD = 13;

const ENTRY = 12;

/** Entry of an IFD: a tag with its value, or with the offset of its value if that has more than four bytes. */
export interface IfdEntry {
	tag: number;
	type: number;
	count: number;
	/** offset of the entry in the block; 0 if it is new */
	offset: number;
	/** the four bytes of the value or of its offset */
	field: Buffer;
}

/** Image file directory. */
export interface Ifd {
	offset: number;
	/** offset of its first byte that is not part of it */
	end: number;
	entries: IfdEntry[];
	/** offset of the next IFD; 0 if there is none */
	next: number;
}

/**
 * A block in TIFF's structure, which EXIF uses. Offsets count from its first byte.
 * https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf (Exif 2.32), section 4.5.2
 */
export class Tiff {
	private readonly littleEndian: boolean;

	/** @throws NotPossible if the block does not begin with a TIFF header */
	constructor(readonly block: Buffer) {
		const start = block.toString('latin1', 0, 4);
		if (block.length < 8 || (start !== 'II*\0' && start !== 'MM\0*')) throw unreadable();
		this.littleEndian = start === 'II*\0';
	}

	/** @throws NotPossible if the offset leads outside the block, into its header, or the IFD is cut off */
	ifd(offset: number): Ifd {
		if (offset < 8 || offset + 2 > this.block.length) throw unreadable();
		const count = this.u16(offset);
		const end = offset + 2 + count * ENTRY + 4;
		if (end > this.block.length) throw unreadable();
		const entries = Array.from({ length: count }, (_, index) => this.entry(offset + 2 + index * ENTRY));
		return { offset, end, entries, next: this.u32(end - 4) };
	}

	first(): Ifd {
		return this.ifd(this.u32(4));
	}

	private entry(offset: number): IfdEntry {
		const field = this.block.subarray(offset + 8, offset + ENTRY);
		return { tag: this.u16(offset), type: this.u16(offset + 2), count: this.u32(offset + 4), offset, field };
	}

	/** Offset and length of an entry's value in the block; undefined if its type is unknown. */
	range(entry: IfdEntry): { offset: number; length: number } | undefined {
		const size = sizes[entry.type];
		if (size === undefined) return undefined;
		const length = size * entry.count;
		return { offset: length > 4 ? this.number(entry) : entry.offset + 8, length };
	}

	/** Value of an entry as Latin-1 text; undefined if it has no characters or is outside the block. */
	text(entry: IfdEntry): string | undefined {
		const range = this.range(entry);
		if (range === undefined || sizes[entry.type] !== 1 || range.offset + range.length > this.block.length) return undefined;
		return this.block.toString('latin1', range.offset, range.offset + Math.min(range.length, 64));
	}

	/** The value field of an entry as a LONG. */
	number({ field }: IfdEntry): number {
		return this.littleEndian ? field.readUInt32LE() : field.readUInt32BE();
	}

	/** A LONG in the byte order of the block. */
	long(value: number): Buffer {
		const bytes = Buffer.alloc(4);
		if (this.littleEndian) bytes.writeUInt32LE(value);
		else bytes.writeUInt32BE(value);
		return bytes;
	}

	/** Entry whose value, or the offset of its value, is `field`. */
	newEntry(tag: number, type: number, count: number, field: Buffer): IfdEntry {
		return { tag, type, count, offset: 0, field };
	}

	/** Bytes of an IFD with these entries, sorted by tag. */
	ifdBytes(entries: IfdEntry[], next: number): Buffer {
		if (entries.length > 0xffff) throw unreadable();
		const sorted = [...entries].sort((one, other) => one.tag - other.tag);
		const parts = sorted.flatMap(({ tag, type, count, field }) => [
			this.short(tag),
			this.short(type),
			this.long(count),
			field,
		]);
		return Buffer.concat([this.short(entries.length), ...parts, this.long(next)]);
	}

	private short(value: number): Buffer {
		const bytes = Buffer.alloc(2);
		if (this.littleEndian) bytes.writeUInt16LE(value);
		else bytes.writeUInt16BE(value);
		return bytes;
	}

	private u16(offset: number): number {
		return this.littleEndian ? this.block.readUInt16LE(offset) : this.block.readUInt16BE(offset);
	}

	private u32(offset: number): number {
		return this.littleEndian ? this.block.readUInt32LE(offset) : this.block.readUInt32BE(offset);
	}
}

export function unreadable(): NotPossible {
	return new NotPossible('its EXIF block cannot be read');
}

/** EXIF blocks of any layout, and a reader of their tags: independent of the code that is tested. */

export const ASCII = 2;
export const SHORT = 3;
export const LONG = 4;
export const UNDEFINED = 7;

const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };

/** A tag of an IFD, with its value as bytes in the byte order of the block. */
export interface TagValue {
	tag: number;
	type: number;
	bytes: Buffer;
}

export const ascii = (tag: number, text: string): TagValue => ({ tag, type: ASCII, bytes: Buffer.from(`${text}\0`, 'latin1') });
export const undefinedTag = (tag: number, bytes: Buffer): TagValue => ({ tag, type: UNDEFINED, bytes });

export interface ExifLayout {
	littleEndian: boolean;
	ifd0: TagValue[];
	/** no ExifIFD if undefined */
	exif?: TagValue[];
	gps?: TagValue[];
	/** bytes of the thumbnail, which IFD1 describes; no IFD1 if undefined */
	thumbnail?: Buffer;
	/** order of the parts: a permutation of `partNames` */
	order?: string[];
	/** unused bytes after each part */
	gap?: number;
	/** unused bytes at the end */
	tail?: number;
}

export const partNames = ['ifd0', 'exif', 'gps', 'ifd1', 'thumbnail'];

/** An EXIF block: the IFDs in this order, the values of each right after it. */
export function exifBlock(layout: ExifLayout): Buffer {
	const { littleEndian, order = partNames, gap = 0, tail = 0 } = layout;
	const number = (value: number, length: number) => {
		const bytes = Buffer.alloc(length);
		if (littleEndian) bytes.writeUIntLE(value, 0, length);
		else bytes.writeUIntBE(value, 0, length);
		return bytes;
	};
	const long = (tag: number, value: number): TagValue => ({ tag, type: LONG, bytes: number(value, 4) });
	const at: Record<string, number> = {};
	const ifd = (tags: TagValue[], offset: number, next: number) => {
		const sorted = [...tags].sort((one, other) => one.tag - other.tag);
		let valueAt = offset + 2 + sorted.length * 12 + 4;
		const values: Buffer[] = [];
		const entries = sorted.map(({ tag, type, bytes }) => {
			const count = number(bytes.length / (sizes[type] ?? 1), 4);
			const head = Buffer.concat([number(tag, 2), number(type, 2), count]);
			if (bytes.length <= 4) return Buffer.concat([head, bytes, Buffer.alloc(4 - bytes.length)]);
			const entry = Buffer.concat([head, number(valueAt, 4)]);
			values.push(bytes, Buffer.alloc(bytes.length % 2));
			valueAt += bytes.length + (bytes.length % 2);
			return entry;
		});
		return Buffer.concat([number(sorted.length, 2), ...entries, number(next, 4), ...values]);
	};
	const parts: Record<string, () => Buffer | undefined> = {
		ifd0: () => {
			const pointers = [...(layout.exif ? [long(0x8769, at.exif ?? 0)] : []), ...(layout.gps ? [long(0x8825, at.gps ?? 0)] : [])];
			return ifd([...layout.ifd0, ...pointers], at.ifd0 ?? 0, layout.thumbnail ? (at.ifd1 ?? 0) : 0);
		},
		exif: () => layout.exif && ifd(layout.exif, at.exif ?? 0, 0),
		gps: () => layout.gps && ifd(layout.gps, at.gps ?? 0, 0),
		ifd1: () =>
			layout.thumbnail && ifd([long(0x0201, at.thumbnail ?? 0), long(0x0202, layout.thumbnail.length)], at.ifd1 ?? 0, 0),
		thumbnail: () => layout.thumbnail && Buffer.concat([layout.thumbnail, Buffer.alloc(layout.thumbnail.length % 2)]),
	};
	// the lengths do not depend on the offsets, so the second round knows every offset
	const build = () => {
		let position = 8;
		return order.map((name) => {
			const bytes = parts[name]?.();
			if (bytes === undefined) return Buffer.alloc(0);
			at[name] = position;
			position += bytes.length + gap * 2;
			return Buffer.concat([bytes, Buffer.alloc(gap * 2, 0xee)]);
		});
	};
	build();
	const body = build();
	const header = Buffer.concat([Buffer.from(littleEndian ? 'II' : 'MM'), number(42, 2), number(at.ifd0 ?? 0, 4)]);
	return Buffer.concat([header, ...body, Buffer.alloc(tail, 0xdd)]);
}

/** A tag that was read: its value, and the offset of the value if that is not in the entry itself. */
export interface ReadTag {
	value: string;
	offset: number | undefined;
}

/** Tags of an EXIF block by IFD: `ifd0`, `exif`, `gps`, `ifd1`; each tag with all its entries. */
export function tagsOf(block: Buffer): Record<string, Map<number, ReadTag[]>> {
	const littleEndian = block.toString('latin1', 0, 2) === 'II';
	const number = (offset: number, length: number) =>
		littleEndian ? block.readUIntLE(offset, length) : block.readUIntBE(offset, length);
	const ifd = (offset: number) => {
		const tags = new Map<number, ReadTag[]>();
		const count = number(offset, 2);
		for (let entry = offset + 2; entry < offset + 2 + count * 12; entry += 12) {
			const length = (sizes[number(entry + 2, 2)] ?? 1) * number(entry + 4, 4);
			const at = length > 4 ? number(entry + 8, 4) : entry + 8;
			const value = block.toString('latin1', at, at + length);
			const tag = number(entry, 2);
			tags.set(tag, [...(tags.get(tag) ?? []), { value, offset: length > 4 ? at : undefined }]);
		}
		return { tags, next: number(offset + 2 + count * 12, 4) };
	};
	const first = ifd(number(4, 4));
	const pointed = (tag: number) => {
		const [read] = first.tags.get(tag) ?? [];
		if (read === undefined) return new Map<number, ReadTag[]>();
		const bytes = Buffer.from(read.value, 'latin1');
		return ifd(littleEndian ? bytes.readUInt32LE() : bytes.readUInt32BE()).tags;
	};
	return {
		ifd0: first.tags,
		exif: pointed(0x8769),
		gps: pointed(0x8825),
		ifd1: first.next === 0 ? new Map() : ifd(first.next).tags,
	};
}

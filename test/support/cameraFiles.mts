/**
 * EXIF blocks as cameras write them: a maker note in the notation of its maker, a thumbnail, no date. What exiftool says
 * of maker notes: https://exiftool.org/makernote_types.html
 */

interface Maker {
	name: string;
	littleEndian: boolean;
	/** bytes before the IFD of the maker note */
	header: string;
	/** what offsets in the maker note count from: the TIFF header, or a place in the maker note */
	base: 'tiff' | number;
	/** tag of a text, and the name that exiftool gives it */
	tag: number;
	tagName: string;
}

export const makers: Maker[] = [
	{ name: 'Canon', littleEndian: true, header: '', base: 'tiff', tag: 0x0009, tagName: 'OwnerName' },
	{ name: 'NIKON CORPORATION', littleEndian: false, header: 'Nikon\0\x02\x10\0\0MM\0*\0\0\0\x08', base: 10, tag: 0x0004, tagName: 'Quality' },
	{ name: 'FUJIFILM', littleEndian: true, header: 'FUJIFILM\x0c\0\0\0', base: 0, tag: 0x1000, tagName: 'Quality' },
	{ name: 'Panasonic', littleEndian: true, header: 'Panasonic\0\0\0', base: 'tiff', tag: 0x0051, tagName: 'LensType' },
	{ name: 'OLYMPUS CORPORATION', littleEndian: true, header: 'OLYMPUS\0II\x03\0', base: 0, tag: 0x0207, tagName: 'CameraType' },
	{ name: 'SONY', littleEndian: true, header: 'SONY DSC \0\0\0', base: 'tiff', tag: 0xb020, tagName: 'CreativeStyle' },
];

/** Text that the maker note of each file holds. */
export const NOTE = 'a text in the maker note';

/** JPEG segment of EXIF. @param thumbnail a small JPEG file */
export function cameraExif({ name, littleEndian, header, base, tag }: Maker, thumbnail: Buffer): Buffer {
	const number = (value: number, length: number) => {
		const bytes = Buffer.alloc(length);
		if (littleEndian) bytes.writeUIntLE(value, 0, length);
		else bytes.writeUIntBE(value, 0, length);
		return bytes;
	};
	const entry = (id: number, type: number, count: number, value: number | Buffer) =>
		Buffer.concat([number(id, 2), number(type, 2), number(count, 4), typeof value === 'number' ? number(value, 4) : value]);
	const ifd = (entries: Buffer[], next = 0) => Buffer.concat([number(entries.length, 2), ...entries, number(next, 4)]);
	const make = Buffer.from(`${name}\0${'\0'.repeat((name.length + 1) % 2)}`);
	const ifd0Length = 2 + 3 * 12 + 4;
	const makeAt = 8 + ifd0Length;
	const exifAt = makeAt + make.length;
	const noteAt = exifAt + 2 + 2 * 12 + 4;
	const text = Buffer.from(`${NOTE}\0\0`);
	const noteLength = header.length + 2 + 12 + 4 + text.length;
	const textAt = noteAt + noteLength - text.length - (base === 'tiff' ? 0 : noteAt + base);
	const note = Buffer.concat([Buffer.from(header, 'latin1'), ifd([entry(tag, 2, text.length, textAt)]), text]);
	const ifd1At = noteAt + noteLength;
	const thumbnailAt = ifd1At + 2 + 3 * 12 + 4;
	const block = Buffer.concat([
		Buffer.from(littleEndian ? 'II*\0\x08\0\0\0' : 'MM\0*\0\0\0\x08', 'latin1'),
		ifd([entry(0x010f, 2, name.length + 1, makeAt), entry(0x0112, 3, 1, Buffer.concat([number(1, 2), number(0, 2)])), entry(0x8769, 4, 1, exifAt)], ifd1At),
		make,
		ifd([entry(0x9000, 7, 4, Buffer.from('0231')), entry(0x927c, 7, noteLength, noteAt)]),
		note,
		ifd([entry(0x0103, 3, 1, Buffer.concat([number(6, 2), number(0, 2)])), entry(0x0201, 4, 1, thumbnailAt), entry(0x0202, 4, 1, thumbnail.length)]),
		thumbnail,
	]);
	const length = Buffer.alloc(2);
	length.writeUInt16BE(block.length + 8);
	return Buffer.concat([Buffer.from('ffe1', 'hex'), length, Buffer.from('Exif\0\0'), block]);
}

/** JPEG, PNG and WebP files of any layout, and where their parts are: independent of the code that is tested. */
import { crc32 } from 'node:zlib';

const latin = (text: string) => Buffer.from(text, 'latin1');

/** A segment or chunk: marker or type in words, and its data. */
export interface Part {
	name: string;
	data: Buffer;
}

// JPEG

export const segment = (marker: number, data: Buffer | string): Buffer => {
	const bytes = typeof data === 'string' ? latin(data) : data;
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(bytes.length + 2, 2);
	return Buffer.concat([head, bytes]);
};

export const jfif = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
export const exifSegment = (block: Buffer): Buffer => segment(0xe1, Buffer.concat([latin('Exif\0\0'), block]));
export const xmpSegment = (xmp: string): Buffer => segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`);

const frame = segment(0xc0, '\x08\0\x01\0\x01\x01\x01\x11\0');
const scan = Buffer.concat([segment(0xda, '\x01\x01\0\0\x3f\0'), latin('\x12\x34\xff\0\x56')]);
export const SOI = latin('\xff\xd8');

/** A JPEG file with these segments before the frame. */
export function jpegFile(segments: Buffer[], trailer = Buffer.alloc(0)): Buffer {
	return Buffer.concat([SOI, ...segments, frame, scan, latin('\xff\xd9'), trailer]);
}

/** Segments of a JPEG file by marker, and `scan` with everything from SOS on. */
export function jpegParts(file: Buffer): Part[] {
	const parts: Part[] = [];
	let position = 2;
	while (file[position + 1] !== 0xda) {
		if (file[position] !== 0xff) throw new Error(`no marker at ${position}`);
		if (file[position + 1] === 0xff) {
			position += 1;
			continue;
		}
		const end = position + 2 + file.readUInt16BE(position + 2);
		parts.push({ name: file.toString('hex', position + 1, position + 2), data: file.subarray(position + 4, end) });
		position = end;
	}
	return [...parts, { name: 'scan', data: file.subarray(position) }];
}

// PNG

export const chunk = (type: string, data: Buffer | string): Buffer => {
	const bytes = typeof data === 'string' ? latin(data) : data;
	const typed = Buffer.concat([latin(type), bytes]);
	const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(bytes.length);
	crc.writeUInt32BE(crc32(typed));
	return Buffer.concat([length, typed, crc]);
};

export const pngSignature = latin('\x89PNG\r\n\x1a\n');
export const ihdr = chunk('IHDR', '\0\0\0\x01\0\0\0\x01\x08\0\0\0\0');
export const idat = chunk('IDAT', Buffer.from('789c63600000000200015ffd1d2b', 'hex'));

/** A PNG file with chunks before and after its image data. */
export function pngFile(before: Buffer[], after: Buffer[] = []): Buffer {
	return Buffer.concat([pngSignature, ihdr, ...before, idat, idat, ...after, chunk('IEND', '')]);
}

/** Chunks of a PNG file. Throws if a CRC is wrong. */
export function pngParts(file: Buffer): Part[] {
	const parts: Part[] = [];
	for (let position = 8; position < file.length; ) {
		const end = position + 8 + file.readUInt32BE(position);
		if (crc32(file.subarray(position + 4, end)) !== file.readUInt32BE(end)) throw new Error('wrong CRC');
		parts.push({ name: file.toString('latin1', position + 4, position + 8), data: file.subarray(position + 8, end) });
		position = end + 4;
	}
	return parts;
}

// WebP

export const riffChunk = (type: string, data: Buffer | string): Buffer => {
	const bytes = typeof data === 'string' ? latin(data) : data;
	const size = Buffer.alloc(4);
	size.writeUInt32LE(bytes.length);
	return Buffer.concat([latin(type), size, bytes, Buffer.alloc(bytes.length % 2)]);
};

/** VP8X of a canvas of 4 × 3 pixels. */
export const vp8x = (flags: number): Buffer => riffChunk('VP8X', Buffer.from([flags, 0, 0, 0, 3, 0, 0, 2, 0, 0]));
/** Lossy image of 4 × 3 pixels, as far as its header. */
export const vp8 = (length: number): Buffer => riffChunk('VP8 ', Buffer.concat([Buffer.from('300100' + '9d012a' + '04000300', 'hex'), Buffer.alloc(length, 7)]));
/** Lossless image of 4 × 3 pixels, as far as its header. */
export const vp8l = (length: number, alpha: boolean): Buffer => {
	const bits = Buffer.alloc(4);
	bits.writeUInt32LE(3 + (2 << 14) + (alpha ? 1 << 28 : 0));
	return riffChunk('VP8L', Buffer.concat([latin('\x2f'), bits, Buffer.alloc(length, 7)]));
};

export function webpFile(chunks: Buffer[]): Buffer {
	const body = Buffer.concat([latin('WEBP'), ...chunks]);
	const size = Buffer.alloc(4);
	size.writeUInt32LE(body.length);
	return Buffer.concat([latin('RIFF'), size, body]);
}

/** Chunks of a WebP file. Throws if the sizes do not add up or a padding byte is not 0. */
export function webpParts(file: Buffer): Part[] {
	const parts: Part[] = [];
	let position = 12;
	while (position < file.length) {
		const end = position + 8 + file.readUInt32LE(position + 4);
		parts.push({ name: file.toString('latin1', position, position + 4), data: file.subarray(position + 8, end) });
		if ((end - position) % 2 === 1 && file[end] !== 0) throw new Error('wrong padding');
		position = end + ((end - position) % 2);
	}
	if (position !== file.length || file.readUInt32LE(4) !== file.length - 8) throw new Error('the sizes do not add up');
	return parts;
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Maximum number of content bytes of a JPEG segment. */
const maxSegment = 65_533;

export type Format = 'jpg' | 'png';

/**
 * Creates photos: real files of the same picture, without a date, all of exactly this size, each with different bytes.
 *
 * @param size bytes of each, at least 10,000
 * @returns the folder
 */
export async function makePhotos(folder: string, count: number, size: number, format: Format = 'jpg'): Promise<string> {
	await mkdir(folder, { recursive: true });
	const picture = format === 'jpg' ? await jpeg(size) : await png(size);
	const padded = format === 'jpg' ? paddedJpeg : paddedPng;
	for (let number = 1; number <= count; number++) {
		const name = `photo-${String(number).padStart(5, '0')}.${format}`;
		await writeFile(join(folder, name), padded(picture, size, name));
	}
	return folder;
}

/** A JPEG file of some 0.8 × `size` bytes. */
async function jpeg(size: number): Promise<Buffer> {
	return await noise(size * 2).jpeg({ quality: 80 }).toBuffer();
}

/** A PNG file of some 0.9 × `size` bytes, with image data in chunks of 8 KiB, as libpng writes them. */
async function png(size: number): Promise<Buffer> {
	return await noise(size / 3.5).png({ compressionLevel: 1 }).toBuffer();
}

/** A picture that compresses badly. */
function noise(pixels: number): Sharp {
	const side = Math.floor(Math.sqrt(pixels));
	return sharp({
		create: {
			width: side,
			height: side,
			channels: 3,
			background: 'black',
			noise: { type: 'gaussian', mean: 128, sigma: 30 },
		},
	});
}

/** Inserts comments after the picture's first marker, which pad it to the size and make its bytes unique. */
function paddedJpeg(picture: Buffer, size: number, text: string): Buffer {
	const parts = [picture.subarray(0, 2)];
	for (let left = size - picture.length; left > 0; ) {
		// Each segment has a header of four bytes, so the rest must never be too small for one.
		const content = left - 4 <= maxSegment ? left - 4 : maxSegment - 8;
		if (content < text.length) throw new Error(`${size} bytes leave no room for the comment`);
		const segment = Buffer.alloc(4 + content, text);
		segment.writeUInt16BE(0xfffe, 0);
		segment.writeUInt16BE(content + 2, 2);
		parts.push(segment);
		left -= segment.length;
	}
	return Buffer.concat([...parts, picture.subarray(2)]);
}

/** Bytes of the signature and the first chunk of a PNG file. */
const pngHead = 8 + 25;

/** Inserts a text after the picture's first chunk. */
function paddedPng(picture: Buffer, size: number, text: string): Buffer {
	const keyword = 'tEXtComment\0';
	const content = size - picture.length - 8;
	if (content < keyword.length + text.length) throw new Error(`${size} bytes leave no room for the comment`);
	const chunk = Buffer.alloc(content + 8, text);
	chunk.writeUInt32BE(content - 4, 0);
	chunk.write(keyword, 4, 'latin1');
	chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
	return Buffer.concat([picture.subarray(0, pngHead), chunk, picture.subarray(pngHead)]);
}

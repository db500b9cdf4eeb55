import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Maximum number of content bytes of a JPEG segment. */
const maxSegment = 65_533;

/**
 * Creates photos: real JPEG files of the same picture, all of exactly this size, each with different bytes.
 *
 * @param size bytes of each, at least 10,000
 * @returns the folder
 */
export async function makePhotos(folder: string, count: number, size: number): Promise<string> {
	await mkdir(folder, { recursive: true });
	const picture = await noise(size);
	for (let number = 1; number <= count; number++) {
		const name = `photo-${String(number).padStart(5, '0')}.jpg`;
		await writeFile(join(folder, name), padded(picture, size, name));
	}
	return folder;
}

/** A picture that compresses badly, a little smaller than `size` bytes. */
async function noise(size: number): Promise<Buffer> {
	const side = Math.floor(Math.sqrt(size / 2));
	return await sharp({
		create: {
			width: side,
			height: side,
			channels: 3,
			background: 'black',
			noise: { type: 'gaussian', mean: 128, sigma: 30 },
		},
	})
		.jpeg({ quality: 80 })
		.toBuffer();
}

/** Inserts comments after the picture's first marker, which pad it to the size and make its bytes unique. */
function padded(picture: Buffer, size: number, text: string): Buffer {
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

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const pictures = new Map<number, Promise<Buffer>>();

/** A small real picture. The same number gives the same bytes, another number a different picture. */
export async function jpeg(number: number): Promise<Buffer> {
	const picture = pictures.get(number) ?? newJpeg(number);
	pictures.set(number, picture);
	return await picture;
}

async function newJpeg(number: number): Promise<Buffer> {
	const background = { r: number % 256, g: (number >> 8) % 256, b: (number * 37) % 256 };
	return await sharp({ create: { width: 32, height: 24, channels: 3, background } })
		.withExif({ IFD0: { ImageDescription: `picture ${number}` } })
		.jpeg()
		.toBuffer();
}

const SAMPLE = path.join(__dirname, '../../tools/demo/samples');

/** One of the demo's sample files. */
export function sample(name: string): Buffer {
	return readFileSync(path.join(SAMPLE, name));
}

/**
 * A real, short video, padded with a box of noise that players skip.
 *
 * @param size bytes
 */
export async function video(size: number): Promise<Buffer> {
	const beginning = sample(VIDEO);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size - beginning.length, 0);
	header.write('free', 4, 'latin1');
	return Buffer.concat([beginning, header, randomBytes(size - beginning.length - header.length)]);
}

/**
 * Chunks of a real, short video, padded with a box of zeros that players skip.
 *
 * @param size bytes
 */
export function* longVideo(size: number): Generator<Buffer> {
	const beginning = sample(VIDEO);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size - beginning.length, 0);
	header.write('free', 4, 'latin1');
	yield beginning;
	yield header;
	const zeros = Buffer.alloc(1024 * 1024);
	for (let left = size - beginning.length - header.length; left > 0; left -= zeros.length) {
		yield zeros.subarray(0, Math.min(left, zeros.length));
	}
}

const VIDEO = 'Рассвет на море.mp4';

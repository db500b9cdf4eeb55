/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import sharp from 'sharp';

/** A small real picture; another number gives another picture, the same number the same bytes. */
export async function jpeg(number: number): Promise<Buffer> {
	const background = { r: number % 256, g: (number >> 8) % 256, b: (number * 37) % 256 };
	return await sharp({ create: { width: 32, height: 24, channels: 3, background } })
		.jpeg()
		.toBuffer();
}

import { copyFile, mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleNames, samplesFolder } from '../../demo/samples.mts';

/**
 * Creates videos: a real one, padded by a box that players skip. The box starts with the file's number, so that all
 * bytes differ, and is a sparse part of the file.
 *
 * @param size bytes of each
 * @returns the folder
 */
export async function makeVideos(folder: string, count: number, size: number): Promise<string> {
	await mkdir(folder, { recursive: true });
	const sample = (await sampleNames()).find((name) => name.endsWith('.mp4'));
	if (!sample) throw new Error('There is no video among the samples of the demo');
	for (let number = 1; number <= count; number++) {
		await makeVideo(join(samplesFolder, sample), join(folder, `video-${number}.mp4`), size, number);
	}
	return folder;
}

async function makeVideo(sample: string, path: string, size: number, number: number): Promise<void> {
	await copyFile(sample, path);
	const { size: beginning } = await stat(path);
	// A 64-bit length, which a box of 4 GiB needs:
	// https://developer.apple.com/documentation/quicktime-file-format/atoms
	const box = Buffer.alloc(24);
	box.writeUInt32BE(1, 0);
	box.write('free', 4, 'latin1');
	box.writeBigUInt64BE(BigInt(size - beginning), 8);
	box.writeBigUInt64BE(BigInt(number), 16);
	const file = await open(path, 'r+');
	await file.write(box, 0, box.length, beginning);
	await file.truncate(size);
	await file.close();
}

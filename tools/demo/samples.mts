import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of the sample photos and videos. */
export const samplesFolder = join(import.meta.dirname, 'samples');

/** File names of the samples, sorted. */
export async function sampleNames(): Promise<string[]> {
	return (await readdir(samplesFolder)).sort();
}

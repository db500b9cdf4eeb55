import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Google } from './google.mts';
import { inParallel } from './in-parallel.mts';
import { list } from './list.mts';

/** Downloads all media items, five at a time. */
export async function download(google: Google, folder: string): Promise<void> {
	const items = await list(google);
	await inParallel(items, 5, async ({ baseUrl, mimeType }, index) => {
		const reply = await google.send(`${baseUrl}${mimeType.startsWith('video/') ? '=dv' : '=d'}`);
		await pipeline(reply, createWriteStream(join(folder, String(index))));
	});
}

import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

const repository = join(import.meta.dirname, '../..');

/** Where pictures of this run go. */
export const reports = join(repository, 'reports');

/** The pictures of the docs. Each is one that a test takes. */
export const docsImages = join(repository, 'docs/images');

/**
 * Takes a picture that the docs show, into reports/images. `npm run test:system -- --update-images` puts it into
 * the docs as well; otherwise the one there has to be of the same size.
 *
 * @throws if the docs have no such picture, or one of another size
 */
export async function photographForDocs(page: Page, name: string): Promise<void> {
	const taken = await photograph(page, join(reports, 'images'), name);
	const inDocs = join(docsImages, name);
	if (process.env.UPDATE_IMAGES) await copyFile(taken, inDocs);
	const [here, there] = await Promise.all([taken, inDocs].map(sizeOf));
	if (here !== there) throw new Error(`docs/images/${name} is ${there}, but shows now ${here}: update the images`);
}

async function sizeOf(file: string): Promise<string> {
	const { width, height } = await sharp(file).metadata();
	return `${width} × ${height}`;
}

/**
 * Saves what the page shows as a PNG with few colours, so that the repository stays small.
 *
 * @returns the path of the file
 */
export async function photograph(page: Page, folder: string, name: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await page.waitForTimeout(500);
	const png = await page.screenshot({ animations: 'disabled' });
	const file = join(folder, name);
	await sharp(png).png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 }).toFile(file);
	return file;
}

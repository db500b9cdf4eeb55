import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

const repository = join(import.meta.dirname, '../..');

/** Folder for this run's screenshots. */
export const reports = join(repository, 'reports');

/** Folder of the docs' images. Each one is the screenshot of a test. */
export const docsImages = join(repository, 'docs/images');

/**
 * Takes a screenshot for the docs into reports/images. `npm run test:system -- --update-images` also copies it into the
 * docs; otherwise the image there must have the same size.
 *
 * @throws if the docs have no image of this name, or one of another size
 */
export async function photographForDocs(page: Page, name: string): Promise<void> {
	const taken = await photograph(page, join(reports, 'images'), name);
	// A palette keeps the repository small.
	const small = sharp(await readFile(taken)).png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 });
	await writeFile(taken, await small.toBuffer());
	const inDocs = join(docsImages, name);
	if (process.env.UPDATE_IMAGES) await copyFile(taken, inDocs);
	const [here, there] = await Promise.all([taken, inDocs].map(sizeOf));
	if (here !== there) throw new Error(`docs/images/${name} is ${there}, but shows now ${here}: update the images`);
}

async function sizeOf(file: string): Promise<string> {
	const { width, height } = await sharp(file).metadata();
	return `${width} × ${height}`;
}

/** Saves a screenshot as PNG. @returns the path of the file */
export async function photograph(page: Page, folder: string, name: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await page.waitForTimeout(500);
	const path = join(folder, name);
	await page.screenshot({ animations: 'disabled', path });
	return path;
}

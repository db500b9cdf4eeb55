import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page, selectors } from 'playwright-core';
import sharp from 'sharp';

// What n8n calls it, where Playwright expects data-testid.
selectors.setTestIdAttribute('data-test-id');

/** Opens Chromium so that Google's hosts are the emulator's, as they are for n8n. */
export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		proxy: { server: process.env.HTTPS_PROXY ?? '', bypass: '127.0.0.1' },
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--lang=en-US',
		],
	});
}

/** Saves what the page shows as a PNG with few colours, so that the repository stays small. */
export async function photograph(page: Page, folder: string, name: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await page.waitForTimeout(500);
	const png = await page.screenshot({ animations: 'disabled' });
	await sharp(png)
		.png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 })
		.toFile(join(folder, name));
}

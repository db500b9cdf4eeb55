/**
 * Makes the pictures in `docs/images/` from a running demo: `npx node demo/screenshots.mts`.
 * Needs Chromium; CHROMIUM names its program if it is not /usr/bin/chromium.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page, selectors } from 'playwright-core';
import sharp from 'sharp';
import { type Demo, owner, startDemo } from './demo.mts';
import { samplesFolder } from './samples.mts';
import { uploadNode } from './workflow.mts';

// What n8n calls it, where Playwright expects data-testid.
selectors.setTestIdAttribute('data-test-id');

const wide = { width: 1360, height: 850 };

/** Opens a browser that keeps to this machine. */
async function openBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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
async function save(page: Page, images: string, name: string) {
	await page.waitForTimeout(800);
	const png = await page.screenshot({ animations: 'disabled' });
	await sharp(png)
		.png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 })
		.toFile(join(images, name));
}

async function signIn(page: Page, editorUrl: string) {
	await page.goto(editorUrl);
	await page.locator('[autocomplete="email"]').fill(owner.email);
	await page.locator('[autocomplete="current-password"]').fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByText(uploadNode, { exact: true }).waitFor();
}

async function photographEditor(page: Page, { editorUrl }: Demo, images: string) {
	await page.setViewportSize({ width: 1360, height: 620 });
	await signIn(page, editorUrl);
	await page.getByTestId('execute-workflow-button').first().click();
	const toast = page.getByText('Workflow executed successfully').first();
	await toast.waitFor({ timeout: 60_000 });
	await toast.waitFor({ state: 'hidden' });
	await page.getByTestId('zoom-to-fit').click();
	// Away from the notes: they show their tools when pointed at.
	await page.mouse.move(900, 110);
	await save(page, images, 'editor.png');
	await page.setViewportSize(wide);
	const node = uploadOnCanvas(page);
	return {
		subtitle: await node.getByText(/: /).first().innerText(),
		icon: (await node.locator('img').first().getAttribute('src')) ?? '',
	};
}

function uploadOnCanvas(page: Page): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${uploadNode}"]`);
}

async function photographUpload(page: Page, images: string): Promise<string[]> {
	await uploadOnCanvas(page).dblclick();
	await page.getByTestId('ndv').waitFor();
	await save(page, images, 'upload.png');
	await page.getByTestId('rlc-mode-selector').click();
	await page.getByText('From list', { exact: true }).click();
	await page.getByTestId('rlc-input').click();
	await page.getByTestId('rlc-item').nth(3).waitFor();
	await save(page, images, 'album-list.png');
	return await page.getByTestId('rlc-item').allInnerTexts();
}

/** A few albums more, made by the node itself, so that the list looks like somebody's. */
async function makeAlbums({ instance }: Demo, titles: string[]) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const create = titles.map((title) => ({
		name: title,
		type: 'n8n-nodes-google-photos-library.googlePhotos',
		parameters: { resource: 'album', operation: 'create', title },
		credentials: {
			googlePhotosLibraryOAuth2Api: { id: 'googlePhotosDemo', name: 'Google Photos account' },
		},
	}));
	const nodes = [start, ...create].map((node, index) => {
		return { id: `node${index}`, typeVersion: 1, position: [index * 200, 0], ...node };
	});
	const links = titles.map((title, index) => {
		return [nodes[index]?.name, { main: [[{ node: title, type: 'main', index: 0 }]] }];
	});
	const id = 'MakeMoreAlbums01';
	await instance.importWorkflow({
		id,
		name: 'Albums',
		nodes,
		connections: Object.fromEntries(links),
	});
	await instance.execute(id);
}

async function photographGallery(page: Page, { galleryUrl }: Demo, images: string) {
	await page.setViewportSize({ width: 1360, height: 1000 });
	await page.goto(galleryUrl, { waitUntil: 'networkidle' });
	await save(page, images, 'gallery.png');
	await page.close();
}

/** What a person would have seen while the pictures were taken. */
export interface Sight {
	/** the line under the Upload node */
	subtitle: string;
	/** file names of the Upload node's icon */
	icon: string;
	/** what the album list offers */
	albums: string[];
}

/**
 * Works with the demo by hand, in a browser: signs in, executes the workflow, opens the node and its album
 * list, looks at the gallery; and takes a picture of each.
 *
 * @param images folder for the pictures
 * @throws if something that should show does not
 */
export async function takeScreenshots(
	images: string,
	onProgress: (line: string) => void = () => {},
): Promise<Sight> {
	await mkdir(images, { recursive: true });
	const folder = await mkdtemp(join(tmpdir(), 'holiday-'));
	// The editor shows where files come from: not the folder of whoever makes the pictures.
	const samples = join(folder, 'photos');
	await cp(samplesFolder, samples, { recursive: true });
	const demo = await startDemo({ folder, samples, onProgress });
	try {
		return await photograph(demo, images);
	} finally {
		await demo.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function photograph(demo: Demo, images: string): Promise<Sight> {
	const browser = await openBrowser();
	try {
		const context = await browser.newContext({ viewport: wide, locale: 'en-US' });
		context.setDefaultTimeout(20_000);
		const page = await context.newPage();
		const upload = await photographEditor(page, demo, images);
		await photographGallery(await context.newPage(), demo, images);
		await makeAlbums(demo, [
			'Grandma’s 80th birthday',
			'Site visits 2026',
			'Пикник на озере',
			'京都の秋',
		]);
		return { ...upload, albums: await photographUpload(page, images) };
	} finally {
		await browser.close();
	}
}

if (import.meta.main) {
	await takeScreenshots(join(import.meta.dirname, '..', 'docs', 'images'), console.log);
}

/** The editor of a real n8n with the demo, used in a real browser. Needs Chromium. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Demo, owner, startDemo } from '../../tools/demo/demo.mts';
import { samplesFolder } from '../../tools/demo/samples.mts';
import { uploadNode } from '../../tools/demo/workflow.mts';
import { newTab, openBrowser, wide } from '../support/browser.mts';
import { executeWorkflow, onCanvas, openEditor, openNode } from '../support/editor.mts';
import { photographForDocs } from '../support/photograph.mts';
import { chain, manualTrigger, photos } from '../support/workflow.mts';

const MINUTES = 60_000;
const moreAlbums = ['Grandma’s 80th birthday', 'Site visits 2026', 'Пикник на озере', '京都の秋'];

let folder: string;
let demo: Demo;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'holiday-'));
	// The editor shows the files' folder, which must not be one of the developer's.
	const samples = join(folder, 'photos');
	await cp(samplesFolder, samples, { recursive: true });
	demo = await startDemo({ folder, samples });
	browser = await openBrowser();
}, 15 * MINUTES);

afterAll(async () => {
	await browser?.close();
	await demo?.stop();
	await rm(folder, { recursive: true, force: true });
});

test('the workflow can be executed, and shows the node with icon and subtitle', async () => {
	page = await openEditor(browser, demo.editorUrl, { viewport: { width: 1360, height: 620 }, user: owner });
	const node = onCanvas(page, uploadNode);
	await node.waitFor();
	await executeWorkflow(page);
	await page.getByTestId('zoom-to-fit').click();
	// Away from the sticky notes, which show their tools on hover.
	await page.mouse.move(900, 110);
	await photographForDocs(page, 'editor.png');
	await expect(node.getByText(/: /).first().innerText()).resolves.toBe('upload: mediaItem');
	const icon = await node.locator('img').first().getAttribute('src');
	expect(icon).toMatch(/googlePhotos(\.dark)?\.svg$/);
}, 15 * MINUTES);

test('the gallery shows the uploads', async () => {
	const gallery = await newTab(browser, { width: 1360, height: 1000 });
	await gallery.goto(demo.galleryUrl, { waitUntil: 'networkidle' });
	await expect(gallery.getByText('Holiday in n8n').count()).resolves.toBeGreaterThan(0);
	await photographForDocs(gallery, 'gallery.png');
	await gallery.close();
}, 15 * MINUTES);

test('the form offers the albums of the account', async () => {
	const credential = 'googlePhotosDemo';
	const create = moreAlbums.map((title) =>
		photos(title, credential, { resource: 'album', operation: 'create', title }),
	);
	await demo.instance.importWorkflow(chain('albums', [manualTrigger, ...create]));
	await demo.instance.execute('albums');
	await page.setViewportSize(wide);
	await openNode(page, uploadNode);
	await photographForDocs(page, 'upload.png');
	await page.getByTestId('rlc-mode-selector').click();
	await page.getByText('From list', { exact: true }).click();
	await page.getByTestId('rlc-input').click();
	await page.getByTestId('rlc-item').nth(moreAlbums.length).waitFor();
	await photographForDocs(page, 'album-list.png');
	const offered = await page.getByTestId('rlc-item').allInnerTexts();
	const expected = [...moreAlbums.map((title) => `${title} (0)`), 'Holiday in n8n (15)'];
	expect(offered.map((text) => text.trim()).sort()).toEqual(expected.sort());
}, 15 * MINUTES);

/**
 * How n8n's editor shows the node outside of its forms (see forms.full.test.mts for these): in the nodes panel, in the
 * list of actions, its credential, its lists, its output and its errors. The pictures are in reports/appearance. Needs
 * Chromium.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { samplesFolder } from '../../tools/demo/samples.mts';
import { inAllLooks } from '../support/appearance.mts';
import { openBrowser } from '../support/browser.mts';
import { closeNode, executeFailing, executeWorkflow, onCanvas, openEditor, openNode } from '../support/editor.mts';
import { actionsOf, descriptionOf } from '../support/forms.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { createCredential } from '../support/signIn.mts';
import { chain, manualTrigger, photos, readFiles } from '../support/workflow.mts';

const MINUTES = 60_000;
const missing = { resource: 'mediaItem', operation: 'get', mediaItem: { __rl: true, mode: 'id', value: 'AbCdEfGhIjKl' } };

let n8n: SharedN8n;
let browser: Browser;
let page: Page;
let credential: string;

beforeAll(async () => {
	n8n = await sharedN8n();
	credential = (await n8n.connect({}, 'Google Photos account')).id;
	browser = await openBrowser();
	page = await openEditor(browser, `${n8n.url}/home/credentials`);
}, 15 * MINUTES);

afterAll(async () => await browser?.close());

/** Opens a new workflow of these steps. */
async function open(...steps: Parameters<typeof chain>[1]): Promise<void> {
	const id = await n8n.save(chain('appearance', steps));
	await page.goto(`${n8n.url}/workflow/${id}`);
	await onCanvas(page, steps.at(-1)?.name ?? '').waitFor();
}

const look = async (part: Locator, name: string) => await inAllLooks(page, part, 'appearance', name);

test('the nodes panel and the list of actions', async () => {
	const node = descriptionOf('GooglePhotos');
	await open(manualTrigger);
	await page.getByTestId('node-creator-plus-button').click();
	await page.getByTestId('node-creator-search-bar').fill('Google Photos');
	const panel = page.getByTestId('node-creator');
	const found = panel.getByTestId('node-creator-item-name').getByText('Google Photos', { exact: true });
	await found.waitFor();
	// n8n shows one entry for a node and its trigger, with the trigger's description.
	await panel.getByText(descriptionOf('GooglePhotosTrigger').description).waitFor();
	await expect(look(panel, 'nodes-panel')).resolves.toEqual([]);
	await found.click();
	const category = (name: string) => panel.getByTestId('node-creator-category-item').filter({ hasText: name });
	await category('Actions').waitFor();
	const names = panel.getByTestId('node-creator-item-name');
	await names.filter({ hasText: /^Create album$/ }).waitFor();
	await category('Triggers').click();
	await names.filter({ hasText: 'On new album' }).waitFor();
	const expected = ['On new album', 'On new media item', ...actionsOf(node.properties)];
	expect((await names.allInnerTexts()).sort()).toEqual(expected.sort());
	await expect(look(panel, 'actions')).resolves.toEqual([]);
}, 15 * MINUTES);

test('the credential', async () => {
	const dialog = await createCredential(page, { clientId: '412345678901-photos.apps.googleusercontent.com', clientSecret: 'GOCSPX-secret' });
	const text = await dialog.innerText();
	for (const label of ['OAuth Redirect URL', 'Pick From My Whole Library', 'Custom Scopes', 'enable the Photos Library API']) {
		expect(text).toContain(label);
	}
	await expect(look(dialog, 'credential')).resolves.toEqual([]);
	await dialog.getByText('Custom Scopes', { exact: true }).scrollIntoViewIfNeeded();
	await expect(look(dialog, 'credential-end')).resolves.toEqual([]);
}, 15 * MINUTES);

test('output as a table, and the lists of albums and media items', async () => {
	await cp(samplesFolder, join(n8n.folder, 'photos'), { recursive: true });
	const album = { __rl: true, mode: 'title', value: 'Holiday 2026' };
	await open(
		manualTrigger,
		// Only photos: n8n's table shows "undefined" where an item lacks a field of others, as a photo lacks videoStatus.
		readFiles(join(n8n.folder, 'photos/*.jpg')),
		photos('Upload', credential, { resource: 'mediaItem', operation: 'upload', album, description: 'Taken on the second day' }),
		photos('Get many', credential, { resource: 'mediaItem', operation: 'getAll' }, { executeOnce: true }),
		photos('Get', credential, { resource: 'mediaItem', operation: 'get', mediaItem: { __rl: true, mode: 'list', value: '' } }, { disabled: true }),
	);
	await executeWorkflow(page);
	for (const name of ['Upload', 'Get many']) {
		await openNode(page, name);
		const panel = page.getByTestId('output-panel');
		await panel.getByText('富士山と桜.jpg').first().waitFor();
		await expect(look(panel, `output-${name}`)).resolves.toEqual([]);
		await closeNode(page);
	}
	for (const [name, entry] of [['Upload', 'Holiday 2026'], ['Get', '富士山と桜.jpg']] as const) {
		const form = await openNode(page, name);
		if (name === 'Upload') {
			await form.getByTestId('rlc-mode-selector').click();
			await page.getByText('From list', { exact: true }).click();
		}
		await form.getByTestId('rlc-input').click();
		const entries = page.getByTestId('rlc-item');
		await entries.filter({ hasText: entry }).first().waitFor();
		await expect(look(entries, `list-${name}`)).resolves.toEqual([]);
		await page.keyboard.press('Escape');
		await closeNode(page);
	}
}, 15 * MINUTES);

test('an error that ends the workflow', async () => {
	await open(manualTrigger, photos('Get', credential, missing));
	await executeFailing(page, 'Get');
	await openNode(page, 'Get');
	const panel = page.getByTestId('output-panel');
	await expect(panel.getByTestId('node-error-message').innerText()).resolves.toContain('was not found in Google Photos: "AbCdEfGhIjKl"');
	await expect(panel.getByTestId('node-error-description').innerText()).resolves.toContain("Parameter: 'Media Item'");
	await expect(look(panel, 'error')).resolves.toEqual([]);
	await closeNode(page);
}, 15 * MINUTES);

test.each(['continueErrorOutput', 'continueRegularOutput'])('an error with On Error: %s', async (onError) => {
	await open(manualTrigger, photos('Get', credential, missing, { onError }));
	await executeWorkflow(page);
	await openNode(page, 'Get');
	const panel = page.getByTestId('output-panel');
	await panel.getByText('was not found in Google Photos: "AbCdEfGhIjKl"').waitFor();
	await expect(look(panel, `error-${onError}`)).resolves.toEqual([]);
	await closeNode(page);
}, 15 * MINUTES);

/** The forms of all operations and of the trigger, opened in the editor of a real n8n. Needs Chromium. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.mts';
import { openEditor, openNode } from '../support/editor.mts';
import { formsOf, propertiesOf } from '../support/forms.mts';
import { photograph, photographForDocs, reports } from '../support/photograph.mts';
import { sharedN8n } from '../support/sharedN8n.mts';
import { chain, photos, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;
/** Forms shown in the docs, with n8n's default name of the node. */
const inDocs: Record<string, { image: string; node: string }> = {
	'mediaItem-upload-options': { image: 'form-upload.png', node: 'Upload media items' },
	'mediaItem-getAll-from-filters': { image: 'form-get-many.png', node: 'Get many media items' },
	'mediaItem-download': { image: 'form-download.png', node: 'Download media items' },
	newMediaItem: { image: 'form-trigger.png', node: 'Google Photos Trigger' },
};
const nodeOf = (form: string) => inDocs[form]?.node ?? form;

let browser: Browser;
let page: Page;
const forms = [
	...formsOf(propertiesOf('GooglePhotos'), 'operation'),
	...formsOf(propertiesOf('GooglePhotosTrigger'), 'event', 'n8n-nodes-google-photos-library.googlePhotosTrigger'),
];

beforeAll(async () => {
	const n8n = await sharedN8n();
	// n8n's own name for a new credential: pictures of the docs show it
	const account = await n8n.connect({}, 'Google Photos account');
	const steps = forms.map(({ name, parameters, type }, index): Step => {
		const position = [(index % 9) * 220, Math.floor(index / 9) * 220];
		return photos(nodeOf(name), account.id, parameters, { position, ...(type && { type }) });
	});
	const id = await n8n.save({ ...chain('forms', steps), connections: {} });
	browser = await openBrowser();
	page = await openEditor(browser, `${n8n.url}/workflow/${id}`, { viewport: { width: 1360, height: 1250 } });
}, 15 * MINUTES);

afterAll(async () => {
	await browser?.close();
});

test.each(forms)('$name', async ({ name, chosen }) => {
	const form = await openNode(page, nodeOf(name));
	await form.getByTestId('node-parameters').waitFor();
	const chooser = form.locator('[data-test-id="parameter-input-operation"], [data-test-id="parameter-input-event"]');
	await expect(chooser.locator('input').inputValue()).resolves.toBe(chosen);
	await photograph(page, join(reports, 'forms'), `${name}.png`);
	const picture = inDocs[name];
	if (picture) await photographForDocs(page, picture.image);
	await page.keyboard.press('Escape');
	await form.waitFor({ state: 'hidden' });
}, 15 * MINUTES);

/**
 * The forms of all operations and of the trigger, opened in the editor of a real n8n: what they show, and how it looks.
 * The pictures are in reports/forms. Needs Chromium.
 */
import type { INodeProperties } from 'n8n-workflow';
import type { Browser, Locator, Page } from 'playwright-core';
import { inAllLooks } from '../support/appearance.mts';
import { openBrowser } from '../support/browser.mts';
import { closeNode, openEditor, openNode } from '../support/editor.mts';
import { listOf, type ShownForm, shownForm, textsOf, tooltipOf } from '../support/formFields.mts';
import { descriptionOf, type Form, formsOf } from '../support/forms.mts';
import { photographForDocs } from '../support/photograph.mts';
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
const action = descriptionOf('GooglePhotos');
const trigger = descriptionOf('GooglePhotosTrigger');
const forms = [
	...formsOf(action.properties, 'operation'),
	...formsOf(trigger.properties, 'event', 'n8n-nodes-google-photos-library.googlePhotosTrigger'),
];
const shownOf = ({ type, parameters }: Form) => shownForm(type ? trigger : action, parameters);
/** Fields that several forms share are tried once. */
const tried = new Set<string>();

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

// Also after a test that failed.
afterEach(async () => await closeNode(page));

test.each(forms)('$name', async (form) => {
	const { name, chosen } = form;
	const opened = await openNode(page, nodeOf(name));
	const parameters = opened.getByTestId('node-parameters');
	await parameters.waitFor();
	const chooser = opened.locator('[data-test-id="parameter-input-operation"], [data-test-id="parameter-input-event"]');
	await expect(chooser.locator('input').inputValue()).resolves.toBe(chosen);
	const picture = inDocs[name];
	if (picture) {
		await page.setViewportSize({ width: 1360, height: 1250 });
		await photographForDocs(page, picture.image);
	}

	const shown = shownOf(form);
	const text = await parameters.innerText();
	expect(shown.fields.flatMap(textsOf).filter((expected) => !text.includes(expected))).toEqual([]);
	await expect(inAllLooks(page, opened, 'forms', name)).resolves.toEqual([]);
	for (const field of shown.fields) await tryField(parameters, field, form, shown);
}, 15 * MINUTES);

/** Looks at the tooltip of a field, and opens its list. */
async function tryField(parameters: Locator, field: INodeProperties, form: Form, shown: ShownForm): Promise<void> {
	const { type, name, displayName, placeholder = '', description, options = [] } = field;
	const isEmpty = type === 'collection' && !(name in form.parameters);
	const key = JSON.stringify({ name, displayName, description, options, isEmpty });
	if (tried.has(key)) return;
	tried.add(key);
	if (description) await expect(tooltipOf(page, parameters, field)).resolves.toBe(description);
	if (!isEmpty && type !== 'options' && type !== 'multiOptions') return;
	if (isEmpty && options.length === 1) {
		await expect(parameters.getByRole('button', { name: placeholder }).count()).resolves.toBe(1);
		return;
	}
	const list = isEmpty ? parameters.getByPlaceholder(placeholder) : parameters.getByTestId(`parameter-input-${name}`).locator('input');
	const { entries, faults } = await listOf(page, list.first());
	expect(entries.filter((entry) => entry !== 'Custom API Call')).toEqual(shown.entriesOf(field));
	expect(faults).toEqual([]);
}

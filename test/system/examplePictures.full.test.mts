/** Pictures of the examples as the editor shows them, for examples/README.md. Needs Chromium. */
import type { Browser } from 'playwright-core';
import { onCanvas, openEditor } from '../support/editor.mts';
import { openBrowser } from '../support/browser.mts';
import { example, exampleFiles, isNote } from '../support/examples.mts';
import { photographForDocs } from '../support/photograph.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';

const MINUTES = 60_000;

const pictures: Record<string, string> = {
	'agent-asks-to-pick.json': 'example-agent-asks-to-pick.png',
	'form-to-picker.json': 'example-form-to-picker.png',
	'keep-a-bucket.json': 'example-keep-a-bucket.png',
	'keep-a-folder.json': 'example-keep-a-folder.png',
	'photos-to-folder.json': 'example-photos-to-folder.png',
};

let n8n: SharedN8n;
let browser: Browser;

beforeAll(async () => {
	n8n = await sharedN8n();
	browser = await openBrowser();
}, 15 * MINUTES);

afterAll(async () => await browser?.close());

test.each(Object.entries(pictures))('%s is shown with all its nodes', async (file, picture) => {
	expect(exampleFiles).toContain(file);
	const workflow = example(file);
	const id = await n8n.save(workflow);
	const page = await openEditor(browser, `${n8n.url}/workflow/${id}`, { viewport: { width: 1360, height: 640 } });
	for (const { name } of workflow.nodes.filter((node) => !isNote(node))) await onCanvas(page, name).waitFor();
	await page.getByTestId('zoom-to-fit').click();
	// Away from the sticky notes, which show their tools on hover.
	await page.mouse.move(900, 20);
	await photographForDocs(page, picture);
	expect(await page.locator('[data-test-id="canvas-node"] [data-test-id="node-not-installed"]').count()).toBe(0);
	await page.close();
}, 15 * MINUTES);

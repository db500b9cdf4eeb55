/** Picking in a real browser while a workflow of a real n8n waits. Needs Chromium. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { sampleNames, samplesFolder } from '../../tools/demo/samples.mts';
import { itemsOf } from '../../tools/n8n/execution.mts';
import { newTab, openBrowser } from '../support/browser.mts';
import { endedExecution, executeWorkflow, onCanvas, openEditor, openNode } from '../support/editor.mts';
import { photographForDocs } from '../support/photograph.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos } from '../support/workflow.mts';

const MINUTES = 60_000;
/** Samples without a location, which Google returns byte for byte. */
const wanted = ['Provence, l\'été “au calme”.jpg', 'Leuchtturm (Sturm #3).jpg', 'Рассвет на море.mp4'];

let n8n: SharedN8n;
/** id of the waiting workflow */
let waiting: string;
let browser: Browser;

beforeAll(async () => {
	n8n = await sharedN8n();
	browser = await openBrowser();
}, 15 * MINUTES);

afterAll(async () => {
	await browser?.close();
});

/** Opens the link in a window that a script opened, so that it may close itself. */
async function openLink(pickerUri: string): Promise<Page> {
	const page = await newTab(browser, { width: 1100, height: 800 });
	const opened = page.context().waitForEvent('page');
	await page.evaluate(`void window.open(${JSON.stringify(pickerUri)})`);
	const link = await opened;
	await link.waitForLoadState('networkidle');
	return link;
}

test('the waiting node returns what the user ticks in the browser, and it is uploaded into an album', async () => {
	// n8n's own name for a new credential: pictures of the docs show it
	const account = await n8n.connect({ user: 'pia@example.com' }, 'Google Photos account');
	const original = async (name: string) => await readFile(join(samplesFolder, name));
	for (const name of await sampleNames()) await account.addFromElsewhere(await original(name), name);
	const node = (name: string, operation: string, parameters = {}) =>
		photos(name, account.id, { resource: 'picker', operation, ...parameters });
	const create = node('Create Session', 'createSession', { options: { closeTab: true } });
	const session = itemsOf(await n8n.run(chain('create', [manualTrigger, create])), 'Create Session')[0]?.json;
	expect(session).toMatchObject({ finished: false, pickerUri: expect.stringMatching(/\/autoclose$/) });

	const wait = node('Wait for Selection', 'waitForSelection', {
		sessionId: session?.id,
		downloadFiles: true,
		options: { deleteSession: true },
	});
	const album = { __rl: true, mode: 'title', value: 'Picked' };
	const upload = photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload', album });
	waiting = await n8n.save(chain('wait', [manualTrigger, wait, upload]));
	const editor = await openEditor(browser, `${n8n.url}/workflow/${waiting}`);
	const inEditor = onCanvas(editor, 'Wait for Selection');
	await inEditor.waitFor();
	await editor.getByTestId('zoom-to-fit').click();
	const ended = executeWorkflow(editor);
	await editor.getByTestId('stop-execution-button').waitFor();
	await photographForDocs(editor, 'picker-waiting.png');

	const link = await openLink(String(session?.pickerUri));
	for (const name of wanted) await link.getByRole('checkbox', { name }).check();
	await photographForDocs(link, 'picker-page.png');
	const closed = link.waitForEvent('close');
	const doneAt = Date.now();
	await link.getByRole('button', { name: 'Done' }).click();
	await closed;

	await ended;
	const execution = await endedExecution(n8n.editor, waiting);
	const picked = itemsOf(execution, 'Wait for Selection');
	expect(picked.map(({ json }) => json.filename).sort()).toEqual([...wanted].sort());
	expect(picked.map(({ binary }) => binary?.data?.fileName)).toEqual(picked.map(({ json }) => json.filename));
	const asked = await account.requests();
	const polls = asked.filter(({ method, startedAt }) => method === 'sessions.get' && startedAt >= doneAt);
	// One may have been in flight when Done was pressed.
	expect(polls.length).toBeLessThanOrEqual(2);
	expect(asked.at(-1)?.method).not.toBe('sessions.get');
	expect((await account.counts()).byMethod['sessions.delete']).toBe(1);

	const { mediaItems, albums } = await account.library();
	expect(albums).toMatchObject([{ title: 'Picked' }]);
	for (const name of wanted) {
		const copy = mediaItems.find(({ filename }) => filename === name);
		expect(Buffer.from(await account.original(copy?.id ?? '')).equals(await original(name))).toBe(true);
	}
	const inAlbum = albums[0]?.entries.map((entry) => {
		const id = 'mediaItemId' in entry ? entry.mediaItemId : '';
		return mediaItems.find((item) => item.id === id)?.filename;
	});
	expect(inAlbum).toEqual(picked.map(({ json }) => json.filename));
}, 15 * MINUTES);

test('the form of Wait for Selection shows its fields', async () => {
	const page = await openEditor(browser, `${n8n.url}/workflow/${waiting}`);
	const form = await openNode(page, 'Wait for Selection');
	for (const label of ['Session ID', 'Maximum Wait (Minutes)', 'Download Files', 'Delete Session Afterwards']) {
		await form.getByText(label, { exact: true }).first().waitFor();
	}
	await photographForDocs(page, 'picker.png');
	await expect(form.getByText('Wait for Selection').count()).resolves.toBeGreaterThan(0);
}, 15 * MINUTES);

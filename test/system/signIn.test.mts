/**
 * From an empty n8n to the first uploaded picture in a real browser, following docs/setup.md from step 8. Needs
 * Chromium.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';
import { samplesFolder } from '../../tools/demo/samples.mts';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newTab } from '../support/browser.mts';
import { onCanvas, openNode } from '../support/editor.mts';
import { photographForDocs } from '../support/photograph.mts';
import {
	createCredential,
	n8nInBrowser,
	type N8nInBrowser,
	newestCredential,
	redirectUrl,
	signInWithGoogle,
	tickBoxes,
} from '../support/signIn.mts';
import { home } from '../support/sharedN8n.mts';
import { chain, photos, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;
const picture = '富士山と桜.jpg';
const albumTitle = 'From n8n';
const form: Step = {
	name: 'On form submission',
	type: 'n8n-nodes-base.formTrigger',
	typeVersion: 2.3,
	webhookId: 'first-photo',
	parameters: {
		formTitle: 'Upload a photo',
		formFields: { values: [{ fieldLabel: 'Photo', fieldType: 'file', multipleFiles: false }] },
		options: {},
	},
};

let n8n: N8nInBrowser;
let account: EmulatedAccount;

beforeAll(async () => {
	n8n = await n8nInBrowser();
	account = await n8n.control.account({
		user: 'you@gmail.com',
		clientId: '412345678901-photos.apps.googleusercontent.com',
		redirectUris: [redirectUrl],
	});
}, 15 * MINUTES);

afterAll(async () => {
	await n8n?.browser.close();
});

test('the credential shows the redirect URL, and signs in with Google', async () => {
	const { page } = n8n;
	const dialog = await createCredential(page, account);
	await expect(dialog.getByTestId('copy-input').innerText()).resolves.toContain(redirectUrl);
	await photographForDocs(page, 'sign-in-credential.png');

	const google = await signInWithGoogle(page);
	await google.getByLabel(account.user).check();
	await tickBoxes(google);
	await photographForDocs(google, 'sign-in-consent.png');
	const closed = google.waitForEvent('close');
	await google.getByRole('button', { name: 'Continue' }).click();

	await dialog.getByText('Account connected').waitFor();
	await page.getByText('Credential successfully created').first().waitFor({ state: 'hidden' });
	await photographForDocs(page, 'sign-in-connected.png');
	await closed;
}, 15 * MINUTES);

test('the credential passes its test', async () => {
	const id = await newestCredential(n8n.editor, account);
	const stored = await n8n.editor.ask<{ name: string; type: string; data: Record<string, unknown> }>(
		'GET',
		`/credentials/${id}?includeData=true`,
	);
	// n8n fills the hidden token in again where it finds this placeholder.
	const data = { ...stored.data, oauthTokenData: CREDENTIAL_BLANKING_VALUE };
	const credentials = { id, name: stored.name, type: stored.type, data };
	await expect(n8n.editor.ask('POST', '/credentials/test', { credentials })).resolves.toMatchObject({ status: 'OK' });
}, 15 * MINUTES);

test('the first picture is uploaded through a form into an album', async () => {
	const { page } = n8n;
	const album = { __rl: true, mode: 'title', value: albumTitle };
	const credential = await newestCredential(n8n.editor, account);
	const upload = photos('Upload media items', credential, { resource: 'mediaItem', operation: 'upload', album });
	const id = await n8n.save({ ...chain('first', [form, upload]), name: 'My first upload' });
	await page.goto(`${home}/workflow/${id}`);
	await onCanvas(page, 'Upload media items').waitFor();
	const opened = page.waitForEvent('popup');
	await page.getByTestId('execute-workflow-button').first().click();
	const window = await opened;
	await window.locator('input[type=file]').setInputFiles(join(samplesFolder, picture));
	await window.getByRole('button', { name: 'Submit' }).click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await window.close();
	await page.getByText('Workflow executed successfully').first().waitFor({ state: 'hidden' });
	const output = (await openNode(page, 'Upload media items')).getByTestId('output-panel');
	await output.getByText(picture).first().waitFor();
	await photographForDocs(page, 'sign-in-first-upload.png');

	const { mediaItems, albums } = await account.library();
	expect(mediaItems.map(({ filename }) => filename)).toEqual([picture]);
	expect(albums).toMatchObject([{ title: albumTitle, entries: [{ mediaItemId: mediaItems[0]?.id }] }]);
	const original = await readFile(join(samplesFolder, picture));
	expect(Buffer.from(await account.original(mediaItems[0]?.id ?? '')).equals(original)).toBe(true);
}, 15 * MINUTES);

test('the library contains the picture', async () => {
	const gallery = await newTab(n8n.browser, { width: 900, height: 760 });
	await gallery.goto(`${n8n.control.controlUrl}/gallery/${account.id}`, { waitUntil: 'networkidle' });
	await gallery.getByText(picture).first().waitFor();
	await gallery.getByText(albumTitle).first().waitFor();
	await photographForDocs(gallery, 'sign-in-library.png');
}, 15 * MINUTES);

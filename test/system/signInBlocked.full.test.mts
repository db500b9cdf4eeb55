/**
 * Failed sign-ins: the messages of Google or n8n that the user sees. docs/troubleshooting.md explains them. Needs
 * Chromium.
 */
import type { Browser, Page } from 'playwright-core';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import type { N8nServer } from '../../tools/n8n/server.mts';
import { openBrowser } from '../support/browser.mts';
import { editorApi, openEditor } from '../support/editor.mts';
import { photographForDocs } from '../support/photograph.mts';
import { testN8n } from '../support/realN8n.mts';
import {
	createCredential,
	n8nInBrowser,
	type N8nInBrowser,
	newestCredential,
	redirectUrl,
	signInWithGoogle,
	tickBoxes,
} from '../support/signIn.mts';

const MINUTES = 60_000;
const client = { user: 'you@gmail.com', clientId: '412345678901-blocked.apps.googleusercontent.com' };

let n8n: N8nInBrowser;
let account: EmulatedAccount;

beforeAll(async () => {
	n8n = await n8nInBrowser();
	account = await n8n.control.account({ ...client, redirectUris: [redirectUrl] });
}, 15 * MINUTES);

afterAll(async () => {
	await n8n?.browser.close();
});

/** Takes a screenshot of a popup, and closes it. */
async function photographWindow(window: Page, name: string, height: number): Promise<void> {
	await window.setViewportSize({ width: 500, height });
	await photographForDocs(window, name);
	await window.close();
}

/** Expands n8n's error page. @returns its text */
async function detailsOf(window: Page): Promise<string> {
	await window.getByText('More details').click();
	const text = await window.locator('body').innerText();
	expect(text).toContain('Failed to connect. The window can be closed now.');
	return text;
}

/** The stored data of the newest credential. */
async function stored(): Promise<Record<string, unknown>> {
	const path = `/credentials/${await newestCredential(n8n.editor, account)}?includeData=true`;
	return (await n8n.editor.ask<{ data: Record<string, unknown> }>('GET', path)).data;
}

test("Cancel on Google's page: n8n reports access_denied, and offers the sign-in again", async () => {
	const dialog = await createCredential(n8n.page, account);
	const google = await signInWithGoogle(n8n.page);
	await google.getByRole('button', { name: 'Cancel' }).click();
	const text = await detailsOf(google);
	expect(text).toContain('Insufficient parameters for OAuth2 callback.');
	expect(text).toContain('"error":"access_denied"');
	// Removes the state parameter of this sign-in from the screenshot.
	await google.locator('.reason').evaluate((reason) => {
		reason.textContent = reason.textContent?.replace(/"state":"[^"]*"/, '"state":"…"') ?? '';
	});
	await photographWindow(google, 'sign-in-refused.png', 240);
	await dialog.getByText('Connect your account to use this credential').waitFor();
	await dialog.getByRole('button', { name: 'Sign in with Google' }).waitFor();
	expect(await stored()).not.toHaveProperty('oauthTokenData');
}, 15 * MINUTES);

test('a wrong Client Secret: n8n reports invalid_client', async () => {
	const dialog = await createCredential(n8n.page, { ...account, clientSecret: 'GOCSPX-mistyped' });
	const google = await signInWithGoogle(n8n.page);
	await tickBoxes(google);
	await google.getByRole('button', { name: 'Continue' }).click();
	const text = await detailsOf(google);
	expect(text).toContain('Client authentication failed');
	expect(text).toContain('invalid_client');
	expect(text).not.toContain('GOCSPX');
	await photographWindow(google, 'sign-in-wrong-secret.png', 240);
	await dialog.getByText('Connect your account to use this credential').waitFor();
	expect(await stored()).not.toHaveProperty('oauthTokenData');
}, 15 * MINUTES);

test('an unknown Client ID: Google reports invalid_client', async () => {
	const clientId = '412345678901-mistyped.apps.googleusercontent.com';
	await createCredential(n8n.page, { ...account, clientId });
	const google = await signInWithGoogle(n8n.page);
	await google.getByText('Error 401: invalid_client').waitFor();
	await google.getByText('The OAuth client was not found.').waitFor();
	await photographWindow(google, 'sign-in-unknown-client.png', 300);
}, 15 * MINUTES);

test('an unregistered redirect URL: Google names the one to register', async () => {
	await n8n.control.account({ ...client, redirectUris: [redirectUrl.replace('localhost', '127.0.0.1')] });
	await createCredential(n8n.page, account);
	const google = await signInWithGoogle(n8n.page);
	await google.getByText('Error 400: redirect_uri_mismatch').waitFor();
	await google.getByText(`redirect_uri=${redirectUrl}`).waitFor();
	await photographWindow(google, 'sign-in-redirect-mismatch.png', 460);
}, 15 * MINUTES);

test('an n8n opened by its IP address: Google rejects its redirect URL', async () => {
	const address = 'http://192.168.1.20:5678';
	const own = await testN8n();
	let server: N8nServer | undefined;
	let browser: Browser | undefined;
	try {
		server = await own.instance.startServer({ publicUrl: address });
		await editorApi(server.url);
		browser = await openBrowser({ [address]: server.url });
		const page = await openEditor(browser, `${address}/home/credentials`);
		const dialog = await createCredential(page, account);
		const shown = `${address}/rest/oauth2-credential/callback`;
		await expect(dialog.getByTestId('copy-input').innerText()).resolves.toContain(shown);
		const google = await signInWithGoogle(page);
		await google.getByText('Error 400: invalid_request').waitFor();
		await google.getByText(`device_id and device_name are required for private IP: ${shown}`).waitFor();
		await photographWindow(google, 'sign-in-redirect-refused.png', 340);
	} finally {
		await browser?.close();
		await server?.stop();
		await own.remove();
	}
}, 15 * MINUTES);

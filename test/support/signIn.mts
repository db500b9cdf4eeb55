import type { Browser, Locator, Page } from 'playwright-core';
import type { EditorApi } from '../../real-n8n/editor-api.mts';
import type { N8nServer } from '../../real-n8n/server.mts';
import { openBrowser } from './browser.mts';
import { editorApi, openEditor } from './editor.mts';
import { type TestN8n, testN8n } from './realN8n.mts';

/** Where people have their n8n, and what the pictures show; the one of a test listens on a free port. */
export const home = 'http://localhost:5678';
export const redirectUrl = `${home}/rest/oauth2-credential/callback`;

/** A new n8n at {@link home} with an owner and without credentials, and its editor in a browser. */
export interface FreshN8n extends TestN8n {
	api: EditorApi;
	browser: Browser;
	/** the list of credentials */
	page: Page;
}

/** Starts it; takes some seconds. */
export async function freshN8n(): Promise<FreshN8n> {
	const n8n = await testN8n();
	let server: N8nServer | undefined;
	let browser: Browser | undefined;
	const remove = async () => {
		await browser?.close();
		await server?.stop();
		await n8n.remove();
	};
	try {
		server = await n8n.instance.startServer({ publicUrl: home });
		const api = await editorApi(server.url);
		browser = await openBrowser({ [home]: server.url });
		const page = await openEditor(browser, `${home}/home/credentials`);
		return { ...n8n, api, browser, page, remove };
	} catch (error) {
		await remove();
		throw error;
	}
}

/** What one enters from Google's console. */
export interface Client {
	clientId: string;
	clientSecret: string;
}

/** Creates a credential of the node and types in its fields. @returns the open dialog */
export async function createCredential(page: Page, { clientId, clientSecret }: Client): Promise<Locator> {
	await page.goto(`${new URL(page.url()).origin}/home/credentials`);
	await page.getByTestId('add-resource-credential').click();
	await page.getByTestId('new-credential-type-select').locator('input').fill('Google Photos');
	await page.getByTestId('new-credential-type-select-option').getByText('Google Photos OAuth2 API').click();
	await page.getByTestId('new-credential-type-button').click();
	const dialog = page.getByTestId('credential-edit-dialog');
	await dialog.getByTestId('parameter-input-clientId').locator('input').fill(clientId);
	await dialog.getByTestId('parameter-input-clientSecret').locator('input').fill(clientSecret);
	return dialog;
}

/** Presses the button. @returns the window that opens, with Google's page in it */
export async function signInWithGoogle(page: Page): Promise<Page> {
	const opened = page.waitForEvent('popup');
	await page.getByRole('button', { name: 'Sign in with Google' }).click();
	const google = await opened;
	await google.waitForURL((url) => url.hostname === 'accounts.google.com');
	return google;
}

/** Ticks the boxes of Google's page, all but one on request. */
export async function tickBoxes(google: Page, { except }: { except?: string } = {}): Promise<void> {
	await google.getByLabel('Select all').check();
	if (except) await google.getByLabel(except).uncheck();
}

/** The whole of a sign-in. @returns once n8n says that the account is connected */
export async function connectAccount(page: Page, client: Client, boxes: { except?: string } = {}): Promise<void> {
	const dialog = await createCredential(page, client);
	const google = await signInWithGoogle(page);
	await tickBoxes(google, boxes);
	await google.getByRole('button', { name: 'Continue' }).click();
	await dialog.getByText('Account connected').waitFor();
}

/** The credential that was made last, by its id. */
export async function newestCredential(api: EditorApi): Promise<string> {
	const all = await api.ask<Array<{ id: string; createdAt: string }>>('GET', '/credentials');
	return all.sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.id ?? '';
}

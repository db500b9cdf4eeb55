import type { Browser, Locator, Page } from 'playwright-core';
import type { EditorApi } from '../../tools/n8n/editor-api.mts';
import { openBrowser } from './browser.mts';
import { openEditor } from './editor.mts';
import { home, type SharedN8n, sharedN8n } from './sharedN8n.mts';

export const redirectUrl = `${home}/rest/oauth2-credential/callback`;

/** The shared n8n at {@link home} with its editor in a browser. */
export interface N8nInBrowser extends SharedN8n {
	browser: Browser;
	/** the list of credentials */
	page: Page;
}

/** Opens the editor of the shared n8n; close `browser` at the end. */
export async function n8nInBrowser(): Promise<N8nInBrowser> {
	const n8n = await sharedN8n();
	const browser = await openBrowser({ [home]: n8n.url });
	const page = await openEditor(browser, `${home}/home/credentials`);
	return { ...n8n, browser, page };
}

/** The client id and secret from Google's console. */
export interface Client {
	clientId: string;
	clientSecret: string;
}

/** Creates a credential of the node and fills in its fields. @returns the open dialog */
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

/** Presses Sign in with Google. @returns the popup with Google's page */
export async function signInWithGoogle(page: Page): Promise<Page> {
	const opened = page.waitForEvent('popup');
	await page.getByRole('button', { name: 'Sign in with Google' }).click();
	const google = await opened;
	await google.waitForURL((url) => url.hostname === 'accounts.google.com');
	return google;
}

/** Ticks all boxes on Google's page, except one if given. */
export async function tickBoxes(google: Page, { except }: { except?: string } = {}): Promise<void> {
	await google.getByLabel('Select all').check();
	if (except) await google.getByLabel(except).uncheck();
}

/** Signs in completely. Resolves when n8n shows that the account is connected. */
export async function connectAccount(page: Page, client: Client, boxes: { except?: string } = {}): Promise<void> {
	const dialog = await createCredential(page, client);
	const google = await signInWithGoogle(page);
	await tickBoxes(google, boxes);
	await google.getByRole('button', { name: 'Continue' }).click();
	await dialog.getByText('Account connected').waitFor();
}

/** Id of the newest credential of a client. */
export async function newestCredential(editor: EditorApi, { clientId }: Pick<Client, 'clientId'>): Promise<string> {
	type Stored = { id: string; createdAt: string; data?: { clientId?: string } };
	const all = await editor.ask<Stored[]>('GET', '/credentials?includeData=true');
	const own = all.filter(({ data }) => data?.clientId === clientId);
	return own.sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.id ?? '';
}

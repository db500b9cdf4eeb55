/**
 * n8n's credential overwrites, as docs/agencies-and-queue-mode.md describes them: users see only Sign in with Google,
 * and an overwrite of googleOAuth2Api applies to this credential too. Needs Chromium.
 */
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import type { N8nServer } from '../../tools/n8n/server.mts';
import { openBrowser } from '../support/browser.mts';
import { editorApi, openEditor } from '../support/editor.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { home } from '../support/sharedN8n.mts';
import { redirectUrl, signInWithGoogle, tickBoxes } from '../support/signIn.mts';

const MINUTES = 60_000;
const ofGoogle = { clientId: 'other-nodes.apps.googleusercontent.com', clientSecret: 'secret-of-other-nodes' };
const ofPhotos = { clientId: 'agency-photos.apps.googleusercontent.com', clientSecret: 'secret-of-photos' };
const type = 'googlePhotosLibraryOAuth2Api';

let n8n: TestN8n;
let customer: EmulatedAccount;

beforeAll(async () => {
	n8n = await testN8n();
	customer = await n8n.control.account({ user: 'customer@gmail.com', ...ofPhotos, redirectUris: [redirectUrl] });
}, 15 * MINUTES);
afterAll(async () => await n8n?.remove());

/** n8n with these overwrites while the test runs. */
async function withOverwrites(data: object, run: (server: N8nServer) => Promise<void>): Promise<void> {
	n8n.instance.environment.CREDENTIALS_OVERWRITE_DATA = JSON.stringify(data);
	const server = await n8n.instance.startServer({ publicUrl: home });
	try {
		await run(server);
	} finally {
		await server.stop();
	}
}

/** The client with which a new credential signs in. @param own what the user has entered */
async function clientOf({ url }: N8nServer, own: Record<string, string>): Promise<string | null> {
	const editor = await editorApi(url);
	const { id } = await editor.ask<{ id: string }>('POST', '/credentials', { name: 'Photos', type, data: own });
	const address = await editor.ask<string>('GET', `/oauth2-credential/auth?id=${id}`);
	return new URL(address).searchParams.get('client_id');
}

test('an overwrite of googleOAuth2Api is used by this credential too, unless it has a client of its own', async () => {
	await withOverwrites({ googleOAuth2Api: ofGoogle }, async (server) => {
		expect(await clientOf(server, {})).toBe(ofGoogle.clientId);
		expect(await clientOf(server, { clientId: 'mine', clientSecret: 'my secret' })).toBe('mine');
	});
}, 15 * MINUTES);

test('users see no Client ID, only Sign in with Google', async () => {
	await withOverwrites({ googleOAuth2Api: ofGoogle, [type]: ofPhotos }, async (server) => {
		expect(await clientOf(server, {})).toBe(ofPhotos.clientId);
		const browser = await openBrowser({ [home]: server.url });
		try {
			const page = await openEditor(browser, `${home}/home/credentials`);
			await page.getByTestId('add-resource-credential').click();
			await page.getByTestId('new-credential-type-select').locator('input').fill('Google Photos');
			await page.getByTestId('new-credential-type-select-option').getByText('Google Photos OAuth2 API').click();
			await page.getByTestId('new-credential-type-button').click();
			const dialog = page.getByTestId('credential-edit-dialog');
			await page.getByRole('button', { name: 'Sign in with Google' }).waitFor();
			for (const field of ['clientId', 'clientSecret']) {
				await expect(dialog.getByTestId(`parameter-input-${field}`).count()).resolves.toBe(0);
			}
			const google = await signInWithGoogle(page);
			await google.getByLabel(customer.user).check();
			await tickBoxes(google);
			await google.getByRole('button', { name: 'Continue' }).click();
			await dialog.getByText('Account connected').waitFor();
		} finally {
			await browser.close();
		}
	});
}, 15 * MINUTES);

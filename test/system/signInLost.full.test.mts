/**
 * A connected account without a needed scope, because a box was not ticked or access was revoked: the node's error in
 * the editor says what to do. Needs Chromium.
 */
import sharp from 'sharp';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { executeFailing, openNode } from '../support/editor.mts';
import { photographForDocs } from '../support/photograph.mts';
import {
	connectAccount,
	createCredential,
	n8nInBrowser,
	type N8nInBrowser,
	newestCredential,
	redirectUrl,
	signInWithGoogle,
	tickBoxes,
} from '../support/signIn.mts';
import { home } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;

let n8n: N8nInBrowser;
let account: EmulatedAccount;
let photo: Step;

beforeAll(async () => {
	n8n = await n8nInBrowser();
	account = await n8n.control.account({
		user: 'you@gmail.com',
		clientId: '412345678901-lost.apps.googleusercontent.com',
		redirectUris: [redirectUrl],
	});
	const sky = sharp({ create: { width: 320, height: 240, channels: 3, background: '#8ab4f8' } });
	const file = { data: (await sky.png().toBuffer()).toString('base64'), mimeType: 'image/png', fileName: 'sky.png' };
	const jsCode = `return [{ json: {}, binary: { data: ${JSON.stringify(file)} } }];`;
	photo = { name: 'A photo', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}, 15 * MINUTES);

afterAll(async () => {
	await n8n?.browser.close();
});

/** Executes the node in the editor with the newest credential. @returns the complete error */
async function failureOf(name: string, parameters: Record<string, unknown>, image: string): Promise<string> {
	const { page } = n8n;
	const before = parameters.resource === 'picker' ? [manualTrigger] : [manualTrigger, photo];
	const node = photos(name, await newestCredential(n8n.editor, account), parameters);
	const id = await n8n.save(chain(name, [...before, node]));
	await page.goto(`${home}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	await executeFailing(page, name);
	const output = (await openNode(page, name)).getByTestId('output-panel');
	await output.getByTestId('node-error-message').waitFor();
	await photographForDocs(page, image);
	return await output.innerText();
}

const upload = { resource: 'mediaItem', operation: 'upload' };
const pick = { resource: 'picker', operation: 'createSession' };

test('without the scope to add photos the account connects, and Upload names the missing scope', async () => {
	const dialog = await createCredential(n8n.page, account);
	const google = await signInWithGoogle(n8n.page);
	await tickBoxes(google, { except: 'Add photos' });
	await photographForDocs(google, 'sign-in-box-unticked.png');
	await google.getByRole('button', { name: 'Continue' }).click();
	await dialog.getByText('Account connected').waitFor();

	const said = await failureOf('Upload media items', upload, 'sign-in-missing-permission.png');
	expect(said).toContain('The credential lacks a permission that this operation needs');
	expect(said).toContain('Reconnect the credential, and tick every box on Google\'s page.');
	expect(said).toContain('sign in with Google again');
	expect(said).toContain('photoslibrary.appendonly');
	expect((await account.library()).mediaItems).toEqual([]);
}, 15 * MINUTES);

test('without the scope to pick the account connects, and the Picker operation says what to do', async () => {
	await connectAccount(n8n.page, account, { except: 'that you choose' });
	const said = await failureOf('Create Session', pick, 'sign-in-missing-picker-permission.png');
	expect(said).toContain('The credential lacks the permission to let you pick photos from your whole library');
	expect(said).toContain('Sign in with Google again and tick every box on Google\'s page');
}, 15 * MINUTES);

test('after access was revoked, the next execution says to sign in again', async () => {
	await connectAccount(n8n.page, account);
	await account.revoke();
	const said = await failureOf('Upload media items', upload, 'sign-in-revoked.png');
	expect(said).toContain('Google no longer accepts the sign-in of this credential');
	expect(said).toContain('Reconnect the credential.');
	expect(said).toContain('Open it in n8n and sign in with Google again');
	expect((await account.library()).mediaItems).toEqual([]);
}, 15 * MINUTES);

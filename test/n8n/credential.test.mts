/** The credential's test and the node's lists, requested from n8n as the editor does. */
import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import type { EditorApi } from '../../tools/n8n/editor-api.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos } from '../support/workflow.mts';

const MINUTE = 60_000;

let n8n: SharedN8n;
let editor: EditorApi;
let connected: EmulatedAccount;
let appendOnly: typeof connected;

beforeAll(async () => {
	n8n = await sharedN8n();
	editor = n8n.editor;
	connected = await n8n.connect();
	appendOnly = await n8n.connect({ scopes: ['https://www.googleapis.com/auth/photoslibrary.appendonly'] });
	const create = photos('Create', connected.id, { resource: 'album', operation: 'create', title: 'Holiday' });
	await n8n.run(chain('album', [manualTrigger, create]));
}, 15 * MINUTE);

interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

async function outcomeOf(account: EmulatedAccount): Promise<{ status: string; message: string }> {
	const id = n8n.credentialOf(account);
	const { name, type, data } = await editor.ask<StoredCredential>('GET', `/credentials/${id}?includeData=true`);
	// n8n fills the hidden token in again where it finds this placeholder.
	const whole = { ...data, oauthTokenData: CREDENTIAL_BLANKING_VALUE };
	return await editor.ask('POST', '/credentials/test', { credentials: { id, name, type, data: whole } });
}

test('a connected account passes', async () => {
	expect(await outcomeOf(connected)).toMatchObject({ status: 'OK' });
}, 15 * MINUTE);

test('a missing scope is reported with what to do', async () => {
	const { status, message } = await outcomeOf(appendOnly);
	expect(status).toBe('Error');
	expect(message).toMatch(/Enable the Photos Library API.*tick every box/);
}, 15 * MINUTE);

test.each([
	['a redirect, which the token does not follow', { status: 302, headers: { location: 'https://photoslibrary.googleapis.com/v1/albums?elsewhere' } }],
	['a web page with a success status', { status: 200, body: '<!doctype html><title>Sign in</title>', headers: { 'content-type': 'text/html' } }],
])("a proxy's reply is reported: %s", async (_, reply) => {
	const account = await n8n.connect();
	await account.fault({ method: 'albums.list', kind: 'status', ...reply });
	expect(await outcomeOf(account)).toMatchObject({ status: 'Error', message: expect.stringMatching(/^Something other than Google Photos/) });
	expect(await account.requests()).toHaveLength(1);
}, 15 * MINUTE);

test('the album list of the form shows titles with counts', async () => {
	const name = 'searchAlbums';
	const reply = await editor.ask<{ results: unknown[] }>('POST', '/dynamic-node-parameters/resource-locator-results', {
		path: 'parameters.album',
		methodName: name,
		nodeTypeAndVersion: { name: 'n8n-nodes-google-photos-library.googlePhotos', version: 1 },
		currentNodeParameters: { resource: 'album', operation: 'get', album: { __rl: true, mode: 'list', value: '' } },
		credentials: { googlePhotosLibraryOAuth2Api: { id: n8n.credentialOf(connected), name: connected.id } },
	});
	expect(reply.results).toMatchObject([{ name: 'Holiday (0)', value: expect.any(String) }]);
}, 15 * MINUTE);

test('a revoked account is told to reconnect', async () => {
	await connected.revoke();
	const { status, message } = await outcomeOf(connected);
	expect(status).toBe('Error');
	expect(message).toMatch(/reconnect/i);
}, 15 * MINUTE);

test('requests four scopes by default, three without picking, and custom scopes as given', async () => {
	const scopesOf = async (data: Record<string, unknown>) => {
		const created = await editor.ask<{ id: string }>('POST', '/credentials', {
			name: 'New',
			type: 'googlePhotosLibraryOAuth2Api',
			data: { clientId: 'client', clientSecret: 'secret', ...data },
		});
		const address = new URL(await editor.ask<string>('GET', `/oauth2-credential/auth?id=${created.id}`));
		expect(address.host).toBe('accounts.google.com');
		expect(address.searchParams.get('access_type')).toBe('offline');
		expect(address.searchParams.get('prompt')).toBe('select_account consent');
		return (address.searchParams.get('scope') ?? '').replaceAll('https://www.googleapis.com/auth/', '').split(' ');
	};
	const library = [
		'photoslibrary.appendonly',
		'photoslibrary.readonly.appcreateddata',
		'photoslibrary.edit.appcreateddata',
	];
	expect(await scopesOf({})).toEqual([...library, 'photospicker.mediaitems.readonly']);
	expect(await scopesOf({ pickFromLibrary: false })).toEqual(library);
	expect(await scopesOf({ customScopes: true, enabledScopes: 'a b' })).toEqual(['a', 'b']);
}, 15 * MINUTE);

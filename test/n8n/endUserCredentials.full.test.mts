/**
 * Two people through one end-user credential of a real n8n. The resolver is a stand-in: n8n has its own in some plans
 * only. What resolves tokens for executions, renews and stores them is n8n.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { photosCredential } from '../../tools/n8n/credential.mts';
import { EditorApi } from '../../tools/n8n/editor-api.mts';
import type { N8nServer } from '../../tools/n8n/server.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { owner } from '../support/sharedN8n.mts';
import { chain, photos, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;
const CREDENTIAL = 'photosOfTheUser';
const clientId = 'end-users.apps.googleusercontent.com';
const names = ['anna', 'ben'] as const;

/** The workflow's trigger tells n8n the user of each execution; any id but n8n's own resolver asks for that. */
const settings = { executionOrder: 'v1', credentialResolverId: 'stand-in' };
const identity = { executionsHooksVersion: 1, contextEstablishmentHooks: { hooks: [{ hookName: 'PersonHeader' }] } };

let n8n: TestN8n;
let server: N8nServer;
let editor: EditorApi;
let accounts: EmulatedAccount[];

beforeAll(async () => {
	// lets triggers identify the user
	n8n = await testN8n({ N8N_ENV_FEAT_DYNAMIC_CREDENTIALS: 'true' });
	accounts = await Promise.all(names.map(async () => await n8n.control.account({ clientId })));
	const people = join(n8n.folder, 'people.json');
	const tokens = accounts.map((account, index) => [names[index], photosCredential(account).data.oauthTokenData]);
	await writeFile(people, JSON.stringify(Object.fromEntries(tokens)));
	const { oauthTokenData: _nobodys, ...data } = photosCredential(accounts[0] as EmulatedAccount).data;
	const credential = { ...photosCredential(accounts[0] as EmulatedAccount, { id: CREDENTIAL }), data, isResolvable: true };
	await n8n.instance.importCredentialData(credential);
	n8n.instance.environment.EXTERNAL_HOOK_FILES = join(import.meta.dirname, '../support/standIns/endUserResolver.cjs');
	n8n.instance.environment.PEOPLE = people;
	server = await n8n.instance.startServer();
	editor = new EditorApi(server.url);
	await editor.signIn(owner);
}, 15 * MINUTES);

afterAll(async () => {
	await server?.stop();
	await n8n.remove();
});

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** Stores and publishes a workflow, and waits until n8n has started its trigger. @throws Error if n8n refuses it */
async function publish(name: string, steps: Step[]): Promise<Publication> {
	const { id: _ours, ...workflow } = chain(name, steps);
	const { id, versionId } = await editor.ask<{ id: string; versionId: string }>('POST', '/workflows', { ...workflow, settings });
	await editor.ask('POST', `/workflows/${id}/activate`, { versionId });
	for (;;) {
		const publication = await editor.ask<Publication>('GET', `/workflows/${id}/publication-status`);
		if (!['in_progress', 'not_published'].includes(publication.status)) return publication;
		await setTimeout(200);
	}
}

/** The errors of failed executions. */
async function failures(): Promise<unknown[]> {
	const { results } = await editor.ask<{ results: Array<{ id: string; status: string }> }>('GET', '/executions');
	const failed = results.filter(({ status }) => status === 'error');
	return await Promise.all(failed.map(async ({ id }) => (await editor.execution(id)).data.resultData.error));
}

const trigger = (parameters: Record<string, unknown>): Step => ({
	name: 'Watch',
	type: 'n8n-nodes-google-photos-library.googlePhotosTrigger',
	parameters: { event: 'newMediaItem', from: 'library', ...parameters },
	credentials: { googlePhotosLibraryOAuth2Api: { id: CREDENTIAL, name: 'Google Photos account' } },
});

test('one workflow for two people at once, with tokens that expire meanwhile: each sees and changes only their own library', async () => {
	const webhook: Step = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'people',
		parameters: { httpMethod: 'POST', path: 'people', responseMode: 'lastNode', responseData: 'allEntries', ...identity },
	};
	const query = "$('Webhook').first().json.query";
	const once = { executeOnce: true };
	await publish('people', [
		webhook,
		photos('Create', CREDENTIAL, { resource: 'album', operation: 'create', title: `={{ ${query}.own }}` }),
		photos('Get or Create', CREDENTIAL, { resource: 'album', operation: 'getOrCreate', title: `={{ ${query}.shared }}` }),
		photos('Albums', CREDENTIAL, { resource: 'album', operation: 'getAll', returnAll: true }, once),
	]);
	const ask = async (name: string, round: number): Promise<string[]> => {
		const search = new URLSearchParams({ own: `${name} ${round}`, shared: `Shared ${round % 2}` });
		const reply = await fetch(`${server.url}/webhook/people?${search}`, { method: 'POST', headers: { 'x-person': name } });
		const albums = (await reply.json()) as Array<{ title: string }>;
		if (!reply.ok) throw new Error(JSON.stringify([albums, await failures()]));
		return albums.map(({ title }) => title);
	};
	for (const round of [1, 2, 3, 4]) {
		// the renewal of one is slow, so that the other's begins meanwhile
		for (const account of accounts) await account.expireAccess();
		await accounts[round % 2]?.fault({ method: 'token', kind: 'pause', seconds: 1 });
		const asked = names.flatMap((name) => [ask(name, round), ask(name, round + 10)]);
		const replies = await Promise.all(asked);
		for (const [index, titles] of replies.entries()) {
			const name = names[Math.floor(index / 2)] as string;
			expect(titles).toContain(`${name} ${index % 2 === 0 ? round : round + 10}`);
			expect(titles.filter((title) => !title.startsWith(name) && !title.startsWith('Shared'))).toEqual([]);
		}
	}
	for (const [index, account] of accounts.entries()) {
		const titles = (await account.library()).albums.map(({ title }) => title).sort();
		const own = [1, 2, 3, 4].flatMap((round) => [`${names[index]} ${round}`, `${names[index]} ${round + 10}`]);
		expect(titles).toEqual([...own, 'Shared 0', 'Shared 1'].sort());
		// each renewal was stored for its person
		expect((await account.counts()).byMethod.token).toBe(4);
	}
}, 2 * MINUTES);

test('n8n refuses to publish the trigger with an end-user credential, and where n8n does not, the trigger does', async () => {
	await expect(publish('refused by n8n', [trigger({})])).rejects.toThrow(/end-user credentials .* require a trigger/);
	const { status, triggers } = await publish('refused by the trigger', [trigger(identity)]);
	expect([status, triggers]).toMatchObject(['failed', [{ errorMessage: expect.stringContaining('The trigger cannot use an end-user credential') }]]);
	for (const account of accounts) expect((await account.counts()).byMethod['mediaItems.list']).toBeUndefined();
}, 2 * MINUTES);

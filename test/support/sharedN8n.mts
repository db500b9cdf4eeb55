/**
 * One real n8n for all test files that only use it: test/run.mts starts it once, and each file attaches to it. Tests
 * that start, end or measure a process of n8n have one of their own: see realN8n.mts.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountRequest, type EmulatedAccount, EmulatorControl } from '../../tools/emulator/control-client.mts';
import { photosCredential } from '../../tools/n8n/credential.mts';
import { EditorApi, type Owner } from '../../tools/n8n/editor-api.mts';
import type { Execution } from '../../tools/n8n/execution.mts';
import { createInstance, type Workflow } from '../../tools/n8n/instance.mts';

const repository = join(import.meta.dirname, '../..');

/** The one user of an n8n of the tests. */
export const owner: Owner = {
	email: 'you@example.com',
	password: 'Photos-on-this-machine-1',
	firstName: 'Yuki',
	lastName: 'Owner',
};

/** Where people have their n8n, and what the pictures show; the one of the tests listens on a free port. */
export const home = 'http://localhost:5678';

/**
 * Starts the n8n that the test files share.
 *
 * @param environment leads its requests to the emulator
 * @returns what the processes of the test files need in their environment to attach to it
 */
export async function startSharedN8n(
	environment: Record<string, string>,
): Promise<{ environment: Record<string, string>; stop: () => Promise<void> }> {
	const files = await realpath(await mkdtemp(join(tmpdir(), 'photos-shared-')));
	const instance = await createInstance({ packageDir: repository, files: [files], environment });
	const server = await instance.startServer({ publicUrl: home });
	const stop = async () => {
		await server.stop();
		await instance.remove();
		await rm(files, { recursive: true, force: true });
	};
	try {
		await new EditorApi(server.url).signIn(owner);
	} catch (error) {
		await stop();
		throw error;
	}
	return { environment: { SHARED_N8N_URL: server.url, SHARED_N8N_FILES: files }, stop };
}

/** The shared n8n as one test file uses it. */
export interface SharedN8n {
	/** address of the server, without a slash at the end */
	url: string;
	editor: EditorApi;
	/** a folder of the test file's own that workflows may use */
	folder: string;
	control: EmulatorControl;
	/** A Google account of its own, and its credential in n8n; nodes name the credential by the account's id. */
	connect(request?: AccountRequest): Promise<EmulatedAccount>;
	/** The id that n8n gave to the credential of a connected account. */
	credentialOf(account: EmulatedAccount): string;
	/** Stores a workflow. @returns the id that n8n gave it */
	save(workflow: Workflow): Promise<string>;
	/** Publishes a stored workflow, so that its trigger is active. */
	publish(workflowId: string): Promise<void>;
	/** Stores a workflow and runs it to its end, from the trigger `Start`; throws like `EditorApi.runWorkflow`. */
	run(workflow: Workflow): Promise<Execution>;
}

/** Attaches to the n8n that test/run.mts has started. */
export async function sharedN8n(): Promise<SharedN8n> {
	const url = process.env.SHARED_N8N_URL ?? 'http://test/run.mts-starts-it';
	const editor = new EditorApi(url);
	await editor.signIn(owner);
	const control = new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? '');
	/** n8n gives ids of its own: credentials by the id of their account */
	const credentials = new Map<string, string>();
	const save = async ({ id: _ours, ...workflow }: Workflow): Promise<string> => {
		let text = JSON.stringify(workflow);
		for (const [account, credential] of credentials) text = text.replaceAll(`"id":"${account}"`, `"id":"${credential}"`);
		return (await editor.ask<{ id: string }>('POST', '/workflows', JSON.parse(text))).id;
	};
	return {
		url,
		editor,
		control,
		folder: await mkdtemp(join(process.env.SHARED_N8N_FILES ?? tmpdir(), 'file-')),
		save,
		async connect(request) {
			const account = await control.account(request);
			const { name, type, data } = photosCredential(account, { name: account.id });
			const { id } = await editor.ask<{ id: string }>('POST', '/credentials', { name, type, data });
			credentials.set(account.id, id);
			return account;
		},
		credentialOf: ({ id }) => credentials.get(id) ?? '',
		async publish(workflowId) {
			const { versionId } = await editor.ask<{ versionId: string }>('GET', `/workflows/${workflowId}`);
			await editor.ask('POST', `/workflows/${workflowId}/activate`, { versionId });
		},
		async run(workflow) {
			return await editor.runWorkflow(await save(workflow), 'Start');
		},
	};
}

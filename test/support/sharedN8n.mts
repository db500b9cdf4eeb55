/**
 * One real n8n for all test files that only use it: test/run.mts starts it once, and each file attaches to it. Tests
 * that start, stop or measure n8n processes have their own: see realN8n.mts.
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

/** The only user of the tests' n8n. */
export const owner: Owner = {
	email: 'you@example.com',
	password: 'Photos-on-this-machine-1',
	firstName: 'Yuki',
	lastName: 'Owner',
};

/** n8n's usual address, which screenshots show; the tests' n8n listens on a free port. */
export const home = 'http://localhost:5678';

/**
 * Starts the n8n that the test files share.
 *
 * @param environment leads its requests to the emulator
 * @returns the environment variables with which test files attach to it
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

/** The shared n8n for one test file. */
export interface SharedN8n {
	/** address of the server, without a trailing slash */
	url: string;
	editor: EditorApi;
	/** this test file's folder for files of workflows */
	folder: string;
	control: EmulatorControl;
	/**
	 * Creates a Google account and its credential in n8n; nodes refer to the credential by the account's id.
	 *
	 * @param credentialName what the editor shows; the account's id if undefined
	 */
	connect(request?: AccountRequest, credentialName?: string): Promise<EmulatedAccount>;
	/** The id of a connected account's credential in n8n. */
	credentialOf(account: EmulatedAccount): string;
	/** Stores a workflow. @returns its id in n8n */
	save(workflow: Workflow): Promise<string>;
	/** Publishes a stored workflow, which activates its trigger. */
	publish(workflowId: string): Promise<void>;
	/** Stores a workflow and executes it from the trigger `Start`. @throws like `EditorApi.runWorkflow` */
	run(workflow: Workflow): Promise<Execution>;
}

/** Attaches to the n8n that test/run.mts has started. */
export async function sharedN8n(): Promise<SharedN8n> {
	const url = process.env.SHARED_N8N_URL ?? 'http://test/run.mts-starts-it';
	const editor = new EditorApi(url);
	await editor.signIn(owner);
	const control = new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? '');
	/** Credential ids in n8n by account id, because n8n assigns its own ids. */
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
		async connect(request, credentialName) {
			const account = await control.account(request);
			const { name, type, data } = photosCredential(account, { name: credentialName ?? account.id });
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

import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmulatedAccount } from '../emulator/control-client.mts';
import { type RunningEmulator, startEmulator } from '../emulator/start.mts';
import { EditorApi, type Owner } from '../n8n/editor-api.mts';
import type { Execution } from '../n8n/execution.mts';
import { installN8n } from '../n8n/install.mts';
import { createInstance, type Instance, type Workflow } from '../n8n/instance.mts';
import type { N8nServer } from '../n8n/server.mts';
import { samplesFolder } from './samples.mts';
import { demoWorkflow, triggerName } from './workflow.mts';

const repository = join(import.meta.dirname, '../..');

/** Account of the demo's editor, which listens on this machine only. */
export const owner: Owner = {
	email: 'demo@example.com',
	password: 'Photos-on-this-machine-1',
	firstName: 'Demo',
	lastName: 'Visitor',
};

/** The running demo: a real n8n with this package, connected to the emulator. */
export interface Demo {
	/** Address of the demo's workflow in n8n's editor. */
	editorUrl: string;
	/** Address of the library's web page. */
	galleryUrl: string;
	account: EmulatedAccount;
	/** The demo's n8n, for more workflows and commands. */
	instance: Instance;
	/** Folder for the workflow's downloads: files `0`, `1`, … in the order of upload. */
	downloads: string;
	/** Executes the workflow on the server, like the editor's button. */
	runWorkflow(): Promise<Execution>;
	/** Stops the server and the emulator. */
	stop(): Promise<void>;
}

export interface DemoOptions {
	/** Folder for n8n's database and the emulator's data, kept between runs to speed up later starts. */
	folder: string;
	/** Folder of the photos and videos to upload. Default: the samples. */
	samples?: string;
	/** Receives one line for each step. */
	onProgress?: (line: string) => void;
}

/** Starts the demo with an empty photo library. The package must have been built. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
	const { folder, samples = samplesFolder, onProgress = () => {} } = options;
	await installN8n({
		onProgress: (step, seconds) => onProgress(seconds ? `${step}: ${seconds} s` : step),
	});
	const downloads = join(folder, 'downloads');
	await rm(downloads, { recursive: true, force: true });
	await mkdir(downloads, { recursive: true });

	onProgress('Starting Google Photos on this machine (emulator)');
	const emulator = await startEmulator({ dataDir: join(folder, 'emulator') });
	try {
		const account = await emptyAccount(emulator);
		onProgress('Giving n8n the node, the credential and the workflow');
		const instance = await createInstance({
			userFolder: join(folder, 'n8n'),
			packageDir: repository,
			files: [samples, downloads],
			environment: emulator.environment,
		});
		const workflow = await demoWorkflow(samples, downloads);
		await importIfChanged(instance, workflow);
		await instance.importCredential(account);
		onProgress('Starting n8n');
		const server = await instance.startServer();
		const connection = await connect(emulator, server, workflow);
		const galleryUrl = `${emulator.controlUrl}/gallery/${account.id}`;
		return { ...connection, galleryUrl, account, instance, downloads };
	} catch (error) {
		await emulator.stop();
		throw error;
	}
}

async function connect(emulator: RunningEmulator, server: N8nServer, workflow: Workflow) {
	const editor = new EditorApi(server.url);
	try {
		await editor.signIn(owner);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {
		editorUrl: `${server.url}/workflow/${workflow.id}`,
		runWorkflow: async () => await editor.runWorkflow(workflow.id, triggerName),
		stop: async () => {
			await server.stop();
			await emulator.stop();
		},
	};
}

/** The same Google account in every run, with an emptied library. */
async function emptyAccount({ control }: RunningEmulator): Promise<EmulatedAccount> {
	const request = {
		user: 'demo@example.com',
		clientId: 'demo.apps.googleusercontent.com',
		clientSecret: 'demo-client-secret',
	};
	await (await control.account(request)).remove();
	return await control.account(request);
}

/** Imports the workflow only if it has changed, because an import starts an n8n process. */
async function importIfChanged({ userFolder, importWorkflow }: Instance, workflow: Workflow) {
	const mark = join(userFolder, 'imported-workflow');
	const hash = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
	if ((await readFile(mark, 'utf8').catch(() => '')) === hash) return;
	await importWorkflow(workflow);
	await writeFile(mark, hash);
}

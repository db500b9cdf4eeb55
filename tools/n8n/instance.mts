import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, startN8n, tail } from './command.mts';
import { type GrantedAccount, type ImportableCredential, photosCredential } from './credential.mts';
import { n8nEnvironment } from './environment.mts';
import { type Execution, ExecutionFailed, executionInText } from './execution.mts';
import { importInto } from './import.mts';
import { installPackage } from './install-package.mts';
import { type N8nServer, type ServerOptions, startServer } from './server.mts';

export interface InstanceOptions {
	/** Folder for n8n's database, keys and binary files. Default: a temporary one, see `remove`. */
	userFolder?: string;
	/** Folder (with `package.json`) of a built community node package to install. */
	packageDir?: string;
	/** Folders in which workflows may read and write files. */
	files?: string[];
	/** Additional environment variables, for example the emulator's `environment`. */
	environment?: Record<string, string>;
}

/** A workflow as exported by n8n. */
export interface Workflow {
	id: string;
	name: string;
	nodes: unknown[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[field: string]: unknown;
}

/** An isolated n8n with its own user folder. Runs command line commands and servers. */
export interface Instance {
	userFolder: string;
	/** Environment of all processes of this instance. */
	environment: Record<string, string>;
	/** Stores the credential of an account, replacing one with the same id. */
	importCredential(
		account: GrantedAccount,
		names?: { id?: string; name?: string },
	): Promise<ImportableCredential>;
	/** Stores any credential, for nodes of other packages. */
	importCredentialData(credential: ImportableCredential): Promise<void>;
	/** Stores a workflow, replacing one with the same id. */
	importWorkflow(workflow: Workflow): Promise<void>;
	/**
	 * Executes a stored workflow with `n8n execute` in a child process.
	 * @throws ExecutionFailed (with the execution) if the workflow ended with an error
	 */
	execute(workflowId: string): Promise<Execution>;
	/** Starts the same command as `execute` without waiting, so that it can be killed. */
	begin(workflowId: string): Promise<Command>;
	startServer(options?: ServerOptions): Promise<N8nServer>;
	/** Deletes the user folder. Stop servers first. */
	remove(): Promise<void>;
}

/** Creates a user folder for n8n. n8n itself is installed by `installN8n`. */
export async function createInstance(options: InstanceOptions = {}): Promise<Instance> {
	const { packageDir, files, environment: extra } = options;
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-')));
	await mkdir(userFolder, { recursive: true });
	if (packageDir !== undefined) await installPackage(userFolder, packageDir);
	const environment = n8nEnvironment({ userFolder, files, extra });

	const importCredentialData = async (credential: ImportableCredential) => {
		await importInto(environment, 'import:credentials', [credential]);
	};
	const begin = async (workflowId: string) =>
		await startN8n(['execute', `--id=${workflowId}`, '--rawOutput'], environment);
	return {
		userFolder,
		environment,
		importCredentialData,
		async importCredential(account, names) {
			const credential = photosCredential(account, names);
			await importCredentialData(credential);
			return credential;
		},
		async importWorkflow(workflow) {
			await importInto(environment, 'import:workflow', [{ active: false, ...workflow }]);
		},
		begin,
		async execute(workflowId) {
			const output = await (await begin(workflowId)).result;
			const execution = executionInText(output.stdout);
			if (!execution) throw new Error(`n8n execute gave no result\n${tail(output)}`);
			if (execution.data.resultData.error) throw new ExecutionFailed(execution);
			return execution;
		},
		async startServer(serverOptions) {
			return await startServer(environment, serverOptions);
		},
		async remove() {
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

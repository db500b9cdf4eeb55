import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, startN8n, tail } from './command.mts';
import { type GrantedAccount, type ImportableCredential, photosCredential } from './credential.mts';
import { n8nEnvironment } from './environment.mts';
import { type Execution, ExecutionFailed, executionInText } from './execution.mts';
import { importInto } from './import.mts';
import { putPackageIn } from './package-in.mts';
import { type N8nServer, type ServerOptions, startServer } from './server.mts';

export interface InstanceOptions {
	/** Folder for n8n's database, keys and binary files. Default: a temporary one, see `remove`. */
	userFolder?: string;
	/** A built community node package to install; the folder with its `package.json`. */
	packageDir?: string;
	/** Folders whose files workflows may read and write. */
	files?: string[];
	/** Further environment, for example the emulator's `environment`. */
	environment?: Record<string, string>;
}

/** A workflow as exported by n8n. Its id is how it is run. */
export interface Workflow {
	id: string;
	name: string;
	nodes: unknown[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[field: string]: unknown;
}

/** An n8n of its own: one user folder, driven by n8n's command line and by its server. */
export interface Instance {
	userFolder: string;
	/** Environment of every process of this instance. */
	environment: Record<string, string>;
	/** Stores the credential that belongs to an account; an older one with its id is replaced. */
	importCredential(
		account: GrantedAccount,
		names?: { id?: string; name?: string },
	): Promise<ImportableCredential>;
	/** Stores any credential, for nodes of other packages. */
	importCredentialData(credential: ImportableCredential): Promise<void>;
	/** Stores a workflow; an older one with its id is replaced. */
	importWorkflow(workflow: Workflow): Promise<void>;
	/**
	 * Runs a stored workflow to its end with `n8n execute`, in a process of its own.
	 * Throws ExecutionFailed (with the execution) if the workflow ended with an error.
	 */
	execute(workflowId: string): Promise<Execution>;
	/** Starts what `execute` runs to its end, so that it can be ended before. */
	begin(workflowId: string): Promise<Command>;
	startServer(options?: ServerOptions): Promise<N8nServer>;
	/** Deletes the user folder. Stop servers first. */
	remove(): Promise<void>;
}

/** Prepares a user folder for n8n (see `installN8n` in install.mts for n8n itself). */
export async function createInstance(options: InstanceOptions = {}): Promise<Instance> {
	const { packageDir, files, environment: extra } = options;
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-')));
	await mkdir(userFolder, { recursive: true });
	if (packageDir !== undefined) await putPackageIn(userFolder, packageDir);
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

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runN8n, tail } from '../command.mts';
import { type ImportableCredential } from '../credential.mts';
import { n8nEnvironment } from '../environment.mts';
import { freePort } from '../free-port.mts';
import { importInto } from '../import.mts';
import type { Workflow } from '../instance.mts';
import { installPackage } from '../install-package.mts';
import { type Program, startProgram } from '../program.mts';
import { answers, type N8nServer, startingTime, startServer } from '../server.mts';
import { programOf } from '../versions.mts';
import { type Postgres, startPostgres } from './postgres.mts';
import { startRedis } from './redis.mts';

export interface QueueOptions {
	/** Folder of a built community node package to install in every process. */
	packageDir: string;
	/** Where n8n stores files: in PostgreSQL, or in a folder that all processes share. */
	binaryDataMode: 'database' | 'filesystem';
	/** Additional environment variables, for example the emulator's `environment`. */
	environment?: Record<string, string>;
}

/**
 * An n8n in queue mode: one process receives webhooks, workers execute, and a main process serves the editor. Each
 * process has its own user folder, as it would in its own container; they share PostgreSQL, Redis and the folder for
 * files. See https://docs.n8n.io/hosting/scaling/queue-mode/
 */
export interface Queue {
	database: Postgres;
	/** Stores credentials and a workflow, and publishes the workflow. Call it before `startMain`. */
	publish(workflow: Workflow, credentials: ImportableCredential[]): Promise<void>;
	startMain(): Promise<N8nServer>;
	/** Starts a process that only receives webhooks. */
	startWebhook(): Promise<Program & { url: string }>;
	/** Starts a worker with this number of concurrent executions; n8n's default is 10. */
	startWorker(concurrency?: number): Promise<Program>;
	/** Stops all processes and deletes all data. */
	remove(): Promise<void>;
}

/** Prepares PostgreSQL, Redis and the folders. The caller starts n8n's own processes. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
	const { packageDir, binaryDataMode, environment: extra } = options;
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const database = await startPostgres();
	const redis = await startRedis();
	const running: Program[] = [];
	const shared = {
		...database.environment,
		...redis.environment,
		EXECUTIONS_MODE: 'queue',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_DEFAULT_BINARY_DATA_MODE: binaryDataMode,
		...(binaryDataMode === 'filesystem' && { N8N_BINARY_DATA_STORAGE_PATH: join(folder, 'files') }),
		// Logging every execution would cost time.
		N8N_LOG_LEVEL: 'warn',
		...extra,
	};
	let folders = 0;
	const environment = async (settings: Record<string, string> = {}) => {
		const userFolder = join(folder, `process-${++folders}`);
		await mkdir(userFolder);
		await installPackage(userFolder, packageDir);
		return n8nEnvironment({ userFolder, extra: { ...shared, ...settings } });
	};
	const kept = <T extends Program>(program: T): T => {
		running.push(program);
		return program;
	};
	/** @param portSetting name of n8n's setting for the port of the readiness endpoint */
	const start = async (command: string, portSetting: string, args: string[] = []) => {
		const port = String(await freePort());
		const url = `http://127.0.0.1:${port}`;
		const broker = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
		const env = await environment({ ...broker, [portSetting]: port });
		const program = await startProgram({
			name: `n8n ${command}`,
			command: process.execPath,
			args: [programOf(env), command, ...args],
			spawnOptions: { env },
			isReady: async () => await answers(`${url}/healthz/readiness`),
			timeout: startingTime,
		});
		return kept({ ...program, url });
	};
	return {
		database,
		async publish(workflow, credentials) {
			// These commands print their results through the log.
			const own = await environment({ N8N_LOG_LEVEL: 'info' });
			await importInto(own, 'import:credentials', credentials);
			await importInto(own, 'import:workflow', [{ active: false, ...workflow }]);
			const published = await runN8n(['publish:workflow', `--id=${workflow.id}`], own);
			if (!published.stdout.includes('Publishing workflow')) {
				throw new Error(`n8n did not publish\n${tail(published)}`);
			}
		},
		startMain: async () => kept(await startServer(await environment())),
		startWebhook: async () => await start('webhook', 'N8N_PORT'),
		startWorker: async (concurrency = 10) =>
			await start('worker', 'QUEUE_HEALTH_CHECK_PORT', [`--concurrency=${concurrency}`]),
		async remove() {
			await Promise.all(running.map(async (program) => await program.stop()));
			await Promise.all([redis.remove(), database.remove()]);
			await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatedAccount } from '../emulator/control-client.mts';
import { type RunningEmulator, startEmulator } from '../emulator/start.mts';
import type { Switches } from '../emulator/accounts/switches.mts';
import { installN8n } from '../n8n/install.mts';
import { FloorContender } from './contenders/floor.mts';
import { NodeContender } from './contenders/node.mts';

/** Google's latency: 0.1 s for each request, and 1.8 s for a create, as users measured. */
export const distance = { latencyMs: 100, createLatencyMs: 1700 };

export type StageOptions = Pick<Stage, 'quick' | 'rounds'>;

/** The environment of all scenarios: the emulator, a folder for files, and the contenders that every scenario needs. */
export class Stage {
	readonly folder: string;
	readonly emulator: RunningEmulator;
	readonly node: NodeContender;
	readonly floor: FloorContender;
	/** Small numbers, to check that everything works. */
	readonly quick: boolean;
	/** How often to repeat measurements whose time varies. */
	readonly rounds: number;

	private constructor(folder: string, emulator: RunningEmulator, node: NodeContender, options: StageOptions) {
		this.folder = folder;
		this.emulator = emulator;
		this.node = node;
		this.floor = new FloorContender(folder, emulator.environment);
		this.quick = options.quick;
		this.rounds = options.rounds;
	}

	static async set(options: StageOptions): Promise<Stage> {
		await installN8n({ onProgress: (step, seconds) => say(`${step}: ${seconds} s`) });
		const folder = await realpath(await mkdtemp(join(tmpdir(), 'bench-')));
		const emulator = await startEmulator({ dataDir: join(folder, 'google') });
		const node = await NodeContender.in(folder, emulator.environment);
		return new Stage(folder, emulator, node, options);
	}

	/** Runs `work` with a new account with Google's latency, and deletes the account. */
	async withAccount<T>(
		work: (account: EmulatedAccount) => Promise<T>,
		switches: Partial<Switches> = {},
	): Promise<T> {
		const account = await this.emulator.control.account({ switches: { ...distance, ...switches } });
		try {
			return await work(account);
		} finally {
			await account.remove();
		}
	}

	/** Stops the emulator and deletes all files. */
	async close(): Promise<void> {
		await this.emulator.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Prints a progress message. */
export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

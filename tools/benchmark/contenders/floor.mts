import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';
import type { Contender } from './contender.mts';

/** A task for the floor program. */
export interface FloorTask {
	work: 'upload' | 'download' | 'list';
	accessToken: string;
	/** Access token of the account whose media items are listed as a warm-up. */
	warmUpToken?: string;
	/** Folder to read files from or to write them to. */
	folder: string;
}

/** A process without n8n that does the same work under the same rules with only Node's HTTP client. */
export class FloorContender implements Contender {
	readonly name = 'the floor';
	private readonly folder: string;
	private readonly environment: Record<string, string>;

	constructor(folder: string, environment: Record<string, string>) {
		this.folder = folder;
		this.environment = environment;
	}

	async upload(account: EmulatedAccount, folder: string): Promise<Effort> {
		return await this.run({ work: 'upload', accessToken: account.accessToken, folder });
	}

	async download(account: EmulatedAccount): Promise<Effort> {
		const folder = join(this.folder, 'downloaded');
		await mkdir(folder);
		try {
			return await this.run({ work: 'download', accessToken: account.accessToken, folder });
		} finally {
			await rm(folder, { recursive: true });
		}
	}

	async list(account: EmulatedAccount, _count: number, before: EmulatedAccount): Promise<Effort> {
		const { seconds } = await this.run({
			work: 'list',
			accessToken: account.accessToken,
			warmUpToken: before.accessToken,
			folder: '',
		});
		return { seconds };
	}

	private async run(task: FloorTask): Promise<Effort> {
		const program = join(import.meta.dirname, '../floor/main.mts');
		const { stdout } = await promisify(execFile)(process.execPath, [program], {
			env: { ...process.env, ...this.environment, FLOOR_TASK: JSON.stringify(task) },
		});
		return JSON.parse(stdout) as Effort;
	}
}

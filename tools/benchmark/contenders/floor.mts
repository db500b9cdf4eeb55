import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';
import type { Contender } from './contender.mts';

/** What the program of the floor is asked to do. */
export interface FloorTask {
	work: 'upload' | 'download' | 'list';
	accessToken: string;
	/** Of an account whose media items are listed before time is taken. */
	warmUpToken?: string;
	/** Where the files are, or are to be put. */
	folder: string;
}

/** A process without n8n that does the same under the same rules, with Node's own HTTP client and nothing else. */
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

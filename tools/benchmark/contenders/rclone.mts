import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';
import type { Uploader } from './contender.mts';

const run = promisify(execFile);

/** rclone as packaged by Debian, with its default number of transfers. */
export class RcloneContender implements Uploader {
	readonly name: string;
	private readonly folder: string;
	private readonly environment: Record<string, string>;

	private constructor(version: string, folder: string, environment: Record<string, string>) {
		this.name = `rclone ${version}`;
		this.folder = folder;
		this.environment = environment;
	}

	/** @returns undefined if rclone is not installed */
	static async in(folder: string, environment: Record<string, string>): Promise<RcloneContender | undefined> {
		try {
			const { stdout } = await run('rclone', ['version']);
			const version = /rclone v([\d.]+)/.exec(stdout)?.[1] ?? '';
			return new RcloneContender(version, folder, environment);
		} catch {
			return undefined;
		}
	}

	async upload(account: EmulatedAccount, folder: string): Promise<Effort> {
		const config = join(this.folder, 'rclone.conf');
		const token = {
			access_token: account.accessToken,
			refresh_token: account.refreshToken,
			token_type: 'Bearer',
			expiry: new Date(Date.now() + account.expiresIn * 1000).toISOString(),
		};
		await writeFile(
			config,
			`[gp]\ntype = google photos\nclient_id = ${account.clientId}\nclient_secret = ${account.clientSecret}\ntoken = ${JSON.stringify(token)}\n`,
		);
		const started = performance.now();
		await run('rclone', ['--config', config, '--transfers', '4', 'copy', folder, 'gp:upload'], {
			env: { ...process.env, ...this.environment },
			maxBuffer: 16 * 1024 ** 2,
		});
		return { seconds: (performance.now() - started) / 1000 };
	}
}

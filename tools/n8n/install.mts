import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { killOnExit } from './kill-on-exit.mts';
import { withLock } from './lock.mts';
import { n8n2 } from './versions.mts';

const cache = join(import.meta.dirname, '../..', '.cache');

/** Reports progress: what is being done, and for how many seconds. */
export type InstallProgress = (step: string, seconds: number) => void;

/**
 * Installs the n8n version in the `package-lock.json` of `folder` (see versions.mts), unless it is installed. The stamp
 * file is written last, so an interrupted installation is repeated.
 *
 * Install scripts of packages do not run (`npm ci --ignore-scripts`), except sqlite3's, which fetches or compiles the
 * binary that n8n needs.
 * @throws Error naming what to install if that binary cannot be built
 */
export async function installN8n({
	folder = n8n2,
	onProgress,
}: { folder?: string; onProgress?: InstallProgress } = {}) {
	const stampFile = join(folder, 'node_modules', '.installed');
	const { version, stamp } = await lockedVersion(folder);
	const isInstalled = async () =>
		existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp;
	if (await isInstalled()) return;
	const install = async () => {
		// Another process may have installed it while this one waited for the lock.
		if (await isInstalled()) return;
		await rm(stampFile, { force: true });
		const step = `Installing n8n ${version}, up to 2.6 GB on disk, once`;
		await npm(folder, step, ['ci', '--ignore-scripts'], onProgress);
		if (!(await sqliteLoads(folder))) await buildSqlite(folder, onProgress);
		await writeFile(stampFile, stamp);
	};
	await withLock(join(cache, 'n8n-install.lock'), install, (seconds) => {
		onProgress?.('Waiting for another process that installs n8n', seconds);
	});
}

/** The version in the lock file, and the stamp of its installation on this machine. */
async function lockedVersion(folder: string): Promise<{ version: string; stamp: string }> {
	const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
	const { packages } = JSON.parse(lock) as { packages: Record<string, { version: string }> };
	const hash = createHash('sha256').update(lock).digest('hex');
	const machine = `node${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;
	return {
		version: packages['node_modules/n8n']?.version ?? '',
		stamp: `${hash} ${machine}\n`,
	};
}

async function buildSqlite(folder: string, onProgress?: InstallProgress) {
	let output = '';
	try {
		const rebuild = ['rebuild', 'sqlite3', '--ignore-scripts=false'];
		output = await npm(folder, 'Preparing the SQLite driver of n8n', rebuild, onProgress);
	} catch (error) {
		output = String(error);
	}
	if (await sqliteLoads(folder)) return;
	throw new Error(
		`n8n's SQLite driver could be neither fetched nor built. To build it, install Python 3, make and a C++ compiler (Debian: apt-get install python3 make g++; macOS: xcode-select --install), then run the command again.\n${output.slice(-1500)}`,
	);
}

/** Runs in a child process, because Node caches a failed load of a native module. */
async function sqliteLoads(folder: string): Promise<boolean> {
	const probe = ['-e', 'require("sqlite3")'];
	return await new Promise((resolve) => {
		execFile(process.execPath, probe, { cwd: folder }, (error) => resolve(error === null));
	});
}

/** Runs npm with the Node.js of this process, so that native modules match it. */
async function npm(
	folder: string,
	step: string,
	args: string[],
	onProgress?: InstallProgress,
): Promise<string> {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	onProgress?.(step, 0);
	const ticker = setInterval(() => onProgress?.(step, seconds()), 5_000);
	try {
		return await new Promise((resolve, reject) => {
			const child = spawn('npm', args, {
				cwd: folder,
				env: environmentOfNpm(),
				stdio: ['ignore', 'pipe', 'pipe'],
				shell: process.platform === 'win32',
			});
			let output = '';
			const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
			child.stdout.on('data', keep);
			child.stderr.on('data', keep);
			killOnExit(child);
			child.on('error', reject);
			child.on('close', (code) => {
				if (code === 0) resolve(output);
				else reject(new Error(`npm ${args.join(' ')} failed:\n${output.slice(-3000)}`));
			});
		});
	} finally {
		clearInterval(ticker);
	}
}

/**
 * The environment without the settings that an outer `npm run` passes down, which describe the outer package (its
 * prefix and its lock file).
 */
export function environmentOfNpm(): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => {
		return !/^npm_(config_(local_)?prefix|package_|lifecycle_|command)/.test(name);
	});
	const environment = Object.fromEntries(own);
	environment.PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
	return environment;
}

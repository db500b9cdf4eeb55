import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { endWithUs } from './end-with-us.mts';
import { withLock } from './lock.mts';

const folder = import.meta.dirname;
const stampFile = join(folder, 'node_modules', '.installed');

/** n8n's command line program; run it with `process.execPath`, which is Node.js 24 here. */
export const n8nProgram = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');

/** One line to show to whoever waits: what is being done and for how many seconds. */
export type InstallProgress = (step: string, seconds: number) => void;

/**
 * Installs the n8n that `package-lock.json` beside this file names, once; later calls return at
 * once. The stamp is written last, so an installation that was cut short is made again.
 *
 * Scripts of packages do not run (`npm ci --ignore-scripts`), but for the one that n8n cannot do
 * without: sqlite3's, which fetches a prebuilt binary or compiles one.
 * Throws with what to install if that binary cannot be had.
 */
export async function installN8n({ onProgress }: { onProgress?: InstallProgress } = {}) {
	const wanted = await stamp();
	if (await isInstalled(wanted)) return;
	const install = async () => {
		// Another process may have done it while we waited for the lock.
		if (await isInstalled(wanted)) return;
		await rm(stampFile, { force: true });
		await npm('Installing n8n, about 2.6 GB on disk, once', ['ci', '--ignore-scripts'], onProgress);
		if (!(await sqliteLoads())) await buildSqlite(onProgress);
		await writeFile(stampFile, wanted);
	};
	await withLock(join(folder, '..', '.cache', 'n8n-install.lock'), install, (seconds) => {
		onProgress?.('Waiting for another process that installs n8n', seconds);
	});
}

async function stamp(): Promise<string> {
	const lock = await readFile(join(folder, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex');
	return `${hash} node${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}\n`;
}

async function isInstalled(wanted: string): Promise<boolean> {
	return existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === wanted;
}

async function buildSqlite(onProgress?: InstallProgress) {
	let output = '';
	try {
		const rebuild = ['rebuild', 'sqlite3', '--ignore-scripts=false'];
		output = await npm('Preparing the SQLite driver of n8n', rebuild, onProgress);
	} catch (error) {
		output = String(error);
	}
	if (await sqliteLoads()) return;
	throw new Error(
		`n8n's SQLite driver could be neither fetched nor built. To build it, install Python 3, make and a C++ compiler (Debian: apt-get install python3 make g++; macOS: xcode-select --install), then run the command again.\n${output.slice(-1500)}`,
	);
}

/** In a process of its own: a module that once failed to load here would stay broken here. */
async function sqliteLoads(): Promise<boolean> {
	const probe = ['-e', 'require("sqlite3")'];
	return await new Promise((resolve) => {
		execFile(process.execPath, probe, { cwd: folder }, (error) => resolve(error === null));
	});
}

/** Runs npm under the Node.js that runs us, so that what it builds fits it. */
async function npm(step: string, args: string[], onProgress?: InstallProgress): Promise<string> {
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
			endWithUs(child);
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
 * Without the settings that an outer `npm run` passes down: they describe the outer package
 * (its prefix and its lock file), not this folder.
 */
export function environmentOfNpm(): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => {
		return !/^npm_(config_(local_)?prefix|package_|lifecycle_|command)/.test(name);
	});
	const environment = Object.fromEntries(own);
	environment.PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
	return environment;
}

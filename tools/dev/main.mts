/**
 * Development mode: `npm run dev`. A real n8n with the node, connected to the emulator. When a source changes, rebuilds
 * the node and restarts n8n; after a failed build n8n keeps running. Ctrl+C stops everything.
 *
 * Runs on Node.js 24 with the package built. n8n's database and the emulator's libraries are kept in .cache/dev.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '../emulator/start.mts';
import { EditorApi, type Owner } from '../n8n/editor-api.mts';
import { freePort } from '../n8n/free-port.mts';
import { installN8n } from '../n8n/install.mts';
import { createInstance } from '../n8n/instance.mts';
import { installPackage } from '../n8n/install-package.mts';
import type { N8nServer } from '../n8n/server.mts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache', 'dev');
const userFolder = join(folder, 'n8n');

/** Sources of the node. */
const SOURCES = ['nodes/**/*', 'credentials/**/*', 'icons/**/*'];

/**
 * gulp's watcher: Node.js' own misses changes of files that an editor has replaced.
 * https://gulpjs.com/docs/en/api/watch
 */
interface Watcher {
	on(event: 'all', listener: () => void): void;
	close(): Promise<void>;
}
const { watch } = createRequire(import.meta.url)('gulp') as { watch(globs: string[], options: { cwd: string }): Watcher };

/** Milliseconds without a change before a build starts, because editors write several files at once. */
const QUIET_TIME = 300;

/** Account of the editor, which listens on this machine only. */
const owner: Owner = { email: 'dev@example.com', password: 'Photos-on-this-machine-1', firstName: 'Dev', lastName: 'Local' };

const account = { user: 'dev@example.com', clientId: 'dev.apps.googleusercontent.com', clientSecret: 'dev-client-secret' };

const say = (line: string) => console.log(`[dev] ${line}`);

/** Resolves when Ctrl+C is pressed, also while n8n starts. */
const stopped = new Promise<void>((resolve) => {
	process.once('SIGINT', () => resolve());
	process.once('SIGTERM', () => resolve());
});

say('Starting the emulator and n8n');
await installN8n({ onProgress: (step, seconds) => say(seconds ? `${step}: ${seconds} s` : step) });
const emulator = await startEmulator({ dataDir: join(folder, 'emulator') });
let server: N8nServer | undefined;
try {
	const instance = await createInstance({ userFolder, packageDir: root, environment: emulator.environment });
	const owned = await emulator.control.account(account);
	await instance.importCredential(owned);
	const port = await freePort();
	const start = async () => {
		server = await instance.startServer({ port });
		await new EditorApi(server.url).signIn(owner);
		say(`n8n ${server.url}  ${owner.email}  ${owner.password}`);
		say(`photos ${emulator.controlUrl}/gallery/${owned.id}`);
	};
	const rebuild = async () => {
		say('Building');
		if (!(await build())) return;
		await installPackage(userFolder, root);
		await server?.stop();
		await start();
	};
	await start();
	say(`Waiting for changes in ${SOURCES.join(', ')}`);
	const watcher = onChange(rebuild);
	await stopped;
	await watcher.close();
} finally {
	say('Stopping');
	await server?.stop();
	await emulator.stop();
}

/** Prints the errors of a failed build. @returns whether it succeeded */
async function build(): Promise<boolean> {
	try {
		await promisify(execFile)(process.execPath, [join(root, 'node_modules/gulp/bin/gulp.js'), 'build'], { cwd: root });
		return true;
	} catch (error) {
		const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
		console.error(`${stdout}${stderr}` || message);
		say('The build failed: n8n goes on with the node as it was');
		return false;
	}
}

/** Runs `work` after each change of a source, one run at a time, and once for changes in quick succession. */
function onChange(work: () => Promise<void>): Watcher {
	let timer: NodeJS.Timeout | undefined;
	let last = Promise.resolve();
	const watcher = watch(SOURCES, { cwd: root });
	watcher.on('all', () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			last = last.then(work).catch((error: Error) => say(error.message));
		}, QUIET_TIME);
	});
	return watcher;
}

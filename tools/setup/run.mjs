/**
 * Sets up a clone as far as needed, then runs one of the project's tools on Node.js 24.
 *
 *   node tools/setup/run.mjs <tool.mts> [arguments]
 *
 * Runs on any Node.js from 20 on: n8n 2 needs 24, which is installed as the npm package `node`. Install scripts of
 * packages do not run, because some of n8n's do not compile on Node.js 20; only that of `node` is needed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, 'node_modules', '.bin');
const isWindows = process.platform === 'win32';
/** Not the one in `.bin`: on Windows that one needs a shell, which splits paths at spaces. */
const node24 = path.join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
const stamp = path.join(root, 'node_modules', '.set-up-for');

/**
 * Requests of the tools to this machine (n8n, the emulator) bypass any proxy, also with NODE_USE_ENV_PROXY=1.
 * https://nodejs.org/api/http.html#built-in-proxy-support
 */
const withoutProxy = [process.env.NO_PROXY ?? process.env.no_proxy, 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',');

/**
 * Runs a program to its end. @returns its exit code
 * @param quiet print the output only on failure
 */
async function run(program, programArguments, { quiet = false } = {}) {
	const child = spawn(program, programArguments, {
		cwd: root,
		stdio: quiet ? ['inherit', 'pipe', 'pipe'] : 'inherit',
		// npm is a script on Windows.
		shell: isWindows && program === 'npm',
		env: {
			...process.env,
			PATH: `${bin}${path.delimiter}${process.env.PATH}`,
			// Node.js' fetch uses the proxy in HTTPS_PROXY, as npm does.
			NODE_USE_ENV_PROXY: process.env.NODE_USE_ENV_PROXY ?? '1',
			NO_PROXY: withoutProxy,
			no_proxy: withoutProxy,
		},
	});
	const output = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
	// Ctrl+C reaches the child too, which decides when to end.
	const ignore = () => {};
	process.on('SIGINT', ignore);
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (exitCode) => resolve(exitCode ?? 1));
	});
	process.off('SIGINT', ignore);
	if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
	return code;
}

/** Runs a long set-up step; prints its title and duration. */
async function step(title, program, programArguments) {
	const start = Date.now();
	process.stdout.write(`${title} ... `);
	const code = await run(program, programArguments, { quiet: true });
	process.stdout.write(code === 0 ? `${Math.round((Date.now() - start) / 1000)} s\n` : 'failed\n');
	if (code !== 0) process.exit(code);
}

const wanted = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
const present = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (present !== wanted) {
	await step('Installing npm packages (1.5 GB, some minutes the first time)', 'npm', ['ci']);
	writeFileSync(stamp, wanted);
}
if (!existsSync(node24)) {
	await step('Fetching Node.js 24', 'npm', ['rebuild', 'node', '--ignore-scripts=false']);
}
await step('Building the node', 'npm', ['run', 'build']);

const [tool, ...toolArguments] = process.argv.slice(2);
process.exit(await run(node24, [tool, ...toolArguments]));

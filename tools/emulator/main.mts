/**
 * Runs the emulator of Google Photos as a process: `npm run emulator`. Listens on the loopback interface only.
 *
 *   --data=FOLDER        saves the libraries there; default: a temporary folder that is deleted at the end
 *   --port=N             port of the gallery and of the control API; default: any free one
 *   --json               prints the ready line as JSON, for programs (see start.mts)
 *   --stop-with-parent   stops when its standard input closes
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Servers, startServers } from './network/servers.mts';

/** An error in the command line. */
class WrongOption extends Error {}

function optionsOf(args: string[]) {
	try {
		const { values } = parseArgs({
			args,
			options: {
				data: { type: 'string' },
				port: { type: 'string', default: '0' },
				json: { type: 'boolean', default: false },
				'stop-with-parent': { type: 'boolean', default: false },
			},
		});
		const port = Number(values.port);
		if (Number.isInteger(port) && port >= 0 && port < 65_536) return { ...values, port };
		throw new WrongOption(`--port takes a number from 0 to 65535, not "${values.port}".`);
	} catch (error) {
		if (error instanceof WrongOption) throw error;
		const [sentence = ''] = (error as Error).message.split('. ');
		throw new WrongOption(`${sentence}. Options: --data=FOLDER, --port=N, --json, --stop-with-parent.`);
	}
}

function forPeople({ proxyUrl, caFile, controlUrl }: Servers): string {
	return `The emulator of Google Photos runs.

Photos of each account   ${controlUrl}/
Control API              ${controlUrl}

A program reaches it in the place of Google when it starts with these two variables:

  HTTPS_PROXY=${proxyUrl}
  NODE_EXTRA_CA_CERTS=${caFile}

Node.js 24 needs NODE_USE_ENV_PROXY=1 as well; n8n does not. Ctrl+C stops it.
`;
}

async function run(): Promise<void> {
	const options = optionsOf(process.argv.slice(2));
	const dataDir = options.data === undefined ? mkdtempSync(join(tmpdir(), 'photos-')) : resolve(options.data);
	const removeTemporary = () => {
		if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
	};
	mkdirSync(dataDir, { recursive: true });
	let servers: Servers;
	try {
		servers = await startServers(dataDir, options.port);
	} catch (error) {
		removeTemporary();
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		throw new WrongOption(`Port ${options.port} is taken. Choose another with --port, or leave it out.`);
	}

	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		await servers.close();
		removeTemporary();
		process.exit(0);
	};
	process.on('SIGTERM', () => void stop());
	process.on('SIGINT', () => void stop());
	if (options['stop-with-parent']) {
		process.stdin.resume();
		process.stdin.on('end', () => void stop());
		process.stdin.on('error', () => void stop());
	}

	const { proxyUrl, caFile, controlUrl } = servers;
	const ready = JSON.stringify({ event: 'ready', proxyUrl, caFile, controlUrl });
	process.stdout.write(options.json ? `${ready}\n` : forPeople(servers));
}

try {
	await run();
} catch (error) {
	if (!(error instanceof WrongOption)) throw error;
	console.error(error.message);
	process.exit(1);
}

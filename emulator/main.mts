import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServers } from './network/servers.mts';

const { values: options } = parseArgs({
	options: {
		data: { type: 'string' },
		port: { type: 'string', default: '0' },
		'stop-with-parent': { type: 'boolean', default: false },
	},
});

const dataDir =
	options.data === undefined ? mkdtempSync(join(tmpdir(), 'photos-')) : resolve(options.data);
mkdirSync(dataDir, { recursive: true });
const servers = await startServers(dataDir, Number(options.port));

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	await servers.close();
	if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
	process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
if (options['stop-with-parent']) {
	process.stdin.resume();
	process.stdin.on('end', () => void stop());
	process.stdin.on('error', () => void stop());
}

const { proxyUrl, caFile, controlUrl } = servers;
process.stdout.write(`${JSON.stringify({ event: 'ready', proxyUrl, caFile, controlUrl })}\n`);

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

let child: ChildProcessWithoutNullStreams | undefined;
afterEach(() => {
	child?.kill('SIGKILL');
});

/** Starts the emulator from the command line. */
function start(...options: string[]): ChildProcessWithoutNullStreams {
	child = spawn(process.execPath, [path.join(__dirname, '../../../tools/emulator/main.mts'), ...options]);
	return child;
}

async function ended(process: ChildProcessWithoutNullStreams) {
	let [printed, complaint] = ['', ''];
	process.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	process.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
	const [code] = (await once(process, 'close')) as [number];
	return { code, printed, complaint };
}

it("prints the gallery's address, the variables to set, and how to stop", async () => {
	const emulator = start();
	const [chunk] = (await once(emulator.stdout, 'data')) as [Buffer];
	const text = chunk.toString();
	const [, gallery] = /Photos of each account +(\S+)/.exec(text) ?? [];
	expect((await fetch(gallery)).status).toBe(200);
	expect(text).toMatch(/^ {2}HTTPS_PROXY=http:\/\/127\.0\.0\.1:\d+$/m);
	const [, caFile] = /NODE_EXTRA_CA_CERTS=(.*)/.exec(text) ?? [];
	expect(readFileSync(caFile, 'utf8')).toContain('BEGIN CERTIFICATE');
	expect(text).toContain('Ctrl+C stops it.');
	emulator.kill('SIGINT');
	expect((await ended(emulator)).code).toBe(0);
	expect(existsSync(caFile)).toBe(false);
});

it.each([
	['--prot=1', "Unknown option '--prot'. Options: --data=FOLDER, --port=N, --json, --stop-with-parent."],
	['--port=many', '--port takes a number from 0 to 65535, not "many".'],
	['--port=70000', '--port takes a number from 0 to 65535, not "70000".'],
])('prints a one-line error for %s', async (option, sentence) => {
	expect(await ended(start(option))).toEqual({ code: 1, printed: '', complaint: `${sentence}\n` });
});

it('prints a one-line error if the port is in use', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	const { port } = other.address() as AddressInfo;
	try {
		const complaint = `Port ${port} is taken. Choose another with --port, or leave it out.\n`;
		expect(await ended(start(`--port=${port}`))).toEqual({ code: 1, printed: '', complaint });
	} finally {
		other.close();
	}
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmulatorControl } from './control-client.mts';

export interface StartOptions {
	/** Folder for the libraries. Default: a temporary folder that is deleted at the end. */
	dataDir?: string;
	/** Port of the gallery and the control API. Default: a free one. */
	port?: number;
	/** Stop the emulator when this process ends for any reason. Default true. */
	stopWithParent?: boolean;
}

export interface RunningEmulator {
	proxyUrl: string;
	/** PEM file of the certificate authority of the emulator. */
	caFile: string;
	/** Base URL of the control API and the gallery. */
	controlUrl: string;
	control: EmulatorControl;
	/** Environment variables with which a client process reaches the emulator instead of Google. */
	environment: Record<string, string>;
	stop(): Promise<void>;
}

interface ReadyLine {
	event: 'ready';
	proxyUrl: string;
	caFile: string;
	controlUrl: string;
}

/**
 * Starts the emulator as a child process and waits until it is ready.
 * @throws Error if the process ends before that
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
	const { dataDir, port, stopWithParent = true } = options;
	const child = spawn(
		process.execPath,
		[
			join(import.meta.dirname, 'main.mts'),
			'--json',
			...(dataDir === undefined ? [] : ['--data', dataDir]),
			...(port === undefined ? [] : ['--port', String(port)]),
			...(stopWithParent ? ['--stop-with-parent'] : []),
		],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	const ended = once(child, 'exit');
	const firstLine = once(createInterface(child.stdout), 'line') as Promise<[string]>;
	const outcome = await Promise.race([firstLine, ended.then(() => undefined)]);
	if (!outcome) throw new Error('The emulator ended before it was ready');
	const { proxyUrl, caFile, controlUrl } = JSON.parse(outcome[0]) as ReadyLine;
	return {
		proxyUrl,
		caFile,
		controlUrl,
		control: new EmulatorControl(controlUrl),
		environment: environmentFor(proxyUrl, caFile),
		async stop() {
			if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
			await ended;
		},
	};
}

function environmentFor(proxyUrl: string, caFile: string): Record<string, string> {
	const direct = 'localhost,127.0.0.1,::1';
	return {
		HTTPS_PROXY: proxyUrl,
		https_proxy: proxyUrl,
		NO_PROXY: direct,
		no_proxy: direct,
		NODE_EXTRA_CA_CERTS: caFile,
		SSL_CERT_FILE: caFile,
	};
}

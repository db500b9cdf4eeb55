import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { endWithUs } from './end-with-us.mts';
import { freePort } from './free-port.mts';
import { programOf } from './versions.mts';

/** How long n8n may take to start (a slow disk and its first database), in milliseconds. */
const patience = 120_000;

export interface N8nServer {
	/** Address of the editor and of the REST API, without a slash at the end. */
	url: string;
	/** Id of the server's process. */
	pid: number;
	/** The end of what the server printed so far. */
	log(): string;
	/** Ends the server and waits until it is gone. */
	stop(): Promise<void>;
}

export interface ServerOptions {
	port?: number;
	/** The address under which people reach it, and which it tells others, such as Google; by default its own. */
	publicUrl?: string;
}

/**
 * Starts n8n's server (`n8n start`) on `port`, by default a free one, and waits until its editor
 * answers. Throws with the end of its log if it does not come up.
 */
export async function startServer(
	environment: Record<string, string>,
	{ port, publicUrl }: ServerOptions = {},
): Promise<N8nServer> {
	const ownPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${ownPort}`;
	const child = spawn(process.execPath, [programOf(environment), 'start'], {
		env: {
			...environment,
			N8N_PORT: String(ownPort),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_EDITOR_BASE_URL: publicUrl ?? url,
			N8N_WEBHOOK_URL: publicUrl ?? url,
			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let printed = '';
	const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-20_000));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	endWithUs(child);
	const server = {
		url,
		pid: child.pid ?? 0,
		log: () => printed,
		stop: async () => await end(child),
	};
	try {
		await untilReady(child, url);
	} catch (error) {
		await server.stop();
		throw new Error(`n8n did not start: ${String(error)}\n${printed.slice(-3000)}`);
	}
	return server;
}

async function untilReady(child: ChildProcess, url: string) {
	const deadline = Date.now() + patience;
	while (!(await answers(`${url}/healthz/readiness`)) || !(await answers(`${url}/rest/settings`))) {
		if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended');
		if (Date.now() > deadline) throw new Error(`no answer in ${patience / 1000} seconds`);
		await wait(100);
	}
}

/** Before n8n is ready it refuses connections, and then for a while says "n8n is starting up". */
async function answers(address: string): Promise<boolean> {
	try {
		const reply = await fetch(address);
		const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
		await reply.arrayBuffer();
		return reply.ok && isJson;
	} catch {
		return false;
	}
}

async function end(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'close');
	child.kill('SIGTERM');
	const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
	await gone;
	clearTimeout(impatience);
}

import { freePort } from './free-port.mts';
import { type Program, startProgram } from './program.mts';
import { programOf } from './versions.mts';

/** Milliseconds allowed for the start of an n8n process, which on a slow disk includes creating the database. */
export const startingTime = 120_000;

export interface N8nServer extends Program {
	/** Address of the editor and of the REST API, without a trailing slash. */
	url: string;
}

export interface ServerOptions {
	port?: number;
	/**
	 * The address under which users reach the server and which it passes to others, such as Google; default: its own.
	 */
	publicUrl?: string;
}

/**
 * Starts n8n's server (`n8n start`) on `port`, by default a free one, and waits until the editor answers.
 * @throws Error with the end of its log if it does not start
 */
export async function startServer(
	environment: Record<string, string>,
	{ port, publicUrl }: ServerOptions = {},
): Promise<N8nServer> {
	const ownPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${ownPort}`;
	const env = {
		...environment,
		N8N_PORT: String(ownPort),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_EDITOR_BASE_URL: publicUrl ?? url,
		N8N_WEBHOOK_URL: publicUrl ?? url,
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	};
	const program = await startProgram({
		name: 'n8n',
		command: process.execPath,
		args: [programOf(environment), 'start'],
		spawnOptions: { env },
		isReady: async () =>
			(await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`)),
		timeout: startingTime,
	});
	return { ...program, url };
}

/** Until n8n is ready it refuses connections, and then answers "n8n is starting up" for a while. */
export async function answers(address: string): Promise<boolean> {
	try {
		const reply = await fetch(address);
		const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
		await reply.arrayBuffer();
		return reply.ok && isJson;
	} catch {
		return false;
	}
}

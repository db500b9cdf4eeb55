import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.mts';
import { startProgram } from '../program.mts';

/** A dedicated Redis server. */
export interface Redis {
	/** n8n's settings for its queue. */
	environment: Record<string, string>;
	remove(): Promise<void>;
}

/**
 * Starts Debian's Redis, in memory only.
 * @throws Error if it is not installed (`apt-get install redis-server`)
 */
export async function startRedis(): Promise<Redis> {
	const folder = await mkdtemp(join(tmpdir(), 'redis-'));
	const port = await freePort();
	const program = await startProgram({
		name: 'Redis',
		command: 'redis-server',
		args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
		isReady: async () => await answersPing(port),
		timeout: 30_000,
	});
	return {
		environment: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		async remove() {
			await program.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function answersPing(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		socket.write('PING\r\n');
		const [reply] = (await once(socket, 'data')) as [Buffer];
		return reply.toString().startsWith('+PONG');
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endWithUs } from './end-with-us.mts';
import { freePort } from './free-port.mts';
import { programOf } from './versions.mts';

/** What a command printed, and its exit code (null if a signal ended it). */
export interface CommandResult {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A command of n8n under way. */
export interface Command {
	/** Ends the process at once, as a power cut or the kernel would. */
	kill(): void;
	result: Promise<CommandResult>;
}

/**
 * Runs one command of n8n to its end. Does not throw for a command that failed: n8n's exit codes
 * say little, what it printed says more.
 */
export async function runN8n(
	args: string[],
	environment: Record<string, string>,
): Promise<CommandResult> {
	return await (await startN8n(args, environment)).result;
}

/** Starts one command of n8n. */
export async function startN8n(
	args: string[],
	environment: Record<string, string>,
): Promise<Command> {
	// A command that runs workflows opens a port for task runners, which must not meet another's.
	const port = String(await freePort());
	const child = spawn(process.execPath, [programOf(environment), ...args], {
		env: { ...environment, N8N_RUNNERS_BROKER_PORT: port },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	endWithUs(child);
	const printed: Buffer[] = [];
	const complaints: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
	const result = once(child, 'close').then(([code]) => ({
		code: code as number | null,
		stdout: Buffer.concat(printed).toString(),
		stderr: Buffer.concat(complaints).toString(),
	}));
	return { kill: () => child.kill('SIGKILL'), result };
}

/** The end of what a command printed, to explain its failure. */
export function tail({ code, stdout, stderr }: CommandResult): string {
	return [`Exit code ${code}`, stdout.slice(-2000), stderr.slice(-2000)].join('\n').trim();
}

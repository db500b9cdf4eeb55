import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killOnExit } from './kill-on-exit.mts';
import { freePort } from './free-port.mts';
import { programOf } from './versions.mts';

/** Output of a command, and its exit code (null if a signal ended it). */
export interface CommandResult {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A running n8n command. */
export interface Command {
	/** Sends SIGKILL. */
	kill(): void;
	result: Promise<CommandResult>;
}

/**
 * Runs an n8n command to its end. Does not throw if the command fails, because n8n's exit codes are unreliable: callers
 * check the output.
 */
export async function runN8n(
	args: string[],
	environment: Record<string, string>,
): Promise<CommandResult> {
	return await (await startN8n(args, environment)).result;
}

export async function startN8n(
	args: string[],
	environment: Record<string, string>,
): Promise<Command> {
	// Commands that run workflows open a port for task runners; a free port avoids conflicts.
	const port = String(await freePort());
	// n8n exits without flushing its output: a pipe would lose the end of a large execution, a file does not.
	const folder = await mkdtemp(join(tmpdir(), 'printed-'));
	const files = { stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') };
	const stdout = await open(files.stdout, 'w');
	const stderr = await open(files.stderr, 'w');
	const child = spawn(process.execPath, [programOf(environment), ...args], {
		env: { ...environment, N8N_RUNNERS_BROKER_PORT: port },
		stdio: ['ignore', stdout.fd, stderr.fd],
	});
	killOnExit(child);
	const closed = once(child, 'close');
	await Promise.all([stdout.close(), stderr.close()]);
	const result = closed.then(async ([code]) => {
		const printed = {
			code: code as number | null,
			stdout: await readFile(files.stdout, 'utf8'),
			stderr: await readFile(files.stderr, 'utf8'),
		};
		await rm(folder, { recursive: true });
		return printed;
	});
	return { kill: () => child.kill('SIGKILL'), result };
}

/** The end of a command's output, for error messages. */
export function tail({ code, stdout, stderr }: CommandResult): string {
	return [`Exit code ${code}`, stdout.slice(-2000), stderr.slice(-2000)].join('\n').trim();
}

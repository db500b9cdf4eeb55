import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { killOnExit } from './kill-on-exit.mts';

/** A running server process. */
export interface Program {
	pid: number;
	/** The end of its output so far. */
	log(): string;
	/** Sends SIGKILL and waits for the process to end. */
	kill(): Promise<void>;
	/** Sends SIGTERM, after 15 seconds SIGKILL, and waits for the process to end. */
	stop(): Promise<void>;
}

export interface ProgramOptions {
	/** Name for error messages. */
	name: string;
	command: string;
	args: string[];
	spawnOptions?: SpawnOptions;
	/** Polled until it returns true. */
	isReady: () => Promise<boolean>;
	/** Milliseconds allowed for the start. */
	timeout: number;
}

/** Starts a program and waits until it is ready. @throws Error with the end of its log if it does not become ready */
export async function startProgram(options: ProgramOptions): Promise<Program> {
	const { name, command, args, spawnOptions = {}, isReady, timeout } = options;
	const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
	let printed = '';
	const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-20_000));
	child.stdout?.on('data', keep);
	child.stderr?.on('data', keep);
	child.once('error', keep);
	killOnExit(child);
	const program = {
		pid: child.pid ?? 0,
		log: () => printed,
		kill: async () => await end(child, 'SIGKILL'),
		stop: async () => await end(child, 'SIGTERM'),
	};
	try {
		await untilReady(child, isReady, Date.now() + timeout);
	} catch (error) {
		await program.stop();
		throw new Error(`${name} did not start: ${String(error)}\n${printed.slice(-3000)}`);
	}
	return program;
}

async function untilReady(child: ChildProcess, isReady: () => Promise<boolean>, deadline: number) {
	while (!(await isReady())) {
		if (isGone(child)) throw new Error('it ended');
		if (Date.now() > deadline) throw new Error('it does not answer');
		await wait(100);
	}
}

function isGone(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL') {
	if (isGone(child)) return;
	const gone = once(child, 'close');
	child.kill(signal);
	const killTimer = setTimeout(() => child.kill('SIGKILL'), 15_000);
	await gone;
	clearTimeout(killTimer);
}

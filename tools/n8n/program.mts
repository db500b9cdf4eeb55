import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { endWithUs } from './end-with-us.mts';

/** A program that serves until it is ended. */
export interface Program {
	/** Id of its process. */
	pid: number;
	/** The end of what it printed so far. */
	log(): string;
	/** Ends the process at once, as a power cut or the kernel would, and waits until it is gone. */
	kill(): Promise<void>;
	/** Ends it in good order, by force after 15 seconds, and waits until it is gone. */
	stop(): Promise<void>;
}

export interface ProgramOptions {
	/** What it is called in errors. */
	name: string;
	command: string;
	args: string[];
	spawnOptions?: SpawnOptions;
	/** Asked again and again until it says that the program serves. */
	isReady: () => Promise<boolean>;
	/** Milliseconds that it may take to start. */
	timeout: number;
}

/** Starts a program and waits until it serves. Throws with the end of its log if that does not come about. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
	const { name, command, args, spawnOptions = {}, isReady, timeout } = options;
	const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
	let printed = '';
	const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-20_000));
	child.stdout?.on('data', keep);
	child.stderr?.on('data', keep);
	child.once('error', keep);
	endWithUs(child);
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
	const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
	await gone;
	clearTimeout(impatience);
}

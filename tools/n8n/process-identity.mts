import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, so that a later one with the same number is not taken for it. */
export interface ProcessIdentity {
	pid: number;
	/** When it started, in the system's own words; empty where the system does not tell. */
	startedAt: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
	return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/**
 * Whether the process still runs. The number alone does not say so: numbers come again, in a container after each
 * start.
 */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// EPERM: it runs, and belongs to somebody else
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
	}
	return (startOf(pid) ?? '') === startedAt;
}

/**
 * @returns undefined if there is no such process, or the system does not tell
 */
function startOf(pid: number): string | undefined {
	if (process.platform === 'linux') return startOnLinux(pid);
	if (process.platform === 'win32') return undefined;
	try {
		return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
	} catch {
		return undefined;
	}
}

/** Field 22 of `stat` counts from the start of the system: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function startOnLinux(pid: number): string | undefined {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// the second field is the program's name in brackets, and may hold spaces
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return `${boot} ${fields[19]}`;
	} catch {
		return undefined;
	}
}

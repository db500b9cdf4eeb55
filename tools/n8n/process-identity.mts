import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies a process, even if its id is reused later. */
export interface ProcessIdentity {
	pid: number;
	/** Start time in the system's own format; empty where the system does not provide it. */
	startedAt: string;
}

export function ownIdentity(): ProcessIdentity {
	return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/** Whether the process still runs. The id alone is not enough: ids are reused, in a container after each start. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// EPERM: it runs, but belongs to another user.
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
	}
	return (startOf(pid) ?? '') === startedAt;
}

/** @returns undefined if there is no such process, or the system does not provide the start time */
function startOf(pid: number): string | undefined {
	if (process.platform === 'linux') return startOnLinux(pid);
	if (process.platform === 'win32') return undefined;
	try {
		return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
	} catch {
		return undefined;
	}
}

/**
 * Boot id with field 22 of `stat`, which counts from system start:
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function startOnLinux(pid: number): string | undefined {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the program's name in brackets, which may contain spaces.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return `${boot} ${fields[19]}`;
	} catch {
		return undefined;
	}
}

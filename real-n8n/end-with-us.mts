import type { ChildProcess } from 'node:child_process';

/** Ends `child` when this process ends in haste, so that no n8n is left behind. */
export function endWithUs(child: ChildProcess) {
	const end = () => child.kill('SIGTERM');
	process.on('exit', end);
	child.once('close', () => process.off('exit', end));
}

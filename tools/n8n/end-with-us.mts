import type { ChildProcess } from 'node:child_process';

/**
 * Ends `child` when this process ends in haste, so that no n8n is left behind. At once: an n8n that ends in its
 * own time complains about nobody reading what it prints, and about not being able to print that, without end.
 */
export function endWithUs(child: ChildProcess) {
	const end = () => child.kill('SIGKILL');
	process.on('exit', end);
	child.once('close', () => process.off('exit', end));
}

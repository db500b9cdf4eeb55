import type { ChildProcess } from 'node:child_process';

/**
 * Kills `child` when this process exits, so that no n8n stays behind. Uses SIGKILL: an n8n that shuts down gracefully
 * logs write errors endlessly once nobody reads its output.
 */
export function killOnExit(child: ChildProcess) {
	const end = () => child.kill('SIGKILL');
	process.on('exit', end);
	child.once('close', () => process.off('exit', end));
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export const inModules = (file: string) => join(root, 'node_modules', file);

/** Runs a script with this Node.js. @returns whether the exit code was 0 */
export async function run(
	script: string,
	scriptArguments: string[],
	environment: Record<string, string> = {},
): Promise<boolean> {
	const child = spawn(process.execPath, [script, ...scriptArguments], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...environment },
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	return code === 0;
}

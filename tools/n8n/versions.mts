import { join } from 'node:path';

/** The folder of the n8n that this node is developed against: its package.json, its lock file, and n8n itself. */
export const n8n2 = import.meta.dirname;

/** The folder of the newest n8n of the line before, which is supported too. */
export const n8n1 = join(import.meta.dirname, '1.x');

/** What an environment says to have its processes run n8n 1.x. */
export const runsN8n1 = {
	REAL_N8N_FOLDER: n8n1,
	// n8n refuses to start for a module that it does not know
	N8N_DISABLED_MODULES: 'chat-hub,insights',
};

/** Each n8n that is supported: its line, and the environment that runs it. */
export const supportedN8n: Array<{ line: string; environment: Record<string, string> }> = [
	{ line: '2.41', environment: {} },
	{ line: '1.123', environment: runsN8n1 },
];

/** The folder of the n8n that processes of this environment run. */
export function folderOf(environment: Record<string, string>): string {
	return environment.REAL_N8N_FOLDER ?? n8n2;
}

/** Its command line program; run it with `process.execPath`, which is Node.js 24 here. */
export function programOf(environment: Record<string, string>): string {
	return join(folderOf(environment), 'node_modules', 'n8n', 'bin', 'n8n');
}

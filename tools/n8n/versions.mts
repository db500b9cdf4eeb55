import { join } from 'node:path';

/** Folder of the n8n that this node is developed against: package.json, lock file and installation. */
export const n8n2 = import.meta.dirname;

/** Folder of the latest n8n 1.x, which is supported too. */
export const n8n1 = join(import.meta.dirname, '1.x');

/** Environment variables with which processes run n8n 1.x. */
export const n8n1Environment = {
	REAL_N8N_FOLDER: n8n1,
	// n8n 1.x fails to start if the list contains a module that it does not know.
	N8N_DISABLED_MODULES: 'chat-hub,insights',
};

/** The supported n8n versions, with the environment variables that select them. */
export const supportedN8n: Array<{ line: string; environment: Record<string, string> }> = [
	{ line: '2.41', environment: {} },
	{ line: '1.123', environment: n8n1Environment },
];

/** Folder of the n8n that processes with this environment run. */
export function folderOf(environment: Record<string, string>): string {
	return environment.REAL_N8N_FOLDER ?? n8n2;
}

/** n8n's command line program. Run it with `process.execPath`, which is Node.js 24 here. */
export function programOf(environment: Record<string, string>): string {
	return join(folderOf(environment), 'node_modules', 'n8n', 'bin', 'n8n');
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runN8n, tail } from './command.mts';

/**
 * Imports credentials or workflows into n8n, replacing those with the same ids. n8n's import commands read files, and
 * on failure print a message instead of an exit code: the output is checked.
 */
export async function importInto(
	environment: Record<string, string>,
	command: 'import:credentials' | 'import:workflow',
	content: unknown[],
) {
	const folder = await mkdtemp(join(environment.N8N_USER_FOLDER ?? tmpdir(), 'import-'));
	try {
		const file = join(folder, 'import.json');
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		const output = await runN8n([command, `--input=${file}`], environment);
		if (!output.stdout.includes(`Successfully imported ${content.length}`)) {
			throw new Error(`n8n ${command} did not import\n${tail(output)}`);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

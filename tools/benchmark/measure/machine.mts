import { cpus, release, totalmem, type } from 'node:os';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Hardware and software that the numbers depend on, without anything that identifies the machine. */
export async function machine(): Promise<string> {
	const [cpu] = cpus();
	const gibibytes = Math.round(totalmem() / 1024 ** 3);
	return `${cpu?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, ${gibibytes} GiB of memory, ${type()} ${release().split('-')[0]}, Node.js ${process.versions.node}`;
}

/** The version in the package.json of a folder of this repository. */
export async function versionIn(folder: string): Promise<string> {
	const text = await readFile(join(root, folder, 'package.json'), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}

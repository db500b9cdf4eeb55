import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Puts a built community node package where n8n keeps the packages that users install
 * (`~/.n8n/nodes`), so that its nodes have the type names they have for users. Copies what would
 * be published: `package.json` and `dist/`. Replaces an older copy.
 */
export async function putPackageIn(userFolder: string, packageDir: string) {
	const description = await readFile(join(packageDir, 'package.json'), 'utf8');
	const { name, version } = JSON.parse(description) as { name: string; version: string };
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await writeFile(join(target, 'package.json'), description);
	await cp(join(packageDir, 'dist'), join(target, 'dist'), { recursive: true });
	const installed = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	await writeFile(join(nodes, 'package.json'), JSON.stringify(installed));
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environmentOfNpm } from './install.mts';

const execute = promisify(execFile);

/**
 * Installs a built community node package into `~/.n8n/nodes` the way n8n does: `npm pack`, `tar` into its folder, and
 * a package.json without development settings. So n8n runs exactly what would be published. Replaces an older copy.
 * https://github.com/n8n-io/n8n/blob/master/packages/cli/src/modules/community-packages/community-packages.service.ts
 *
 * @param userFolder n8n's user folder, which contains `.n8n`
 * @param packageDir the folder with the package's package.json
 * @throws Error if the package cannot be packed
 */
export async function installPackage(userFolder: string, packageDir: string) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	const packing = await mkdtemp(join(nodes, 'packing-'));
	try {
		const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', packing], {
			cwd: packageDir,
			env: environmentOfNpm(),
			shell: process.platform === 'win32',
		});
		const [{ name, version, filename }] = JSON.parse(stdout) as [{ name: string; version: string; filename: string }];
		const target = join(nodes, 'node_modules', name);
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		await execute('tar', ['-xzf', filename, '-C', target, '--strip-components=1'], { cwd: packing });
		await removeDevelopment(join(target, 'package.json'));
		const installed = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
		await writeFile(join(nodes, 'package.json'), JSON.stringify(installed));
	} finally {
		await rm(packing, { recursive: true, force: true });
	}
}

/** Removes the dependencies that n8n does not install. This package has no others. */
async function removeDevelopment(file: string) {
	const { devDependencies: _dev, peerDependencies: _peer, optionalDependencies: _optional, ...rest } = JSON.parse(
		await readFile(file, 'utf8'),
	) as Record<string, unknown>;
	await writeFile(file, JSON.stringify(rest, null, 2));
}

/**
 * Checks that the package contains every file that package.json names. `npm publish` runs it (see prepublishOnly),
 * because npm publishes a package without its `dist` folder without an error.
 *
 *   node tools/setup/check-package.mjs
 *
 * Prints one line for each missing file; exit code 1 if there is one.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/**
 * Each node has a codex file for n8n's search.
 * https://docs.n8n.io/integrations/creating-nodes/build/reference/node-codex-files/
 */
const named = [
	'README.md',
	'LICENSE.md',
	...n8n.credentials,
	...n8n.nodes.flatMap((node) => [node, node.replace(/\.js$/, '.json')]),
];

/** `--ignore-scripts`, because packing would run this script again. */
const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
	cwd: root,
	encoding: 'utf8',
	shell: process.platform === 'win32',
	stdio: ['ignore', 'pipe', 'ignore'],
});
const [{ files }] = JSON.parse(packed);
const present = new Set(files.map((file) => file.path));
const missing = named.filter((file) => !present.has(file));

for (const file of missing) console.error(`The package does not hold ${file}. Run "npm run build" first.`);
process.exitCode = missing.length > 0 ? 1 : 0;

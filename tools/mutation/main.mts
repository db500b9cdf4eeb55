/**
 * Mutation testing of what sends, uploads and downloads: `npm run mutation`, by hand; it takes most of an hour.
 *
 *   npm run mutation                              everything; writes tools/mutation/RESULTS.md
 *   npm run mutation -- --mutate=nodes/…/gate.ts  a part of it; only says what no test has noticed
 *
 * It fails below a score: the part of the changes, in percent, that the tests notice or that never end.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentOfNpm } from '../n8n/install.mts';
import { pageOf, type Report, scoreOf, survivorsOf } from './results.mts';

/** Percent. Of the rest, nobody can see a difference in nearly all. */
const LEAST_SCORE = 98;

const { values: options } = parseArgs({ options: { mutate: { type: 'string' } } });
const folder = import.meta.dirname;
const root = join(folder, '../..');
const stryker = join(folder, 'node_modules/@stryker-mutator/core');

if (!existsSync(stryker)) execFileSync('npm', ['ci'], { cwd: folder, env: environmentOfNpm(), stdio: 'inherit' });
const { status } = spawnSync(
	process.execPath,
	[
		join(stryker, 'bin/stryker.js'),
		'run',
		join(folder, 'stryker.config.mjs'),
		...(options.mutate === undefined ? [] : ['--mutate', options.mutate]),
	],
	{ cwd: root, stdio: 'inherit' },
);
if (status !== 0) process.exit(1);

const report = JSON.parse(await readFile(join(root, 'reports/mutation.json'), 'utf8')) as Report;
const survivors = survivorsOf(report);
const score = scoreOf(report);
if (options.mutate === undefined) {
	const { version } = JSON.parse(await readFile(join(stryker, 'package.json'), 'utf8')) as { version: string };
	const conditions = `${new Date().toISOString().slice(0, 10)}, Stryker ${version}, Node.js ${process.versions.node}.`;
	await writeFile(join(folder, 'RESULTS.md'), pageOf(report, survivors, conditions));
}
for (const { file, line, before, after } of survivors) console.log(`${file}:${line}  ${before}  →  ${after}`);
console.log(`${survivors.length} not noticed: a score of ${score.toFixed(1)}`);
process.exitCode = score < LEAST_SCORE ? 1 : 0;

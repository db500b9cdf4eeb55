/**
 * Mutation testing of the code that sends, uploads and downloads: `npm run mutation`. Started by hand; takes one to two
 * hours. Results are kept, so that the next run repeats only what a change can affect.
 *
 *   npm run mutation                                  everything; writes tools/mutation/RESULTS.md
 *   npm run mutation -- --mutate=nodes/…/pipeline.ts  some files; only prints the surviving mutants
 *   npm run mutation -- --quick                       without the tests that take seconds; some mutants survive that
 *                                                     only these notice, and the next full run looks at them again
 *
 * Fails below a score: the percentage of mutants that the tests kill or that time out.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentOfNpm } from '../n8n/install.mts';
import { pageOf, type Report, scoreOf, survivorsOf } from './results.mts';

/** Percent. Nearly all other mutants are equivalent to the original. */
const MIN_SCORE = 98;

const { values: options } = parseArgs({ options: { mutate: { type: 'string' }, quick: { type: 'boolean', default: false } } });
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
	{ cwd: root, stdio: 'inherit', env: { ...process.env, ...(options.quick && { MUTATION_QUICK: 'yes' }) } },
);
if (status !== 0) process.exit(1);

const report = JSON.parse(await readFile(join(root, 'reports/mutation.json'), 'utf8')) as Report;
const survivors = survivorsOf(report);
const score = scoreOf(report);
if (options.mutate === undefined && !options.quick) {
	const { version } = JSON.parse(await readFile(join(stryker, 'package.json'), 'utf8')) as { version: string };
	const conditions = `${new Date().toISOString().slice(0, 10)}, Stryker ${version}, Node.js ${process.versions.node}.`;
	await writeFile(join(folder, 'RESULTS.md'), pageOf(report, survivors, conditions));
}
for (const { file, line, before, after } of survivors) console.log(`${file}:${line}  ${before}  →  ${after}`);
console.log(`${survivors.length} not noticed: a score of ${score.toFixed(1)}`);
process.exitCode = score < MIN_SCORE ? 1 : 0;

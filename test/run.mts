/**
 * Runs the tests: `node tools/setup/run.mjs test/run.mts [--full] [check] [unit] [docs] [engine] [package] [n8n]
 * [system] [engine-1.x] [versions]`.
 *
 * `--full` adds what takes too long for each change: the files `*.full.test.*`, a thousand seeds, all of n8n 1.x.
 * `--update-images` copies the screenshots of system tests into docs/images. Other options are passed to jest.
 *
 * Jest runs all tiers. Before that, this script starts one emulator for them, because the variables that lead a process
 * to it (proxy, certificate authority) must be set before the process starts, and one n8n for the tiers that share it.
 * Reports go to reports/; at the end a table of durations is printed.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../tools/emulator/start.mts';
import { installN8n } from '../tools/n8n/install.mts';
import { check } from './runner/checks.mts';
import { inModules, root, run } from './runner/processes.mts';
import { type Part, partOf, timesOf } from './runner/report.mts';
import { seedsOfToday } from './runner/seeds.mts';
import { isTier, needsOf, type TierName, tiers } from './runner/tiers.mts';
import { startSharedN8n } from './support/sharedN8n.mts';

const reports = join(root, 'reports');
const OWN_OPTIONS = ['--full', '--update-images'];

const given = process.argv.slice(2);
const wanted = (Object.keys(tiers) as TierName[]).filter((name) => given.includes(name));
const unknown = given.filter((argument) => !argument.startsWith('-') && argument !== 'check' && !isTier(argument));
if (unknown.length > 0) throw new Error(`There is no tier ${unknown.join(', ')}`);
const jestOptions = given.filter((argument) => argument.startsWith('-') && !OWN_OPTIONS.includes(argument));
const isFull = given.includes('--full');

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
	const start = Date.now();
	const result = await work();
	return { result, seconds: (Date.now() - start) / 1000 };
}

/** Runs one tier. @param environment leads to the emulator and the shared n8n */
async function runTier(name: TierName, environment: Record<string, string>): Promise<Part & { good: boolean }> {
	const report = join(reports, `${name}.json`);
	// A pattern may match files of only one of several tiers.
	const options = jestOptions.length > 0 ? ['--passWithNoTests', ...jestOptions] : [];
	const { result: good, seconds } = await timed(
		async () =>
			await run(
				inModules('jest/bin/jest.js'),
				['--selectProjects', name, '--json', `--outputFile=${report}`, '--maxWorkers=2', ...options],
				environment,
			),
	);
	return { ...partOf(name, report, seconds), good };
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports);

let good = true;
const parts: Part[] = [];

if (given.includes('check')) {
	const { result, seconds } = await timed(check);
	good &&= result;
	parts.push({ name: 'types and lint', seconds, passed: 0, failed: 0, files: [] });
}

for (const folder of new Set(wanted.flatMap((name) => needsOf(name).installations ?? []))) {
	const line = (step: string, seconds: number) => process.stdout.write(`${step}${seconds ? `: ${seconds} s` : ''}\n`);
	await installN8n({ folder, onProgress: line });
}

const seeds = seedsOfToday(isFull);
process.stdout.write(`Random tests take ${seeds.SEEDS} seeds from ${seeds.SEED_BASE} on.\n`);

const engineFolder = await mkdtemp(join(tmpdir(), 'engine-'));
const emulator = await startEmulator();
const toEmulator = { ...emulator.environment, NODE_USE_ENV_PROXY: '1' };
let sharedN8n: Awaited<ReturnType<typeof startSharedN8n>> | undefined;
try {
	for (const name of wanted) {
		if (needsOf(name).sharesN8n && !sharedN8n) {
			const { result, seconds } = await timed(async () => await startSharedN8n(toEmulator));
			sharedN8n = result;
			parts.push({ name: 'start of the shared n8n', seconds, passed: 0, failed: 0, files: [] });
		}
		const part = await runTier(name, {
			...toEmulator,
			...seeds,
			...sharedN8n?.environment,
			EMULATOR_CONTROL_URL: emulator.controlUrl,
			ENGINE_FOLDER: engineFolder,
			TEST_RING: isFull ? 'full' : 'gate',
			...(given.includes('--update-images') && { UPDATE_IMAGES: '1' }),
			NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
		});
		good &&= part.good;
		parts.push(part);
	}
} finally {
	try {
		await sharedN8n?.stop();
	} finally {
		await emulator.stop();
		await rm(engineFolder, { recursive: true, force: true });
	}
}

const total = (count: (part: Part) => number) => parts.reduce((sum, part) => sum + count(part), 0);
const [passed, failed] = [total((part) => part.passed), total((part) => part.failed)];
process.stdout.write(`\n${timesOf(parts)}\n${passed} passed, ${failed} failed\n`);
process.exitCode = good && failed === 0 && passed > 0 ? 0 : 1;

/**
 * Runs the tests: `node setup/run.mjs test/run.mts [check] [unit] [docs] [engine] [package] [n8n] [system]
 * [engine-1.x] [versions]`.
 *
 * With `--update-images` the pictures that system tests take go into docs/images. Other options go to jest.
 *
 * Jest runs all tiers. Before it, this starts one emulator for them, since the variables that send a process
 * there (proxy, certificate authority) must be set before the process starts. Reports go to reports/.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator } from '../emulator/start.mts';
import { installN8n } from '../real-n8n/install.mts';
import { n8n1, n8n2 } from '../real-n8n/versions.mts';

const root = path.join(import.meta.dirname, '..');
const reports = path.join(root, 'reports');
const inModules = (file: string) => path.join(root, 'node_modules', file);

/** Tiers that share a jest process; the real n8n and the browser come after the many small tests. */
const processes = [
	{ name: 'fast', tiers: ['unit', 'docs', 'engine', 'package'] },
	{ name: 'n8n', tiers: ['n8n'] },
	{ name: 'system', tiers: ['system'] },
	{ name: 'versions', tiers: ['engine-1.x', 'versions'] },
];

/** Which n8n a tier runs, installed before the emulator starts: npm would not get past its proxy. */
const installations = [
	{ folder: n8n2, tiers: ['n8n', 'system', 'versions'] },
	{ folder: n8n1, tiers: ['engine-1.x', 'versions'] },
];

async function run(script: string, scriptArguments: string[], environment = {}): Promise<boolean> {
	const child = spawn(process.execPath, [script, ...scriptArguments], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...environment },
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	return code === 0;
}

/** Types and lint of everything: what ships, the tests, the tools. */
async function check(): Promise<boolean> {
	const tsc = inModules('typescript/bin/tsc');
	const results = [
		await run(tsc, ['-p', 'tsconfig.json', '--noEmit']),
		await run(tsc, ['-p', 'tsconfig.test.json']),
		await run(tsc, ['-p', 'tsconfig.tools.json']),
		await run(inModules('eslint/bin/eslint.js'), ['-c', 'eslint.tools.config.mjs', '--max-warnings=0', '.']),
	];
	return results.every(Boolean);
}

function summary(): { passed: number; failed: number } {
	const total = { passed: 0, failed: 0 };
	for (const { name } of ran) {
		const report = JSON.parse(readFileSync(path.join(reports, `${name}.json`), 'utf8')) as {
			numPassedTests: number;
			numFailedTests: number;
			numRuntimeErrorTestSuites: number;
		};
		total.passed += report.numPassedTests;
		total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
	}
	return total;
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const updateImages = process.argv.includes('--update-images');
const jestOptions = process.argv
	.slice(2)
	.filter((argument) => argument.startsWith('-') && argument !== '--update-images');
const ran = processes.filter(({ tiers }) => tiers.some((tier) => wanted.includes(tier)));

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports);

let good = !wanted.includes('check') || (await check());
for (const { folder, tiers } of installations) {
	if (!tiers.some((tier) => wanted.includes(tier))) continue;
	const line = (step: string, seconds: number) => process.stdout.write(`${step}${seconds ? `: ${seconds} s` : ''}\n`);
	await installN8n({ folder, onProgress: line });
}
const engineFolder = await mkdtemp(path.join(tmpdir(), 'engine-'));
const emulator = await startEmulator();
try {
	for (const { name, tiers } of ran) {
		const environment = {
			...emulator.environment,
			EMULATOR_CONTROL_URL: emulator.controlUrl,
			ENGINE_FOLDER: engineFolder,
			NODE_USE_ENV_PROXY: '1',
			...(updateImages && { UPDATE_IMAGES: '1' }),
			NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
		};
		const passed = await run(
			inModules('jest/bin/jest.js'),
			[
				'--selectProjects',
				...tiers.filter((tier) => wanted.includes(tier)),
				'--json',
				`--outputFile=${path.join(reports, `${name}.json`)}`,
				'--maxWorkers=2',
				...jestOptions,
			],
			environment,
		);
		good &&= passed;
	}
} finally {
	await emulator.stop();
	await rm(engineFolder, { recursive: true, force: true });
}

const { passed, failed } = summary();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = good && failed === 0 && passed > 0 ? 0 : 1;

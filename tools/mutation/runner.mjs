/**
 * Stryker's way to the unit tests.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { fileOf, isTimeout, runUnitTests } from './unit-tests.mjs';

/** The seeded runs take minutes, and what they alone find no unit test says. */
const testFiles = () => globSync('test/unit/**/*.test.ts', { exclude: ['test/unit/seeds/**'] }).sort();

/** Seconds each, and they notice what others notice too. */
const slow = /faultTable|simulation|resumable|Properties|memory|passingBuffers/;

/** A mutant that is met so often may yet come to an end. */
const FEWEST_ROUNDS = 1000;

class UnitTestRunner {
	capabilities() {
		return { reloadEnvironment: true };
	}

	init() {
		// what a mutant has begun may fail long after its tests
		process.on('unhandledRejection', () => {});
		process.on('uncaughtException', () => {});
	}

	async dryRun() {
		const tests = [];
		const perTest = {};
		for (const file of testFiles()) Object.assign(perTest, await coverageOf(file, tests));
		// mutants are tried with many files at once
		const together = [];
		await runUnitTests(testFiles(), { ends: (id, _, error) => error && together.push(`${id}: ${error}`) });
		if (together.length > 0) return { status: DryRunStatus.Error, errorMessage: together.join('\n') };
		return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
	}

	async mutantRun({ activeMutant, testFilter = [], hitLimit, sandboxFileName }) {
		// Stryker allows a hundred times what all tests together need, and the slow ones make that minutes
		const limit = hitLimit === undefined ? undefined : Math.max(hitLimit / 20, FEWEST_ROUNDS);
		const context = { activeMutant: activeMutant.id, hitLimit: limit, hitCount: limit === undefined ? undefined : 0 };
		globalThis.__stryker__ = context;
		const wanted = new Set(testFilter);
		let failed;
		let nrOfTests = 0;
		const ends = (id, _, error) => {
			nrOfTests++;
			if (error) failed = { id, error };
		};
		try {
			// most are noticed by the nearest tests: the others are then not even loaded
			for (const files of nearestFirst(new Set(testFilter.map(fileOf)), sandboxFileName)) {
				await runUnitTests(files, { only: (id) => wanted.has(id), stopAtFailure: true, ends });
				if (failed || context.hitCount > limit) break;
			}
		} catch (error) {
			// a module that does not even load
			failed = { id: testFilter[0], error };
		}
		if (context.hitCount > limit) return { status: MutantRunStatus.Timeout, reason: 'It goes round for ever' };
		if (!failed && nrOfTests < wanted.size) {
			return { status: MutantRunStatus.Error, errorMessage: 'Not all its tests were run: some have another name each time' };
		}
		if (!failed) return { status: MutantRunStatus.Survived, nrOfTests };
		if (isTimeout(failed.error)) return { status: MutantRunStatus.Timeout, reason: `${failed.id} waits for ever` };
		const failureMessage = String(failed.error?.message ?? failed.error);
		return { status: MutantRunStatus.Killed, killedBy: [failed.id], failureMessage, nrOfTests };
	}
}

/**
 * The mutants that each test of a file meets. What is run while modules load counts for all tests of the file.
 *
 * @param tests where the results are put
 */
async function coverageOf(file, tests) {
	const context = (globalThis.__stryker__ = {});
	let whileLoading;
	const ids = [];
	await runUnitTests([file], {
		begins: (id) => {
			whileLoading ??= { ...context.mutantCoverage?.static };
			context.currentTestId = id;
		},
		ends: (id, timeSpentMs, error) => {
			context.currentTestId = undefined;
			ids.push(id);
			const outcome = error ? { status: TestStatus.Failed, failureMessage: String(error) } : { status: TestStatus.Success };
			tests.push({ id, name: id, fileName: path.resolve(file), timeSpentMs, ...outcome });
		},
	});
	const perTest = context.mutantCoverage?.perTest ?? {};
	return Object.fromEntries(ids.map((id) => [id, { ...whileLoading, ...perTest[id] }]));
}

/** Test files by how soon they notice: those of the mutated file itself, of its folder, the others, the slow ones. */
function nearestFirst(files, mutated) {
	const folder = path.basename(path.dirname(mutated));
	const name = path.basename(mutated, '.ts');
	const distance = (file) => (file.includes(name) ? 0 : slow.test(file) ? 3 : file.includes(folder) ? 1 : 2);
	const groups = [[], [], [], []];
	for (const file of files) groups[distance(file)].push(file);
	return groups.filter(({ length }) => length > 0);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', UnitTestRunner)];

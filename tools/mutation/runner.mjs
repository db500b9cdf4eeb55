/**
 * Stryker's test runner for the unit tests.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { fileOf, isTimeout, runUnitTests } from './unit-tests.mjs';

/** Without the seeded runs, which take minutes and whose failures do not name a behavior. */
const testFiles = () =>
	globSync('test/unit/**/*.test.ts', { exclude: ['test/unit/seeds/**'] })
		.filter((file) => !process.env.MUTATION_QUICK || !slow.test(file))
		.sort();

/** These take seconds each, and kill hardly any mutants that others do not. */
const slow = /faultTable|simulation|resumable|Properties|memory|passingBuffers/;

/** Minimum hit limit: below it a mutated loop may still end. */
const MIN_HIT_LIMIT = 1000;

/** Milliseconds that each test took without a mutant. In a file, because each worker is a process of its own. */
const TIMES = '.cache/mutation-test-times.json';

/**
 * A test that takes this many times as long as without a mutant, and at least MIN_LIMIT milliseconds, waits for
 * something that never comes: tests take virtual time.
 */
const SLOWER = 20;
const MIN_LIMIT = 1_000;

class UnitTestRunner {
	capabilities() {
		return { reloadEnvironment: true };
	}

	init() {
		// Code of an earlier mutant may fail long after its tests.
		process.on('unhandledRejection', () => {});
		process.on('uncaughtException', () => {});
	}

	async dryRun() {
		const tests = [];
		const perTest = {};
		for (const file of testFiles()) Object.assign(perTest, await coverageOf(file, tests));
		// Runs all files together, as for mutants, to find tests that fail only then.
		const together = [];
		await runUnitTests(testFiles(), { ends: (id, _, error) => error && together.push(`${id}: ${error}`) });
		const times = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
		mkdirSync(path.dirname(TIMES), { recursive: true });
		writeFileSync(TIMES, JSON.stringify(times));
		if (together.length > 0) return { status: DryRunStatus.Error, errorMessage: together.join('\n') };
		return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
	}

	async mutantRun({ activeMutant, testFilter = [], hitLimit, sandboxFileName }) {
		// Stryker allows 100 times the hits of the whole test run, which takes minutes in the slow tests.
		const limit = hitLimit === undefined ? undefined : Math.max(hitLimit / 20, MIN_HIT_LIMIT);
		this.times ??= existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, 'utf8')) : {};
		const limitOf = (id) => Math.max(MIN_LIMIT, SLOWER * (this.times[id] ?? 0));
		const hits = new HitCount(limit);
		const context = { activeMutant: activeMutant.id, hitLimit: limit };
		if (limit !== undefined) {
			const set = (count) => {
				hits.set(count);
			};
			Object.defineProperty(context, 'hitCount', { get: () => hits.count, set });
		}
		globalThis.__stryker__ = context;
		const wanted = new Set(testFilter);
		let failed;
		let nrOfTests = 0;
		const ends = (id, _, error) => {
			nrOfTests++;
			if (error) failed = { id, error };
		};
		try {
			// The nearest tests kill most mutants, so the others are not even loaded.
			for (const files of nearestFirst(new Set(testFilter.map(fileOf)), sandboxFileName)) {
				await runUnitTests(files, {
					only: (id) => wanted.has(id),
					stopAtFailure: true,
					begins: (id) => hits.begin(limitOf(id)),
					ends,
					limit: limitOf,
				});
				if (failed || context.hitCount > limit) break;
			}
		} catch (error) {
			// The mutated module fails to load.
			failed = { id: testFilter[0], error };
		}
		if (context.hitCount > limit) return { status: MutantRunStatus.Timeout, reason: 'Infinite loop' };
		if (!failed && nrOfTests < wanted.size) {
			return { status: MutantRunStatus.Error, errorMessage: 'Not all its tests were run: some have another name each time' };
		}
		if (!failed) return { status: MutantRunStatus.Survived, nrOfTests };
		if (isTimeout(failed.error)) return { status: MutantRunStatus.Timeout, reason: `${failed.id} never ends` };
		const failureMessage = String(failed.error?.message ?? failed.error);
		return { status: MutantRunStatus.Killed, killedBy: [failed.id], failureMessage, nrOfTests };
	}
}

/**
 * The hits of a mutant in all tests, which Stryker's code in the sources counts and compares with the limit. Exceeds
 * the limit also when a test takes too long: a loop without a pause stops all timers, those of the test included.
 */
class HitCount {
	count = 0;
	end = Infinity;

	constructor(limit) {
		this.limit = limit;
	}

	/** @param limit milliseconds that the test may take */
	begin(limit) {
		this.end = performance.now() + limit;
	}

	set(count) {
		this.count = count;
		if (count % 512 === 0 && performance.now() > this.end) this.count = this.limit + 1;
	}
}

/**
 * Finds the mutants that each test of a file covers. Code that runs while modules load counts for all tests of the
 * file.
 *
 * @param tests receives the results
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

/** Groups test files by how soon they kill a mutant: tests of the mutated file, of its folder, others, slow ones. */
function nearestFirst(files, mutated) {
	const folder = path.basename(path.dirname(mutated));
	const name = path.basename(mutated, '.ts');
	const distance = (file) => (file.includes(name) ? 0 : slow.test(file) ? 3 : file.includes(folder) ? 1 : 2);
	const groups = [[], [], [], []];
	for (const file of files) groups[distance(file)].push(file);
	return groups.filter(({ length }) => length > 0);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', UnitTestRunner)];

/** Runs tests with jest-circus, without Jest's runner, which would take seconds to start for each mutant. */
import { forgetModules, load, requireOf } from './load-tests.mjs';

const circus = requireOf('jest-circus');
const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
const { jestExpect: expect } = requireOf('@jest/expect');
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test });

// Fixed and few cases, because each mutant runs many tests.
requireOf('fast-check').configureGlobal({ seed: 1, numRuns: 20 });

/** Milliseconds; a test that takes longer is waiting for something that never happens. */
const MAX_TEST = 20_000;

/** A test's id consists of its file, its describe blocks and its title. */
const SEPARATOR = ' > ';

/** @returns the file of a test, as passed to `runUnitTests` */
export const fileOf = (id) => id.split(SEPARATOR)[0];

const namesOf = ({ name, parent }) => (parent ? [...namesOf(parent), name] : []);
const idOf = (each) => namesOf(each).join(SEPARATOR);
const testsIn = (block) => block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));

/**
 * @param files relative to the working directory
 * @param only whether to run the test with this id
 * @param stopAtFailure whether to skip the tests after the first failure
 * @param begins called before each test with its id
 * @param ends called after each test with its id, milliseconds and error
 * @param limit milliseconds after which the test with this id fails
 */
export async function runUnitTests(files, { only = () => true, stopAtFailure = false, begins, ends, limit = () => MAX_TEST }) {
	circus.resetState();
	const state = circus.getState();
	forgetModules();
	// One describe block for each file, so that its beforeEach hooks apply to its own tests only.
	for (const file of files) describe(file, () => void load(file));
	const all = testsIn(state.rootDescribeBlock);
	for (const each of all) {
		if (!only(idOf(each))) each.mode = 'skip';
		each.timeout = limit(idOf(each));
	}

	const follow = ({ name, test: each }) => {
		if (name === 'test_start' && each.mode !== 'skip') begins?.(idOf(each));
		if (name !== 'test_done') return;
		const [error] = each.errors.flat().filter(Boolean);
		ends(idOf(each), each.duration ?? 0, error);
		if (error && stopAtFailure) for (const other of all) other.mode = 'skip';
	};
	circus.addEventHandler(follow);
	try {
		await circus.run();
	} finally {
		circus.removeEventHandler(follow);
	}
}

/** Whether a test failed by timeout. */
export const isTimeout = (error) => /Exceeded timeout/.test(String(error?.message ?? error));

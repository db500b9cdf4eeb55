/** Jest's own test functions without jest around them: that starts anew for each mutant, and takes seconds. */
import { forgetModules, load, requireOf } from './load-tests.mjs';

const circus = requireOf('jest-circus');
const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
const { jestExpect: expect } = requireOf('@jest/expect');
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test });

// the same cases each time, and few: a mutant has many tests
requireOf('fast-check').configureGlobal({ seed: 1, numRuns: 20 });

/** Milliseconds; a test that takes longer waits for something that never comes. */
const MAX_TEST = 20_000;

/** A test is known by its file, the blocks around it and its own name. */
const SEPARATOR = ' > ';

/** @returns the file that a test is in, as it was given to `runUnitTests` */
export const fileOf = (id) => id.split(SEPARATOR)[0];

const namesOf = ({ name, parent }) => (parent ? [...namesOf(parent), name] : []);
const idOf = (each) => namesOf(each).join(SEPARATOR);
const testsIn = (block) => block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));

/**
 * @param files relative to the working directory
 * @param only whether a test is to be run, by its id
 * @param stopAtFailure whether tests after the first that fails are left out
 * @param begins called before each test with its id
 * @param ends called after each test with its id, milliseconds and the error it failed with
 */
export async function runUnitTests(files, { only = () => true, stopAtFailure = false, begins, ends }) {
	circus.resetState();
	const state = circus.getState();
	state.testTimeout = MAX_TEST;
	forgetModules();
	// a block for each file, so that what it does before each test is done before its own tests
	for (const file of files) describe(file, () => void load(file));
	const all = testsIn(state.rootDescribeBlock);
	for (const each of all) if (!only(idOf(each))) each.mode = 'skip';

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

/** Whether a test has failed since it took too long. */
export const isTimeout = (error) => /Exceeded timeout/.test(String(error?.message ?? error));

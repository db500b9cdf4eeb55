/**
 * The environment of the unit and engine tests shares a realm between files; errors that a file leaves behind must
 * still be reported.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Report {
	testResults: Array<{ name: string; status: string; assertionResults: Array<{ title: string; status: string }> }>;
}

/** Runs test files one after the other in one process. @returns the status of each test by file */
function ran(files: Record<string, string>): Record<string, Record<string, string>> {
	mkdirSync(path.join(root, '.cache'), { recursive: true });
	const folder = mkdtempSync(path.join(root, '.cache', 'realm-'));
	try {
		for (const [name, code] of Object.entries(files)) writeFileSync(path.join(folder, name), code);
		const config = {
			rootDir: folder,
			testEnvironment: path.join(root, 'test/support/nodeRealm.js'),
			testMatch: ['<rootDir>/*.js'],
			transform: {},
		};
		const output = path.join(folder, 'report.json');
		const jest = path.join(root, 'node_modules/jest/bin/jest.js');
		const options = ['--config', JSON.stringify(config), '--runInBand', '--json', `--outputFile=${output}`];
		spawnSync(process.execPath, [jest, ...options], { cwd: root, stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
		const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report;
		return Object.fromEntries(
			testResults.map(({ name, assertionResults }) => [
				path.basename(name),
				Object.fromEntries(assertionResults.map(({ title, status }) => [title, status])),
			]),
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const lateRejection = `
	test('is well', () => {});
	test('leaves a rejection', async () => {
		void Promise.reject(new Error('nobody listens'));
		await new Promise((resolve) => setTimeout(resolve, 50));
	});
`;

test('an unhandled rejection fails its test in the first and in later files of a worker', () => {
	const outcome = { 'is well': 'passed', 'leaves a rejection': 'failed' };
	expect(ran({ 'a.js': lateRejection, 'b.js': lateRejection })).toEqual({ 'a.js': outcome, 'b.js': outcome });
});

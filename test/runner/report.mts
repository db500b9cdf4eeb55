import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './processes.mts';

/** The parts of jest's `--json` report that are read here. Times in milliseconds since 1970. */
interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ name: string; startTime: number; endTime: number }>;
}

/** The results of one tier, or of the checks. */
export interface Part {
	name: string;
	/** duration in seconds */
	seconds: number;
	passed: number;
	failed: number;
	/** its test files with seconds */
	files: Array<{ name: string; seconds: number }>;
}

/**
 * @param file jest's report
 * @param seconds duration of the tier
 */
export function partOf(name: string, file: string, seconds: number): Part {
	// Jest writes no report if it could not start.
	if (!existsSync(file)) return { name, seconds, passed: 0, failed: 1, files: [] };
	const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
	const files = report.testResults.map((result) => ({
		name: relative(`${root}/test`, result.name),
		seconds: (result.endTime - result.startTime) / 1000,
	}));
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	return { name, seconds, passed: report.numPassedTests, failed, files };
}

const SLOWEST = 10;

/** Formats the duration of each part and the slowest files. */
export function timesOf(parts: Part[]): string {
	const line = (name: string, seconds: number, more = '') =>
		`  ${name.padEnd(44)}${seconds.toFixed(1).padStart(8)}${more.padStart(10)}`.trimEnd();
	const total = parts.reduce((sum, { seconds }) => sum + seconds, 0);
	const files = parts.flatMap((part) => part.files).sort((one, other) => other.seconds - one.seconds);
	return [
		`${'Part'.padEnd(46)} seconds     tests`,
		...parts.map(({ name, seconds, passed, failed }) => line(name, seconds, String(passed + failed))),
		line('all', total),
		'Slowest files',
		...files.slice(0, SLOWEST).map(({ name, seconds }) => line(name, seconds)),
		'',
	].join('\n');
}

/** Results of mutation testing. */

/** A mutant in Stryker's JSON report: https://github.com/stryker-mutator/mutation-testing-elements */
interface Mutant {
	replacement?: string;
	status: string;
	location: { start: { line: number; column: number }; end: { line: number; column: number } };
}

export interface Report {
	files: Record<string, { source: string; mutants: Mutant[] }>;
}

interface Survivor {
	file: string;
	line: number;
	before: string;
	after: string;
}

/** The surviving mutants, in the order of the files. */
export function survivorsOf({ files }: Report): Survivor[] {
	return Object.entries(files).flatMap(([file, { source, mutants }]) => {
		const lines = source.split('\n');
		return mutants.filter(({ status }) => SURVIVED.includes(status)).map((mutant) => survivorOf(file, lines, mutant));
	});
}

const SURVIVED = ['Survived', 'NoCoverage'];
const NOTICED = ['Killed', 'Timeout'];

/** Percentage of mutants that were killed or timed out. */
export function scoreOf({ files }: Report): number {
	const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
	const noticed = statuses.filter((status) => NOTICED.includes(status)).length;
	return (100 * noticed) / statuses.filter((status) => [...NOTICED, ...SURVIVED].includes(status)).length;
}

function survivorOf(file: string, lines: string[], { location, replacement = '' }: Mutant): Survivor {
	const { start, end } = location;
	const line = lines[start.line - 1] ?? '';
	const before = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.slice(start.column - 1);
	return { file, line: start.line, before, after: replacement };
}

/** The results page: mutants by file and status. */
export function pageOf(report: Report, survivors: Survivor[], conditions: string): string {
	const rows = Object.entries(report.files).map(([file, { mutants }]) => {
		const of = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
		const alive = survivors.filter((survivor) => survivor.file === file).length;
		return [file, mutants.length - of('Ignored'), of('Killed'), of('Timeout'), alive].join(' | ');
	});
	return [
		'# What the unit tests notice',
		'',
		`Made by \`npm run mutation\`: Stryker changes the code in one place at a time, and the unit tests should fail. ${conditions}`,
		'',
		'| File | changes | noticed | never ended | not noticed |',
		'| --- | ---: | ---: | ---: | ---: |',
		...rows.map((row) => `| ${row} |`),
		'',
		`Score: ${scoreOf(report).toFixed(1)} % are noticed, or never end.`,
		'',
		'## Not noticed',
		'',
		'| Place | Code | In its place |',
		'| --- | --- | --- |',
		...survivors.map(({ file, line, before, after }) => ['', `${file}:${line}`, code(before), code(after), ''].join(' | ').trim()),
		'',
	].join('\n');
}

function code(text: string): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line ? `\`${line.slice(0, 80).replaceAll('|', '\\|').replaceAll('`', "'")}\`` : '';
}

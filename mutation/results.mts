/** What mutation testing has left alive, and why it may live. */

/** A mutant, as Stryker's JSON report has it: https://github.com/stryker-mutator/mutation-testing-elements */
interface Mutant {
	mutatorName: string;
	replacement?: string;
	status: string;
	location: { start: { line: number; column: number }; end: { line: number; column: number } };
}

export interface Report {
	files: Record<string, { source: string; mutants: Mutant[] }>;
}

/** Why mutants of a kind may live. A field that is left out fits every mutant. */
export interface Explanation {
	why: string;
	/** path, or its beginning */
	file?: string;
	mutator?: string;
	/** a part of the line that is changed */
	line?: string;
	/** a part of what takes its place */
	replacement?: string;
}

interface Survivor {
	file: string;
	line: number;
	before: string;
	after: string;
	why?: string;
}

/** What no test has noticed, in the order of the files. */
export function survivorsOf({ files }: Report, explanations: Explanation[]): Survivor[] {
	return Object.entries(files).flatMap(([file, { source, mutants }]) => {
		const lines = source.split('\n');
		return mutants
			.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
			.map((mutant) => survivorOf(file, lines, mutant, explanations));
	});
}

function survivorOf(file: string, lines: string[], mutant: Mutant, explanations: Explanation[]): Survivor {
	const { location, replacement = '', mutatorName } = mutant;
	const { start, end } = location;
	const line = lines[start.line - 1] ?? '';
	const before = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.slice(start.column - 1);
	const explanation = explanations.find(
		(each) =>
			(!each.file || file.startsWith(each.file)) &&
			(!each.mutator || each.mutator === mutatorName) &&
			(!each.line || line.includes(each.line)) &&
			(!each.replacement || replacement.includes(each.replacement)),
	);
	return { file, line: start.line, before, after: replacement, ...(explanation && { why: explanation.why }) };
}

/** The page about a run: how many mutants each file had, and what became of them. */
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
		'## Not noticed, and why nobody can see a difference',
		'',
		'| Place | Code | In its place | Why |',
		'| --- | --- | --- | --- |',
		...survivors.map(({ file, line, before, after, why }) =>
			['', `${file}:${line}`, code(before), code(after), why ?? '**not explained**', ''].join(' | ').trim(),
		),
		'',
	].join('\n');
}

function code(text: string): string {
	const line = text.replaceAll(/\s+/g, ' ').trim();
	return line ? `\`${line.slice(0, 80).replaceAll('|', '\\|').replaceAll('`', "'")}\`` : '';
}

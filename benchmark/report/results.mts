import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Section, Table } from './section.mts';

/**
 * Writes RESULTS.md and its charts into a folder.
 *
 * @param conditions what the numbers depend on: machine, versions, date, one line each
 */
export async function writeResults(folder: string, conditions: string[], sections: Section[]): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const { charts } of sections) {
		for (const { file, svg } of charts) await writeFile(join(folder, file), svg);
	}
	const targets = sections.flatMap((section) => section.targets);
	const met = targets.filter((target) => target.met).length;
	const text = [
		'# Results of the benchmark',
		'Made by `npm run bench`: everything in one run, on the emulator, with 0.1 s for any request and 1.8 s for a create, which is what [users measured](https://github.com/gphotosuploader/gphotos-uploader-cli/issues/333) at Google. The time of a node is what n8n records for it. CPU time and memory of a node are what the process took beyond the same workflow with No Operation in its place.',
		conditions.map((condition) => `- ${condition}`).join('\n'),
		`**${met} of ${targets.length} targets met.**`,
		...sections.flatMap(({ title, about, charts, tables, targets: own }) => [
			`## ${title}`,
			about,
			...charts.map(({ file, text: alternative }) => `![${alternative}](${file})`),
			...tables.map(asMarkdown),
			...(own.length > 0
				? [asMarkdown({ head: ['target', 'measured', ''], rows: own.map((one) => [one.text, one.value, one.met ? '✓ met' : '✗ missed']) })]
				: []),
		]),
	].join('\n\n');
	await writeFile(join(folder, 'RESULTS.md'), `${text}\n`);
}

function asMarkdown({ head, rows }: Table): string {
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const separator = row(head.map((_, index) => (index === 0 ? '---' : '---:')));
	return [row(head), separator, ...rows.map(row)].join('\n');
}

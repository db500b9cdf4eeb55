import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Section, Table } from './section.mts';

const introduction = `# Results of the benchmark

Made by \`npm run bench\`, on the emulator, with 0.1 s for any request and 1.8 s for a create, which is what [users measured](https://github.com/gphotosuploader/gphotos-uploader-cli/issues/333) at Google. What stands in one section was measured side by side in one run. The time of a node is what n8n records for it. CPU time and memory of a node are what the process took beyond the same workflow with No Operation in its place.`;

const HEADING = '\n## ';

/**
 * Writes RESULTS.md and its charts into a folder.
 *
 * @param conditions date, machine and versions
 * @param keep whether to keep sections of the existing RESULTS.md that were not measured again
 */
export async function writeResults(
	folder: string,
	conditions: string,
	sections: Section[],
	keep: boolean,
): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const { charts } of sections) {
		for (const { file, svg } of charts) await writeFile(join(folder, file), svg);
	}
	const file = join(folder, 'RESULTS.md');
	const texts = keep && existsSync(file) ? sectionsOf(await readFile(file, 'utf8')) : new Map<string, string>();
	for (const section of sections) texts.set(section.title, textOf(section, conditions));
	const all = [...texts].map(([title, text]) => `## ${title}\n\n${text}`).join('\n\n');
	const met = all.split(MET).length - 1;
	const missed = all.split(MISSED).length - 1;
	await writeFile(file, `${introduction}\n\n**${met} of ${met + missed} targets met.**\n\n${all}\n`);
}

/** The sections of a page, by title. */
function sectionsOf(page: string): Map<string, string> {
	const [, ...sections] = page.split(HEADING);
	return new Map(
		sections.map((section) => {
			const end = section.indexOf('\n');
			return [section.slice(0, end), section.slice(end).trim()];
		}),
	);
}

const MET = '✓ met';
const MISSED = '✗ missed';

function textOf({ about, charts, tables, targets }: Section, conditions: string): string {
	const judged = targets.map(({ text, value, met }) => [text, value, met ? MET : MISSED]);
	return [
		about,
		conditions,
		...charts.map(({ file, text }) => `![${text}](${file})`),
		...tables.map(asMarkdown),
		...(judged.length > 0 ? [asMarkdown({ head: ['target', 'measured', ''], rows: judged })] : []),
	].join('\n\n');
}

function asMarkdown({ head, rows }: Table): string {
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const separator = row(head.map((_, index) => (index === 0 ? '---' : '---:')));
	return [row(head), separator, ...rows.map(row)].join('\n');
}

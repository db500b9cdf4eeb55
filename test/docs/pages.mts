/** The project's pages for people, read as far as the checks need it: headings, links, images, code and tables. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Page {
	/** path from the project's folder */
	name: string;
	/** without its blocks of code */
	text: string;
	/** each with the anchor that GitHub gives it */
	headings: Array<{ level: number; title: string; anchor: string }>;
	/** targets as written, those of images too */
	links: string[];
	images: string[];
	/** blocks of code with their language */
	blocks: Array<{ language: string; code: string }>;
}

const singlePages = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'examples/README.md'];

/** All pages that are there. */
export function allPages(): Page[] {
	const docs = readdirSync(path.join(root, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`);
	return [...singlePages, ...docs].filter((name) => existsSync(path.join(root, name))).map(readPage);
}

const BLOCK = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function readPage(name: string): Page {
	const whole = readFileSync(path.join(root, name), 'utf8');
	const blocks = [...whole.matchAll(BLOCK)].map(([, language = '', code = '']) => ({ language, code }));
	const text = whole.replace(BLOCK, '');
	const written = text.replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '));
	const images = targetsIn(written.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g));
	// a picture can be the text of a link
	const others = targetsIn(written.replace(/!\[[^\]]*\]\([^)\s]+\)/g, '').matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g));
	return {
		name,
		text,
		headings: headingsOf(text),
		links: [...images, ...others],
		images,
		blocks,
	};
}

const targetsIn = (matches: Iterable<RegExpMatchArray>) => [...matches].map(([, target]) => target as string);

function headingsOf(text: string): Page['headings'] {
	const seen = new Map<string, number>();
	return [...text.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', title = '']) => {
		const anchor = anchorOf(title);
		const before = seen.get(anchor) ?? 0;
		seen.set(anchor, before + 1);
		return { level: marks.length, title, anchor: before === 0 ? anchor : `${anchor}-${before}` };
	});
}

/** https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorOf(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');
}

/** The part of a page below a heading, up to the next heading of its level or above. */
export function sectionOf({ text }: Page, level: number, title: string): string {
	const parts = text.split(new RegExp(`^(?=#{1,${level}} )`, 'm'));
	return parts.find((part) => part.startsWith(`${'#'.repeat(level)} ${title}\n`)) ?? '';
}

/** What stands in bold in the first cell of each row of the tables in a text. */
export function firstCells(text: string): string[] {
	const cells = [...text.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell);
	return cells.flatMap((cell) => [...cell.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']) => name));
}

import { type FileOutcome, isGood, type Mark } from './check.mts';

/** The heading of each column, and what a sign in it means. */
const columns = {
	sent: ['sent', 'the node returned one media item for the file, and no error'],
	stored: ['stored', 'the library has exactly the bytes of the file'],
	inAlbum: ['in album', 'the album has it once, in the order of the files'],
	cameBack: ['came back', 'the download shows the same picture, or is the same video'],
	locationGone: ['no location', 'the download has no location, since Google removes it'],
	dateKept: ['date kept', 'the download still has the capture date'],
} satisfies Partial<Record<keyof FileOutcome, [heading: string, meaning: string]>>;

const signs: Record<Mark, string> = { good: '✔', bad: '✘', nothing: '–' };

/**
 * One row for each file. Names are in the last column, because terminals differ in the width of Arabic, Japanese and
 * emoji.
 */
export function outcomeTable(outcomes: FileOutcome[]): string {
	const keys = Object.keys(columns) as Array<keyof typeof columns>;
	const head = keys.map((key) => columns[key][0]).join('  ');
	const rows = outcomes.map((outcome) => {
		const cells = keys.map((key) => signs[outcome[key]].padEnd(columns[key][0].length));
		return `${cells.join('  ')}  ${outcome.name}`;
	});
	return [`${head}  file`, '─'.repeat(head.length + 6), ...rows].join('\n');
}

/** What the columns and signs of the table mean, one line each. */
export function legend(): string {
	const meanings = Object.values(columns).map(([heading, meaning]) => `  ${heading.padEnd(13)}${meaning}`);
	const ofSigns = `${signs.good} yes   ${signs.bad} no   ${signs.nothing} the file had none to begin with`;
	return [`Columns (${ofSigns}):`, ...meanings].join('\n');
}

/** The table in one sentence. */
export function summary(outcomes: FileOutcome[]): string {
	const good = outcomes.filter(isGood).length;
	const all = `${good} of ${outcomes.length} files`;
	if (good === outcomes.length) {
		return `${all} are good: stored byte for byte, in the album in order, and back with the same picture.`;
	}
	return `Only ${all} are good, see the rows with ${signs.bad}.`;
}

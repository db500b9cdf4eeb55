import { type FileOutcome, isGood, type Mark } from './check.mts';

const columns = {
	sent: 'sent',
	stored: 'stored',
	inAlbum: 'in album',
	cameBack: 'came back',
	locationGone: 'no location',
	dateKept: 'date kept',
} satisfies Partial<Record<keyof FileOutcome, string>>;

const signs: Record<Mark, string> = { good: '✔', bad: '✘', nothing: '–' };

/**
 * One row for each file. Names are in the last column, because terminals differ in the width of Arabic, Japanese and
 * emoji.
 */
export function outcomeTable(outcomes: FileOutcome[]): string {
	const keys = Object.keys(columns) as Array<keyof typeof columns>;
	const head = keys.map((key) => columns[key]).join('  ');
	const rows = outcomes.map((outcome) => {
		const cells = keys.map((key) => signs[outcome[key]].padEnd(columns[key].length));
		return `${cells.join('  ')}  ${outcome.name}`;
	});
	return [`${head}  file`, '─'.repeat(head.length + 6), ...rows].join('\n');
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

import { type Finding, isDifference } from './check.mts';
import { count } from './count.mts';
import { redacted } from './redacted.mts';

/**
 * The results as Markdown to paste into an issue, without addresses, ids, tokens or project numbers.
 *
 * @param calls requests that counted against the Cloud project's quota of 10,000 a day
 */
export function reportOf(findings: Finding[], calls: number, version: string): string {
	const asked = findings.filter(({ answer }) => answer !== undefined);
	const differences = asked.filter(isDifference);
	const settled = asked.filter(({ check }) => check.settles);
	const open = findings.filter(({ answer }) => answer === undefined);
	return [
		`## Google Photos and its emulator, ${new Date().toISOString().slice(0, 10)}`,
		'',
		`n8n-nodes-google-photos-library ${version}: ${findings.length} checks, ${calls} calls, ` +
			`${differences.length === 0 ? 'no difference' : count(differences.length, 'difference')}.`,
		...table('Differences', ['', 'the emulator', 'Google'], differences, ({ check, answer = '' }) => [
			check.question,
			check.expected,
			redacted(answer),
		]),
		...table('Not documented by Google', ['', 'Google', "the emulator's switch"], settled, ({ check, answer = '' }) => [
			check.question,
			redacted(answer),
			switchFor(check.settles, answer),
		]),
		...table('What it means for the node', ['', ''], asked.filter(({ check }) => check.means), ({ check, answer = '' }) => [
			check.question,
			check.means?.(answer) ?? '',
		]),
		...table('Could not be checked', ['', 'because'], open, ({ check, problem = '' }) => [check.question, redacted(problem)]),
		...table('As expected', ['', ''], asked.filter((finding) => !differences.includes(finding) && !finding.check.settles), ({ check, answer = '' }) => [
			check.question,
			redacted(answer),
		]),
		'',
	].join('\n');
}

/** The emulator's setting that matches Google's behavior. */
function switchFor(settles: Finding['check']['settles'], answer: string): string {
	if (!settles) return '';
	const answers = settles.answers as Record<string, unknown>;
	return Object.hasOwn(answers, answer) ? `${settles.name}: ${answers[answer]}` : `${settles.name}: no setting for this answer`;
}

function table(title: string, head: string[], findings: Finding[], cells: (finding: Finding) => string[]): string[] {
	if (findings.length === 0) return [];
	const row = (texts: string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
	return ['', `### ${title}`, '', row(head), row(head.map(() => '---')), ...findings.map((each) => row(cells(each)))];
}

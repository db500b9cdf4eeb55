/** docs/troubleshooting.md quotes every text that the node can show, and none that nobody shows. */
import { firstCells, readPage, sectionOf } from './pages.mts';
import { shownTexts } from './shownTexts.mts';

/** Google's words on its own pages, and n8n's in its window after them. */
const wordsOfOthers = [
	"Google hasn't verified this app",
	'Error 400: redirect_uri_mismatch',
	'Error 400: invalid_request',
	'Invalid Redirect',
	"This site can't be reached",
	'Error 401: invalid_client',
	'Error 403: access_denied',
	'Error 403: org_internal',
	'Error 400: admin_policy_enforced',
	'Insufficient parameters for OAuth2 callback.',
	'The OAuth callback state is invalid!',
	'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
	'Failed to connect. The window can be closed now.',
];

const page = readPage('docs/troubleshooting.md');
const { errors, hints } = shownTexts();
const hintSection = sectionOf(page, 2, 'Hints beside the output');

test('the texts are found in the sources', () => {
	expect(errors.size).toBeGreaterThan(80);
	expect([...errors]).toEqual(expect.arrayContaining(['The album is full', 'There are more than … results']));
	expect(hints.size).toBeGreaterThan(5);
});

test('each error has its line, and each line its error', () => {
	const quoted = firstCells(page.text.replace(hintSection, ''));
	expect(quoted.sort()).toEqual([...errors, ...wordsOfOthers].sort());
});

test('each hint has its line, and each line its hint', () => {
	expect(firstCells(hintSection).sort()).toEqual([...hints].sort());
});

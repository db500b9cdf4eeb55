/** Texts of the user or of a server in an error: nothing in them can reorder or hide what the error says. */
import type { NodeOperationError } from 'n8n-workflow';
import { inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { shortenedText, shownText } from '../../../nodes/GooglePhotos/errors/shownText';
import { appendText } from '../../../nodes/GooglePhotos/errors/wording';
import { displayText, quoteValue } from '../../../nodes/GooglePhotos/properties/parseValues';
import { node } from '../support/caller';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

const bidirectional = ['\u061c', '\u200e', '\u200f', ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
const unseen = ['\0', '\x07', '\x1b', '\x7f', '\x9b', '\xad', '\u200b', '\u2060', '\u3164', '\ufeff', '\ud800', '\udc00', '\u{e0041}', '\u{e0100}'];

test.each([...bidirectional, ...unseen])('%j becomes a replacement character, wherever an error shows it', (character) => {
	const name = `photo${character}gpj.exe`;
	const shown = 'photo\ufffdgpj.exe';
	for (const show of [shownText, displayText, quoteValue]) expect(show(name)).toBe(shown);
	for (const type of [node().type, `${node().type}Tool`]) {
		const error = inputError({ ...node(), type }, `There is no file in the field "${name}"`, `Use ${name}. Or ${name}.`, { what: `file "${name}"` });
		appendText(error, `Already created: ${name}.`);
		const { message, description } = error as NodeOperationError;
		expect(`${message} ${description}`).not.toContain(character);
		expect(`${message} ${description}`.split(shown)).toHaveLength(6);
	}
});

test.each(['写真.jpg', 'שלום.jpg', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u2764\ufe0f', 'می\u200cخواهم', 'e\u0301', 'a\u00a0b', 'a  b'])('%j is shown unchanged', (text) => {
	expect(shownText(text)).toBe(text);
});

test('a text is shortened to 100 characters, an emoji being one', () => {
	expect(shortenedText('\u{1f600}'.repeat(100))).toBe('\u{1f600}'.repeat(100));
	expect(shortenedText('\u{1f600}'.repeat(101))).toBe(`${'\u{1f600}'.repeat(100)}…`);
});

/** Values that are accepted as the text of a parameter. */
import fc from 'fast-check';
import { parseText } from '../../../nodes/GooglePhotos/properties/titleAndDescription';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';

const read = (value: unknown) => parseText(node(), value, { item: 3, parameter: 'Title' });

function refused(value: unknown): string {
	try {
		return `taken: ${read(value)}`;
	} catch (error) {
		return errorText(error as Error);
	}
}

test.each<[unknown, string]>([
	['Holiday', 'Holiday'],
	[' as it is ', ' as it is '],
	['🌅', '🌅'],
	[2026, '2026'],
	[0, '0'],
	[-1.5, '-1.5'],
	[12n, '12'],
	['', ''],
	[null, ''],
	[undefined, ''],
])('%p is read as the text %j', (value, text) => {
	expect(read(value)).toBe(text);
});

test.each<[unknown, string]>([
	[{}, 'an object'],
	[{ title: 'x' }, 'an object'],
	[[], 'a list'],
	[['Holiday'], 'a list'],
	[true, '"true", a boolean'],
	[false, '"false", a boolean'],
	[NaN, 'not a finite number'],
	[Infinity, 'not a finite number'],
	[() => 'x', 'of the type function'],
])('%p is rejected as text', (value, kind) => {
	const advice =
		kind === 'a list'
			? 'Use one of its entries: one for each input item, or for each call of a tool.'
			: 'Check the expression: use one of the fields of the object, or put text around it.';
	expect(refused(value)).toBe(`'Title' is neither text nor a number [item 3]. ${advice} | The value is ${kind}.`);
});

test.each([new Date(0), { toISODate: () => '1970-01-01' }])('a date is rejected, since its text depends on the conversion', (date) => {
	expect(refused(date)).toBe(
		"'Title' is neither text nor a number [item 3]. Use its text, as in {{ $now.toISODate() }}. | The value is a date.",
	);
});

test.each(['Sunset \ud83c', '\udf05', 'a\udf05\ud83c'])('text with half a character is rejected: %j', (text) => {
	expect(refused(text)).toBe(
		'\'Title\' contains half of a character [item 3]. Cut the text by characters, as in {{ [...$json.text].slice(0, 100).join("") }}. | It was probably cut in the middle of an emoji.',
	);
});

test('any value gives text that is valid in UTF-8 or an error that names the parameter', () => {
	fc.assert(
		fc.property(fc.oneof(fc.anything({ maxDepth: 1 }), fc.string({ unit: 'binary' })), (value) => {
			const words = refused(value);
			if (words.startsWith('taken: ')) expect(encodeURIComponent(words)).toBeTruthy();
			else expect(words).toMatch(/^'Title' .*\[item 3\]\. .*\| /);
		}),
	);
});

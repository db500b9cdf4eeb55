/** Wrong values as errors quote them: on one line, without a second pair of quotes, and cut as titles are. */
import { DateTime } from 'luxon';
import { displayText, inputErrorFor, parseNumber, quoteValue } from '../../../nodes/GooglePhotos/properties/parseValues';
import { node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const refused = async (value: unknown) =>
	(await errorOf((async () => parseNumber(value, { parameter: 'Limit', min: 1 }, inputErrorFor(node(), { item: 0 })))())).message;

test.each<[string, unknown, string]>([
	['a line break', 'a\n b', 'a b'],
	['a DateTime', DateTime.fromISO('2026-07-14T18:30:00Z', { zone: 'utc' }), '2026-07-14T18:30:00.000Z'],
	['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
	['an invalid Date', new Date(Number.NaN), 'null'],
	['a list', ['a', 'b'], '["a","b"]'],
	['a long text', 'x'.repeat(101), `${'x'.repeat(100)}…`],
])('%s', async (_title, value, shown) => {
	expect(await refused(value)).toBe(`'Limit' is not a number from 1 on: "${shown}" [item 0]. Enter a number from 1 on.`);
});

test('a value that was shortened before is quoted as it is', () => {
	const short = quoteValue('x'.repeat(500));
	expect(quoteValue(short)).toBe(short);
});

test.each(['\n', '\r\n', ' \n\n ', '\u2028', '\t', '\x85'])('a title with %j is shown on one line', (between) => {
	expect(displayText(`Holiday${between}2026`)).toBe('Holiday 2026');
});

test('the maker of errors shortens what its callers quote', () => {
	const { message } = inputErrorFor(node(), {})('Dates', 'This is not a date', 'Enter a date.', `a\n${'x'.repeat(200)}`);
	expect(message).toBe(`'Dates' is not a date: "a ${'x'.repeat(98)}…". Enter a date.`);
});

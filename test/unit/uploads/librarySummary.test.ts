import fc from 'fast-check';
import { withLibrarySummary } from '../../../nodes/GooglePhotos/uploads/output';
import { errorText } from '../../support/errorText';

/** Text of the error after media items with these names were created. */
function said(names: string[], description?: string | null): string {
	const error = Object.assign(new Error('It failed'), { description });
	return errorText(withLibrarySummary(error, { created: names, unsure: [] }));
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => `${number}.jpg`);
const first20 =
	'0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg, 5.jpg, 6.jpg, 7.jpg, 8.jpg, 9.jpg, 10.jpg, 11.jpg, 12.jpg, 13.jpg, 14.jpg, 15.jpg, 16.jpg, 17.jpg, 18.jpg, 19.jpg';

test.each([
	[0, 'No file of this run is in the library.'],
	[1, 'In the library from this run: 0.jpg.'],
	[2, 'In the library from this run: 0.jpg, 1.jpg.'],
	[20, `In the library from this run: ${first20}.`],
	[21, `In the library from this run: ${first20} and 1 more.`],
	[120, `In the library from this run: ${first20} and 100 more.`],
])('after %i created media items the error names up to 20 of them and counts the rest', (count, library) => {
	expect(said(numbered(count), 'Try again.')).toBe(
		`It failed | Try again. ${library} Running it again creates no second copies.`,
	);
});

test.each([undefined, null, ''])('an error whose description is %p gets the summary as its description', (description) => {
	expect(said([], description)).toBe(
		'It failed | No file of this run is in the library. Running it again creates no second copies.',
	);
});

test.each<[string, number[], string]>([
	['one file', [3], '1 file may be in the library, because Google did not say what became of the request that contained it: 3.jpg (item 3).'],
	['some files', [1, 2, 3, 5], '4 files may be in the library, because Google did not say what became of the request that contained them: 1.jpg, 2.jpg, 3.jpg, 5.jpg (items 1 to 3, 5).'],
	['many files', [...Array(50).keys()], `50 files may be in the library, because Google did not say what became of the request that contained them: ${first20} and 30 more (items 0 to 49).`],
])('%s with an unknown outcome: the error says "may be in the library", not that none is', (_title, items, sentence) => {
	const unsure = items.map((item) => ({ name: `${item}.jpg`, item }));
	const error = Object.assign(new Error('It failed'), { description: 'Try again.' });
	expect(errorText(withLibrarySummary(error, { created: [], unsure }))).toBe(
		`It failed | Try again. ${sentence} Running it again creates no second copies.`,
	);
});

test('the error lists both created files and files that may be in the library', () => {
	const error = withLibrarySummary(new Error('It failed'), { created: ['a.jpg'], unsure: [{ item: 1 }, { item: 1, name: 'b.jpg' }] });
	expect(errorText(error)).toMatch(/In the library from this run: a\.jpg\. 2 files may be in the library, .*: without a name, b\.jpg \(item 1\)\./);
});

test('the same error object is returned, so that n8n shows its item', () => {
	const error = new Error('It failed');
	expect(withLibrarySummary(error, { created: [], unsure: [] })).toBe(error);
});

test('for any number of created files the first 20 are named and the others counted', () => {
	fc.assert(
		fc.property(fc.nat(100), (count) => {
			const [, list, , more = '0'] = /from this run: (.*?)( and (\d+) more)?\. Running/.exec(said(numbered(count))) ?? [];
			const named = list === undefined ? [] : list.split(', ');
			expect(named).toEqual(numbered(count).slice(0, named.length));
			expect(named.length + Number(more)).toBe(count);
			expect(named.length).toBe(Math.min(count, 20));
		}),
	);
});

/** Names that the user did not choose are shortened to the length that Google accepts. */
import fc from 'fast-check';
import { isTooLong, shortened } from '../../../nodes/GooglePhotos/files/fileNames';

test.each<[name: string, short: string]>([
	['beach.jpg', 'beach.jpg'],
	[`${'a'.repeat(251)}.jpg`, `${'a'.repeat(251)}.jpg`],
	[`${'a'.repeat(300)}.jpg`, `${'a'.repeat(251)}.jpg`],
	['a'.repeat(300), 'a'.repeat(255)],
	[`${'🌅'.repeat(300)}.jpeg`, `${'🌅'.repeat(250)}.jpeg`],
	[`${'a'.repeat(250)}  b.jpg`, `${'a'.repeat(250)}.jpg`],
	[`a.${'b'.repeat(300)}`, `a.${'b'.repeat(253)}`],
])('the name %j is shortened to %j', (name, short) => {
	expect(shortened(name)).toBe(short);
});

test('any shortened name is within the limit and keeps its beginning and its extension', () => {
	const extension = fc.stringMatching(/^\.[a-z0-9]{1,5}$/);
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), extension, (stem, ending) => {
			const short = shortened(`${stem}${ending}`);
			expect(isTooLong(short)).toBe(false);
			expect(short.endsWith(ending)).toBe(true);
			expect(stem.startsWith(short.slice(0, -ending.length))).toBe(true);
			expect(short).not.toMatch(/\p{Surrogate}/u);
		}),
	);
});

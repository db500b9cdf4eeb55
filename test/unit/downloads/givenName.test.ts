import fc from 'fast-check';
import { copyOfFile, givenNameFor } from '../../../nodes/GooglePhotos/downloads/downloadName';
import { parseFileName } from '../../../nodes/GooglePhotos/properties/outputFileName';
import { fakeCaller, fakeRun } from '../support/caller';

const nameOf = (fileName: unknown) => parseFileName(fakeRun(fakeCaller(), { options: { fileName } }), 0);

test('without the option there is no name', () => {
	expect(parseFileName(fakeRun(fakeCaller(), { options: {} }), 0)).toBeUndefined();
	expect(parseFileName(fakeRun(fakeCaller()), 0)).toBeUndefined();
});

test.each([
	['holiday', 'image/jpeg', 'holiday.jpg'],
	['holiday.png', 'image/jpeg', 'holiday.jpg'],
	['holiday.jpg', 'image/jpeg', 'holiday.jpg'],
	['HOLIDAY.JPEG', 'image/jpeg', 'HOLIDAY.JPEG'],
	['holiday.jpg', 'image/png', 'holiday.png'],
	['holiday.JPG', 'video/mp4', 'holiday.mp4'],
	['holiday.m4v', 'video/mp4', 'holiday.m4v'],
	['holiday.jxl', 'image/jpeg', 'holiday.jpg'],
	['holiday', 'image/jxl', 'holiday.jxl'],
	['holiday.dng', 'image/x-adobe-dng', 'holiday.dng'],
	// an ending that is no extension of a photo or video belongs to the name
	['trip 1.5', 'image/jpeg', 'trip 1.5.jpg'],
	['Mr. Smith', 'image/jpeg', 'Mr. Smith.jpg'],
	['2026-07-14 18.30', 'image/jpeg', '2026-07-14 18.30.jpg'],
	['photo.php', 'image/jpeg', 'photo.php.jpg'],
	['.htaccess', 'image/jpeg', '.htaccess.jpg'],
	['holiday .png', 'image/jpeg', 'holiday.jpg'],
	['holiday..png', 'image/jpeg', 'holiday.jpg'],
	['holiday.', 'image/jpeg', 'holiday.jpg'],
	['con.png', 'image/jpeg', '_con.jpg'],
	['AC/DC', 'image/jpeg', 'AC_DC.jpg'],
	['..\\..\\holiday', 'image/jpeg', 'holiday.jpg'],
	['C:\\holiday.exe', 'image/jpeg', 'C__holiday.exe.jpg'],
	['gpj.\u202eholiday', 'image/jpeg', 'gpj.holiday.jpg'],
	['🌅'.repeat(100), 'image/jpeg', `${'🌅'.repeat(62)}.jpg`],
	// bytes of which nobody says what they are
	['holiday', 'text/plain', 'holiday'],
	['holiday.png', 'application/octet-stream', 'holiday.png'],
])('the given name %j of bytes of the type %s becomes %j', (given, type, called) => {
	expect(givenNameFor(nameOf(given) as string, type)).toBe(called);
});

/** Photo and video types of downloads, with the extensions that are right for them. */
const right: Record<string, RegExp> = {
	'image/jpeg': /\.(jpe?g|jpe|jfif)$/i,
	'image/png': /\.png$/i,
	'image/heic': /\.(heic|heif|hif)$/i,
	'video/mp4': /\.(mp4|m4v)$/i,
	'video/quicktime': /\.(mov|qt)$/i,
	'image/jp2': /\.jp2$/i,
};

/** Parts that make file names dangerous or long. */
const part = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('/', '\\', '..', '.', ' ', ':', '\0', '\u202e', 'nul', 'com1', 'C:\\', '.png', '.JPG', '.mov', '.exe', '.jpeg ', '%2f', '🌅'.repeat(70)),
);

test('any given name is refused, or becomes a name without a path, of at most 255 bytes, with the right extension', () => {
	fc.assert(
		fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom(...Object.keys(right)), (parts, type) => {
			let name: string | undefined;
			try {
				name = nameOf(parts.join(''));
			} catch {
				return;
			}
			const called = givenNameFor(name as string, type);
			expect(called).not.toMatch(/[/\\:\p{Cc}\p{Cs}\u202e]/u);
			expect(called).not.toMatch(/^\.+$|^\s|[\s.]$/);
			expect(called).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
			expect(Buffer.byteLength(called)).toBeLessThanOrEqual(255);
			expect(called).toMatch(right[type]);
			expect(called.replace(right[type], '')).toMatch(/[^\s.]/);
		}),
		{ numRuns: 1000 },
	);
});

test('letters and digits of a given name are all kept if it is short', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,100}[A-Za-z0-9]$/), fc.constantFrom('', '.png', '.jpg', '.HEIC'), (stem, extension) => {
			const called = givenNameFor(nameOf(`${stem}${extension}`) as string, 'image/jpeg');
			expect(called.replace(/^_/, '')).toBe(`${stem}.jpg`);
		}),
	);
});

test('a copy of a file has the given name, and everything else unchanged', () => {
	const file = { data: 'filesystem-v2', id: 'filesystem-v2:1', mimeType: 'image/jpeg', fileExtension: 'jpg', fileName: 'by Google.jpg' };
	expect(copyOfFile(file, 'holiday.png')).toStrictEqual({ ...file, fileName: 'holiday.jpg' });
	expect(copyOfFile(file)).toStrictEqual(file);
	expect(copyOfFile(file)).not.toBe(file);
});

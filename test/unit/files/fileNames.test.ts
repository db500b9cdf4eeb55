import fc from 'fast-check';
import { safeFileName } from '../../../nodes/GooglePhotos/files/fileNames';

test.each([
	['beach.jpg', 'beach.jpg'],
	['Été à la mer 🎈.jpg', 'Été à la mer 🎈.jpg'],
	['👨\u200d👩\u200d👧.jpg', '👨\u200d👩\u200d👧.jpg'],
	['../../etc/passwd', 'etc_passwd'],
	['..\\..\\Windows\\win.ini', 'Windows_win.ini'],
	['/etc/passwd', 'etc_passwd'],
	['C:\\a.jpg', 'C__a.jpg'],
	['a/./b.jpg', 'a_b.jpg'],
	['.', ''],
	['..', ''],
	['...', ''],
	['/', ''],
	[' ', ''],
	['.jpg', '.jpg'],
	['..hidden.jpg', '..hidden.jpg'],
	['a.jpg:stream', 'a.jpg_stream'],
	['what? *<live>|".jpg', 'what? *<live>|".jpg'],
	['two\nlines\0.jpg', 'twolines.jpg'],
	['photo\u202egpj.exe', 'photogpj.exe'],
	['half \ud83d.jpg', 'half _.jpg'],
	['a.jpg. . ', 'a.jpg'],
	['CON', '_CON'],
	['nul.jpg', '_nul.jpg'],
	['COM1.tar.gz', '_COM1.tar.gz'],
	['lpt\u00b9', '_lpt\u00b9'],
	['console.jpg', 'console.jpg'],
	[`${'a'.repeat(300)}.jpg`, `${'a'.repeat(251)}.jpg`],
	[`${'海'.repeat(100)}.jpeg`, `${'海'.repeat(83)}.jpeg`],
	[`a.${'b'.repeat(300)}`, `a.${'b'.repeat(253)}`],
])('the name %j becomes %j', (name, called) => {
	expect(safeFileName(name)).toBe(called);
});

test('any name becomes a name without path that is valid on every system; a safe name is kept', () => {
	const part = fc.constantFrom('..', '.', '/', '\\', 'con', '.jpg', '\u0000', '\n', ' ', '🎈', 'a', '\ud83d', ':', 'é'.repeat(100));
	const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')));
	fc.assert(
		fc.property(name, (given) => {
			const safe = safeFileName(given);
			expect(safe).not.toMatch(/[/\\:\p{Cc}\p{Cs}]|^\.+$|[\s.]$/u);
			expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
			expect(safeFileName(safe)).toBe(safe);
		}),
		{ numRuns: 1000 },
	);
});

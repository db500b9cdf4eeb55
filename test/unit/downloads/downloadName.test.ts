import fc from 'fast-check';
import { fileNameFor, inventedName } from '../../../nodes/GooglePhotos/downloads/downloadName';
import { safeFileName } from '../../../nodes/GooglePhotos/files/fileNames';

/** MIME types that Google's media hosts send, with matching extensions. The first one replaces a wrong extension. */
const types: Array<[type: string, fitting: string]> = [
	['image/avif', 'avif'],
	['image/bmp', 'bmp'],
	['image/gif', 'gif'],
	['image/heic', 'heic heif hif'],
	['image/heif', 'heif heic hif'],
	['image/jpeg', 'jpg jpeg jpe jfif'],
	['image/png', 'png'],
	['image/tiff', 'tif tiff'],
	['image/webp', 'webp'],
	['video/3gpp', '3gp'],
	['video/mp4', 'mp4 m4v'],
	['video/mpeg', 'mpg mpeg'],
	['video/quicktime', 'mov qt'],
	['video/webm', 'webm'],
	['video/x-matroska', 'mkv'],
	['video/x-msvideo', 'avi'],
];

/** Extensions of formats that Google accepts and delivers as one of the types above. */
const others =
	'ico 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f 3g2 asf divx m2t m2ts mmv mod mts tod wmv';

const every = [...new Set([...types.flatMap(([, fitting]) => fitting.split(' ')), ...others.split(' ')])];

test.each(types)('%s: the extensions %s are kept, every other photo or video extension is replaced', (type, extensions) => {
	const fitting = extensions.split(' ');
	for (const extension of every) {
		const called = fitting.includes(extension) ? extension : fitting[0];
		expect([extension, fileNameFor(`a.${extension}`, type)]).toEqual([extension, `a.${called}`]);
	}
});

test.each([
	['beach.jpg', 'image/jpeg', 'beach.jpg'],
	['BEACH.JPEG', 'image/jpeg', 'BEACH.JPEG'],
	['IMG_1.HEIC', 'image/heif', 'IMG_1.HEIC'],
	['IMG_1.HEIC', 'image/jpeg', 'IMG_1.jpg'],
	['clip.mov', 'video/mp4', 'clip.mp4'],
	['clip.mp4', 'image/jpeg', 'clip.jpg'],
	['raw.dng', 'image/jpeg', 'raw.jpg'],
	['raw.dng', 'image/x-adobe-dng', 'raw.dng'],
	['PXL.MP.jpg', 'video/mp4', 'PXL.MP.mp4'],
	['photo.php', 'image/jpeg', 'photo.php.jpg'],
	['NUL.tar.gz', 'image/png', '_NUL.tar.gz.png'],
	['clip.exe', 'video/mp4', 'clip.exe.mp4'],
	['trip 1.5', 'image/jpeg', 'trip 1.5'],
	['no extension', 'image/jpeg', 'no extension'],
	['Mr. Smith', 'image/jpeg', 'Mr. Smith'],
	// with text after it, it is not an extension
	['beach.png (1)', 'image/jpeg', 'beach.png (1)'],
	['beach.png/1', 'image/jpeg', 'beach.png_1'],
	['.jpg', 'image/png', '.jpg'],
	['a.png', '', 'a.png'],
	['AC/DC.png', 'image/jpeg', 'AC_DC.jpg'],
	['two\nlines.png', 'image/jpeg', 'twolines.jpg'],
	['../../etc/passwd', 'image/jpeg', 'etc_passwd'],
	['/', 'image/jpeg', ''],
])('the file name %j with the MIME type %s becomes %j', (name, type, called) => {
	expect(fileNameFor(name, type)).toBe(called);
});

test('for any name, a wrong media extension is replaced, another one is appended to, and the rest is kept', () => {
	const type = fc.constantFrom(...types.map(([known]) => known), '', 'image/jxl');
	const extension = fc.oneof(fc.constantFrom(...every.map((known) => `.${known}`)), fc.string());
	fc.assert(
		fc.property(fc.string(), extension, type, (stem, end, of) => {
			const name = safeFileName(`${stem}${end}`);
			const called = fileNameFor(`${stem}${end}`, of);
			if (called === name) return;
			const dot = name.lastIndexOf('.');
			const [fitting] = types.find(([known]) => known === of)?.[1].split(' ') ?? [];
			if (called.startsWith(name)) {
				expect(every).not.toContain(name.slice(dot + 1).toLowerCase());
				expect(called).toBe(`${name}.${fitting}`);
				return;
			}
			expect(every).toContain(name.slice(dot + 1).toLowerCase());
			expect(called.slice(0, dot)).toBe(name.slice(0, dot));
			expect(called.slice(dot + 1)).toBe(fitting);
		}),
	);
});

test.each([
	['AF1QipN-x_', 'image/jpeg', 'AF1QipN-x_.jpg'],
	['AF1QipN-x_', 'video/quicktime', 'AF1QipN-x_.mov'],
	['AF1QipN-x_', '', 'AF1QipN-x_'],
	['../../a', 'image/png', 'a.png'],
	['', 'image/png', 'file.png'],
	[`${'a'.repeat(300)}b`, 'image/png', `${'a'.repeat(149)}b.png`],
])('the file of %j without a name, of the MIME type %j, is named %j', (id, type, called) => {
	expect(inventedName(id, type)).toBe(called);
});

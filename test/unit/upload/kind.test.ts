import fc from 'fast-check';
import { claimedKind, kindOfContent, sizeProblem } from '../../../nodes/GooglePhotos/upload/kind';
import type { FileKind } from '../../../nodes/GooglePhotos/upload/kind';

test.each<[mimeType: string, fileName: string | undefined, kind: FileKind]>([
	['image/jpeg', 'a.jpg', 'photo'],
	['IMAGE/HEIC', undefined, 'photo'],
	['image/x-canon-cr2', 'notes.txt', 'photo'],
	['video/mp4; codecs=avc1', 'a', 'video'],
	['image/svg+xml', 'a.svg', 'other'],
	['IMAGE/SVG+XML; charset=utf-8', 'a.jpg', 'other'],
	['application/octet-stream', 'a.JPEG', 'photo'],
	['application/octet-stream', 'a.CR3', 'photo'],
	['binary/octet-stream', 'holiday.final.mov', 'video'],
	['', 'a.mts', 'video'],
	['', ' a.png ', 'photo'],
	['text/plain', 'a.heic', 'photo'],
	['text/plain', 'a.txt', 'other'],
	['text/plain', undefined, 'unknown'],
	['text/plain ; charset=utf-8', undefined, 'unknown'],
	['', 'a.pdf', 'other'],
	['', 'a.tar.gz', 'other'],
	['', 'noextension', 'unknown'],
	['', 'a.b/c', 'unknown'],
	['', 'a.unheardof', 'unknown'],
	['', '', 'unknown'],
	['application/pdf', 'a.pdf', 'other'],
	['application/pdf ; version=1.7', undefined, 'other'],
	['application/json', undefined, 'other'],
	['application/vnd.api+json', undefined, 'other'],
	['application/json-of-frames', undefined, 'unknown'],
	['x-application/pdf', undefined, 'unknown'],
	['x-audio/mpeg', undefined, 'unknown'],
	['text/csv', 'table', 'other'],
	['audio/mpeg', 'a.mp3', 'other'],
	['application/mp4', 'a.mp4', 'video'],
	['application/mp4', undefined, 'unknown'],
	['application/x-matroska', 'film', 'unknown'],
	['application/vnd.ms-asf', 'film', 'unknown'],
	['application/x-download', '', 'unknown'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a', 'other'],
	['application/pdf', 'really.jpg', 'photo'],
	['application/pdf', 'really.mov', 'video'],
	['nonsense', 'a.txt', 'other'],
])('MIME type "%s" and name %j: %s', (mimeType, fileName, kind) => {
	expect(claimedKind({ mimeType, fileName })).toBe(kind);
});

test('whatever is called a photo or a video is not refused, except SVG', () => {
	const subtype = fc
		.stringMatching(/^[a-zA-Z0-9.+-]{1,20}$/)
		.filter((name) => !/^svg\+xml$/i.test(name));
	const parameters = fc.constantFrom('', ';charset=x', ' ; q=1');
	const type = fc.tuple(fc.constantFrom('image', 'video', 'Image', 'VIDEO'), subtype, parameters);
	fc.assert(
		fc.property(
			type,
			fc.option(fc.string(), { nil: undefined }),
			([kind, name, rest], fileName) => {
				const expected = kind.toLowerCase() === 'image' ? 'photo' : 'video';
				expect(claimedKind({ mimeType: `${kind}/${name}${rest}`, fileName })).toBe(expected);
			},
		),
	);
});

test("whatever a file says of itself, a photo's or video's extension is enough not to be refused", () => {
	const extension = fc.constantFrom('jpg', 'HEIC', 'dng', 'avif', 'mp4', 'MOV', '3gp');
	const mimeType = fc.string().filter((type) => !/^\s*image\/svg\+xml/i.test(type));
	fc.assert(
		fc.property(mimeType, fc.string(), extension, (type, name, ending) => {
			expect(['photo', 'video']).toContain(
				claimedKind({ mimeType: type, fileName: `${name}.${ending}` }),
			);
		}),
	);
});

describe('by the first bytes', () => {
	const beginnings: Array<[string, Buffer]> = [
		['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
		['PNG', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
		['GIF', Buffer.from('474946383961010001000000', 'hex')],
		['WebP', Buffer.from('524946462400000057454250', 'hex')],
		['HEIC', Buffer.from('00000018667479706865696300000000', 'hex')],
		['MP4', Buffer.from('0000002066747970697361c3', 'hex')],
		['TIFF', Buffer.from('49492a0008000000', 'hex')],
		['BMP', Buffer.from('424d3600000000000000', 'hex')],
		['Matroska', Buffer.from('1a45dfa3a342868101', 'hex')],
		['nothing', Buffer.alloc(0)],
	];

	test.each(beginnings)('%s may be a photo or video', (_name, head) => {
		expect(kindOfContent(head)).toBe('unknown');
	});

	test.each([
		['PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj', 'latin1')],
		['ZIP', Buffer.from('504b030414000000', 'hex')],
		['gzip', Buffer.from('1f8b08000000', 'hex')],
		['RAR', Buffer.from('526172211a0700', 'hex')],
		['7z', Buffer.from('377abcaf271c0004', 'hex')],
		['HTML', Buffer.from('<!doctype html>\r\n')],
		['JSON', Buffer.from('{"a": "ä"}')],
		['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	])('%s is none', (_name, head) => {
		expect(kindOfContent(head)).toBe('other');
	});

	test('text is none in any script, also where a character is cut off', () => {
		const text = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.filter((words) => !/[\p{Cc}\ufffd]/u.test(words));
		fc.assert(
			fc.property(text, fc.nat(), (words, cut) => {
				const bytes = Buffer.from(words, 'utf8');
				expect(kindOfContent(bytes.subarray(0, 1 + (cut % bytes.length)))).toBe('other');
			}),
		);
	});

	test.each<[string, Buffer, 'other' | 'unknown']>([
		['as it should be', Buffer.from('où\tété'), 'other'],
		['in an old encoding', Buffer.from('où\tété', 'latin1'), 'unknown'],
		['in an old encoding with one letter that tells', Buffer.from('café au lait', 'latin1'), 'unknown'],
		['whose last three bytes are none', Buffer.from('et\xe9\xe9\xe9', 'latin1'), 'other'],
		['whose last four bytes are none', Buffer.from('et\xe9\xe9\xe9\xe9', 'latin1'), 'unknown'],
	])('text %s: %s', (_title, head, kind) => {
		expect(kindOfContent(head)).toBe(kind);
	});

	test.each([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20])('text may have the white space %d', (code) => {
		expect(kindOfContent(Buffer.from([0x41, code, 0x42]))).toBe('other');
	});

	test.each([0x00, 0x08, 0x0e, 0x1b, 0x1f])('text has no control character %d', (code) => {
		expect(kindOfContent(Buffer.from([0x41, code, 0x42]))).toBe('unknown');
	});

	test('what has a zero byte is not text', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, after) => {
				expect(kindOfContent(Buffer.from(`M${before}\0${after}`))).toBe('unknown');
			}),
		);
	});
});

const MEBIBYTE = 1024 * 1024;

test.each<[FileKind, number, ReturnType<typeof sizeProblem>]>([
	['photo', 0, 'empty'],
	['unknown', 0, 'empty'],
	['photo', 1, undefined],
	['photo', 200 * MEBIBYTE, undefined],
	['photo', 200 * MEBIBYTE + 1, 'tooLarge'],
	['video', 200 * MEBIBYTE + 1, undefined],
	['video', 20 * 1024 * MEBIBYTE, undefined],
	['video', 20 * 1024 * MEBIBYTE + 1, 'tooLarge'],
	['unknown', 20 * 1024 * MEBIBYTE, undefined],
	['unknown', 20 * 1024 * MEBIBYTE + 1, 'tooLarge'],
])('a %s of %d bytes: %p', (kind, size, problem) => {
	expect(sizeProblem(kind, size)).toBe(problem);
});

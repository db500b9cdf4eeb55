import fc from 'fast-check';
import { fileType, isMedia, sizeProblem } from '../../../nodes/GooglePhotos/files/fileType';
import type { FileKind } from '../../../nodes/GooglePhotos/files/fileType';

const NOTHING = Buffer.alloc(0);
const typeOf = (mimeType: string, fileName: string | undefined, head = NOTHING) => fileType({ mimeType, fileName }, head);

test.each<[mimeType: string, fileName: string | undefined, kind: FileKind, told: string]>([
	['image/jpeg', 'a.jpg', 'photo', 'image/jpeg'],
	['IMAGE/HEIC', undefined, 'photo', 'image/heic'],
	['image/jpg', undefined, 'photo', 'image/jpeg'],
	['IMAGE/PJPEG ; q=1', 'a', 'photo', 'image/jpeg'],
	['image/x-canon-cr2', 'notes.txt', 'photo', 'image/x-canon-cr2'],
	['video/mp4; codecs=avc1', 'a', 'video', 'video/mp4'],
	['image/svg+xml', 'a.svg', 'other', 'image/svg+xml'],
	['IMAGE/SVG+XML; charset=utf-8', undefined, 'other', 'image/svg+xml'],
	['application/octet-stream', 'a.JPEG', 'photo', 'image/jpeg'],
	['application/octet-stream', 'a.CR3', 'photo', 'image/x-canon-cr3'],
	['text/plain', 'a.NEF', 'photo', 'image/x-nikon-nef'],
	['text/plain', 'PXL_1.MP', 'video', 'video/mp4'],
	['binary/octet-stream', 'holiday.final.mov', 'video', 'video/quicktime'],
	['', 'a.mts', 'video', 'video/mp2t'],
	['', ' a.png ', 'photo', 'image/png'],
	['text/plain', 'a.heic', 'photo', 'image/heic'],
	['text/plain', 'a.txt', 'other', 'text/plain'],
	['text/plain', undefined, 'unknown', 'application/octet-stream'],
	['text/plain ; charset=utf-8', undefined, 'unknown', 'application/octet-stream'],
	['', 'a.pdf', 'other', 'of an unknown type'],
	['', 'a.tar.gz', 'other', 'of an unknown type'],
	['', 'noextension', 'unknown', 'application/octet-stream'],
	['', 'a.b/c', 'unknown', 'application/octet-stream'],
	['', 'a.unheardof', 'unknown', 'application/octet-stream'],
	['', '', 'unknown', 'application/octet-stream'],
	['application/pdf', 'a.pdf', 'other', 'application/pdf'],
	['application/pdf ; version=1.7', undefined, 'other', 'application/pdf'],
	['application/json', undefined, 'other', 'application/json'],
	['application/vnd.api+json', undefined, 'other', 'application/vnd.api+json'],
	['application/json-of-frames', undefined, 'unknown', 'application/octet-stream'],
	['x-application/pdf', undefined, 'unknown', 'application/octet-stream'],
	['x-audio/mpeg', undefined, 'unknown', 'application/octet-stream'],
	['image/*', undefined, 'unknown', 'application/octet-stream'],
	['image/', undefined, 'unknown', 'application/octet-stream'],
	['text/csv', 'table', 'other', 'text/csv'],
	['audio/mpeg', 'a.mp3', 'other', 'audio/mpeg'],
	['application/mp4', 'a.mp4', 'video', 'video/mp4'],
	['application/mp4', undefined, 'unknown', 'application/octet-stream'],
	['application/x-matroska', 'film', 'unknown', 'application/octet-stream'],
	['application/force-download', '', 'unknown', 'application/octet-stream'],
	['application/force-download', 'a.jpg', 'photo', 'image/jpeg'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a', 'other', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['application/pdf', 'really.jpg', 'photo', 'image/jpeg'],
	['application/pdf', 'really.mov', 'video', 'video/quicktime'],
	['nonsense', 'a.txt', 'other', 'nonsense'],
])('the MIME type "%s" and the name %j give the kind %s, declared as %s', (mimeType, fileName, kind, told) => {
	expect(typeOf(mimeType, fileName)).toEqual({ kind, mimeType: told });
});

test.each(
	'avif bmp gif heic heif hif ico jpg jpeg png tif tiff webp 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f'.split(' '),
)('a .%s file with the MIME type text/plain is declared as an image', (extension) => {
	expect(typeOf('text/plain', `IMG_1.${extension.toUpperCase()}`)).toMatchObject({ kind: 'photo', mimeType: expect.stringMatching(/^image\//) });
});

test.each('3gp 3g2 asf avi divx m2t m2ts m4v mkv mmv mod mov mp4 mpg mts tod webm wmv'.split(' '))(
	'a .%s file with the MIME type text/plain is declared as a video',
	(extension) => {
		expect(typeOf('text/plain', `VID_1.${extension}`)).toMatchObject({ kind: 'video', mimeType: expect.stringMatching(/^video\//) });
	},
);

test('any accepted file is declared as an image, as a video or without a specific type', () => {
	const word = fc.oneof(fc.string(), fc.constantFrom('a.nef', 'a.txt', 'a.jpg', 'text/plain', 'application/json', 'image/png', 'image/svg+xml'));
	fc.assert(
		fc.property(word, fc.option(word, { nil: undefined }), fc.uint8Array(), (mimeType, fileName, head) => {
			const type = typeOf(mimeType, fileName, Buffer.from(head));
			if (type.kind === 'other') return;
			expect(isMedia(type.mimeType) || type.mimeType === 'application/octet-stream').toBe(true);
			expect(type.kind === 'unknown').toBe(type.mimeType === 'application/octet-stream');
		}),
	);
});

test('any image or video MIME type except SVG is accepted if the bytes do not contradict it', () => {
	const subtype = fc.stringMatching(/^[a-zA-Z0-9.+-]{1,20}$/).filter((name) => !/^svg\+xml$/i.test(name));
	const type = fc.tuple(fc.constantFrom('image', 'video', 'Image', 'VIDEO'), subtype, fc.constantFrom('', ';charset=x', ' ; q=1'));
	fc.assert(
		fc.property(type, fc.option(fc.string(), { nil: undefined }), ([kind, name, rest], fileName) => {
			expect(['photo', 'video']).toContain(typeOf(`${kind}/${name}${rest}`, fileName).kind);
		}),
	);
});

test("a photo or video extension is enough to be accepted, whatever the MIME type", () => {
	const extension = fc.constantFrom('jpg', 'HEIC', 'dng', 'avif', 'mp4', 'MOV', '3gp');
	fc.assert(
		fc.property(fc.string(), fc.string(), extension, (type, name, ending) => {
			expect(['photo', 'video']).toContain(typeOf(type, `${name}.${ending}`).kind);
		}),
	);
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
])('the size problem of a %s of %d bytes is %p', (kind, size, problem) => {
	expect(sizeProblem(kind, size)).toBe(problem);
});

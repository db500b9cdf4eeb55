/** Capture dates in damaged and hostile files: never an exception, never a wrong date, a bounded number of reads. */
import fc from 'fast-check';
import { planCaptureDate } from '../../../nodes/GooglePhotos/files/captureDate';
import { DATE, datesIn, datesOf, plan } from '../../support/captureDates';
import { ascii, exifBlock, LONG, undefinedTag } from '../../support/exifBlocks.mts';
import type { ExifLayout } from '../../support/exifBlocks.mts';
import * as layouts from '../../support/imageLayouts.mts';

const { chunk, exifSegment, jpegFile, pngFile, riffChunk, segment, webpFile, xmpSegment } = layouts;

const camera: ExifLayout = {
	littleEndian: true,
	ifd0: [ascii(0x010f, 'Camera maker'), ascii(0x0110, 'Model of the camera')],
	exif: [ascii(0x9003, '0000:00:00 00:00:00'), undefinedTag(0x927c, Buffer.alloc(40, 0xab))],
	thumbnail: Buffer.alloc(50, 0xcd),
};
const block = exifBlock(camera);
const files = {
	jpeg: jpegFile([layouts.jfif, exifSegment(block), xmpSegment('<rdf:Description xmp:Rating="3"/>')]),
	png: pngFile([chunk('tEXt', 'Software\0a program'), chunk('eXIf', block)], [chunk('tEXt', 'Comment\0late')]),
	webp: webpFile([layouts.vp8x(0x18), layouts.vp8l(6, true), riffChunk('EXIF', block), riffChunk('XMP ', 'xmp')]),
};

/** Overwrites a number or a byte, or cuts or doubles a part. */
const damage = (file: Buffer): fc.Arbitrary<Buffer> => {
	const at = fc.nat(file.length - 4);
	const number = fc.oneof(fc.constantFrom(0, 1, 8, 0xffff, 0xff00_0000, 0x7fff_ffff, 0xffff_ffff), fc.nat(0x200), fc.nat(0xffff_ffff));
	return fc.oneof(
		fc.tuple(at, number).map(([offset, value]) => Buffer.concat([file.subarray(0, offset), long(value), file.subarray(offset + 4)])),
		fc.tuple(at, number).map(([offset, value]) => Buffer.concat([file.subarray(0, offset), Buffer.from(long(value)).swap32(), file.subarray(offset + 4)])),
		fc.tuple(at, fc.nat(255)).map(([offset, value]) => Buffer.concat([file.subarray(0, offset), Buffer.from([value]), file.subarray(offset + 1)])),
		at.map((length) => file.subarray(0, length)),
		fc.tuple(at, at).map(([start, end]) => Buffer.concat([file.subarray(0, end), file.subarray(start)])),
	);
};
const long = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};

test.each(Object.entries(files))('%s: 1,000 damaged files get the date or stay as they are', async (_name, file) => {
	const damaged = damage(file).chain((once) => fc.oneof(fc.constant(once), once.length > 8 ? damage(once) : fc.constant(once)));
	const mode = fc.constantFrom('missing' as const, 'always' as const);
	await fc.assert(
		fc.asyncProperty(damaged, mode, async (original, when) => {
			const { plan: made, file: changed, reads } = await plan(original, { when });
			expect(reads).toBeLessThan(50);
			if (made.outcome !== 'written') return;
			expect(datesIn(changed)).toEqual(datesOf(DATE));
			expect((await plan(changed)).plan.outcome).toBe('kept');
		}),
		{ numRuns: 1000 },
	);
});

test('every truncated beginning of a JPEG up to its image data, of a PNG and of a WebP is left alone', async () => {
	const ends = { jpeg: files.jpeg.indexOf(Buffer.from([0xff, 0xda])) + 10, png: files.png.length, webp: files.webp.length };
	for (const [name, file] of Object.entries(files)) {
		for (let length = 0; length < ends[name as keyof typeof ends]; length++) {
			const { plan: made } = await plan(file.subarray(0, length));
			expect([name, length, made]).toEqual([name, length, { outcome: 'notPossible', reason: expect.any(String) }]);
		}
	}
});

/** A block whose number at `offset` is changed. */
const changed = (offset: number, value: number) => {
	const copy = Buffer.from(block);
	copy.writeUInt32LE(value, offset);
	return copy;
};
const pointerAt = block.indexOf(Buffer.from('6987', 'hex')) + 8;
const nextAt = 8 + 2 + 3 * 12;

test.each<[string, Buffer]>([
	['IFD0 outside the block', changed(4, 0xffff_fff0)],
	['IFD0 in the header', changed(4, 0)],
	['IFD0 at the last byte', changed(4, block.length - 1)],
	['the ExifIFD outside the block', changed(pointerAt, block.length)],
	['an ExifIFD that is IFD0', changed(pointerAt, 8)],
	['an ExifIFD that overlaps IFD0', changed(pointerAt, 10)],
	['an IFD1 that is IFD0', changed(nextAt, 8)],
	['an IFD1 outside the block', changed(nextAt, 0x1_0000)],
	['a value outside the block', changed(8 + 2 + 8, block.length - 2)],
	['a value of a size that is too large', changed(8 + 2 + 4, 0x7fff_ffff)],
	['a value that includes the pointer to the ExifIFD', changed(8 + 2 + 8, pointerAt - 2)],
	['a pointer to the ExifIFD of another type', Buffer.from(block).fill(LONG - 1, pointerAt - 6, pointerAt - 5)],
	['two pointers to the ExifIFD', exifBlock({ ...camera, ifd0: [{ tag: 0x8769, type: LONG, bytes: Buffer.alloc(4) }] })],
	['a date in IFD0', exifBlock({ littleEndian: false, ifd0: [ascii(0x9003, '')] })],
	['nothing', Buffer.alloc(0)],
	['a header alone', block.subarray(0, 8)],
	['an unknown byte order', Buffer.concat([Buffer.from('MI'), block.subarray(2)])],
])('EXIF with %s is left alone', async (_name, damaged) => {
	const reason = expect.stringContaining('EXIF');
	for (const when of ['missing', 'always'] as const) {
		expect((await plan(jpegFile([exifSegment(damaged)]), { when })).plan).toEqual({ outcome: 'notPossible', reason });
		expect((await plan(pngFile([chunk('eXIf', damaged)]), { when })).plan).toEqual({ outcome: 'notPossible', reason });
		const webp = webpFile([layouts.vp8x(0x08), layouts.vp8(4), riffChunk('EXIF', damaged)]);
		expect((await plan(webp, { when })).plan).toEqual({ outcome: 'notPossible', reason });
	}
});

const many = (count: number, part: Buffer) => Buffer.concat(Array.from({ length: count }, () => part));
const ends = (file: Buffer, more: Buffer) => Buffer.concat([file.subarray(0, -12), more, chunk('IEND', '')]);

test.each<[string, RegExp, Buffer]>([
	['a thousand segments', /1,000 segments/, jpegFile([many(1000, segment(0xfe, ''))])],
	['a thousand fill bytes', /1,000 segments/, jpegFile([Buffer.alloc(1000, 0xff)])],
	['1 MiB before the image data', /1 MiB/, jpegFile([many(17, segment(0xe2, Buffer.alloc(65_000)))])],
	['a segment that goes beyond the end', /truncated/, Buffer.concat([layouts.SOI, Buffer.from('ffe1fffe00', 'hex')])],
	['a segment of length 1', /well-formed/, jpegFile([Buffer.from('ffe10001', 'hex')])],
	['no marker where one is due', /well-formed/, jpegFile([layouts.jfif, Buffer.from('00')])],
	['two frames', /well-formed/, jpegFile([segment(0xc1, 'frame'), exifSegment(block)])],
	['a lossless frame', /well-formed/, jpegFile([segment(0xc5, 'frame'), exifSegment(block)])],
	['an end before the image data', /well-formed/, Buffer.concat([layouts.SOI, Buffer.from('ffd900000000', 'hex')])],
	['33,000 PNG chunks', /too many chunks/, ends(pngFile([]), many(33_000, chunk('prVt', '')))],
	['a PNG whose first chunk is not IHDR', /well-formed/, Buffer.concat([layouts.pngSignature, chunk('CgBI', 'abcd'), layouts.ihdr, layouts.idat, chunk('IEND', '')])],
	['a PNG with two IHDR', /well-formed/, pngFile([layouts.ihdr])],
	['a PNG without image data', /well-formed/, Buffer.concat([layouts.pngSignature, layouts.ihdr, chunk('IEND', '')])],
	['a PNG chunk that goes beyond the end', /truncated/, Buffer.concat([layouts.pngSignature, layouts.ihdr, Buffer.from('7fffffff49444154', 'hex')])],
	['eXIf after the image data', /after the image data/, pngFile([], [chunk('eXIf', exifBlock({ ...camera, exif: undefined }))])],
	['eXIf with a wrong CRC', /damaged/, pngFile([Buffer.concat([chunk('eXIf', block).subarray(0, -1), Buffer.from([1])])])],
	['eXIf with the prefix of a JPEG segment', /cannot be read/, pngFile([chunk('eXIf', Buffer.concat([Buffer.from('Exif\0\0'), block]))])],
	['more than 1 MiB of XMP', /larger than 1 MiB/, pngFile([many(2, chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), Buffer.alloc(600_000)])))])],
	['a million WebP chunks', /too many chunks/, webpFile([layouts.vp8x(0), layouts.vp8(4), many(1_000_000, riffChunk('abcd', ''))])],
	['a WebP chunk that goes beyond the end', /add up/, webpFile([layouts.vp8x(0), layouts.vp8(4), Buffer.from('abcd\xff\xff\xff\x7f', 'latin1')])],
	['bytes after a WebP file', /add up/, Buffer.concat([webpFile([layouts.vp8(4)]), Buffer.alloc(2)])],
	['a WebP without an image', /well-formed/, webpFile([layouts.vp8x(0)])],
	['VP8X that is not the first chunk', /well-formed/, webpFile([layouts.vp8(4), layouts.vp8x(0)])],
	['metadata in a WebP without VP8X', /well-formed/, webpFile([layouts.vp8(4), riffChunk('EXIF', block)])],
	['EXIF that VP8X denies', /denies/, webpFile([layouts.vp8x(0), layouts.vp8(4), riffChunk('EXIF', block)])],
	['a VP8 that is not a key frame', /well-formed/, webpFile([riffChunk('VP8 ', Buffer.from('3101009d012a04000300', 'hex'))])],
	['a VP8 of no width', /well-formed/, webpFile([riffChunk('VP8 ', Buffer.from('3001009d012a00000300', 'hex'))])],
	['a VP8L of another version', /well-formed/, webpFile([riffChunk('VP8L', Buffer.from('2f000000e0', 'hex'))])],
])('%s: left alone after a limited number of reads', async (_name, reason, file) => {
	const { plan: made, reads, read } = await plan(file);
	expect(made).toEqual({ outcome: 'notPossible', reason: expect.stringMatching(reason) });
	expect(reads).toBeLessThan(33_000);
	expect(read).toBeLessThan(1.2 * 1024 * 1024);
});

test('of a large JPEG only what is before its image data is read, of a PNG and WebP also the headers of the chunks', async () => {
	const large = Buffer.alloc(3_000_000, 0x55);
	const jpeg = await plan(jpegFile([layouts.jfif], large));
	const png = await plan(pngFile([chunk('IDAT', large)], [chunk('IDAT', large)]));
	const webp = await plan(webpFile([layouts.vp8(3_000_000)]));
	for (const { plan: made, reads, read } of [jpeg, png, webp]) {
		expect(made.outcome).toBe('written');
		expect(reads).toBeLessThan(15);
		expect(read).toBeLessThan(1000);
	}
});

test('EXIF with many pointers to one large IFD is read in no time', async () => {
	const pointer = { tag: 0x8769, type: LONG, bytes: Buffer.from([8, 0, 0, 0]) };
	const hostile = exifBlock({ littleEndian: true, ifd0: Array.from({ length: 65_000 }, () => pointer) });
	const { plan: made } = await plan(pngFile([chunk('eXIf', hostile)]));
	expect(made).toEqual({ outcome: 'notPossible', reason: expect.stringContaining('EXIF') });
});

test('an error of the reader is passed on', async () => {
	const failing = () => Promise.reject(new Error('the stream broke'));
	await expect(planCaptureDate(failing, 100, DATE, 'missing')).rejects.toThrow('the stream broke');
});

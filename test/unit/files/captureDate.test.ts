/** Capture dates of real pictures: what is written, what is kept, and that the picture stays the same. */
import sharp from 'sharp';
import { ascii, exifBlock, tagsOf, undefinedTag } from '../../support/exifBlocks.mts';
import type { ExifLayout } from '../../support/exifBlocks.mts';
import { chunk, exifSegment, jfif, jpegParts, pngParts, riffChunk, segment, SOI, vp8, vp8x, webpFile, webpParts, xmpSegment } from '../../support/imageLayouts.mts';
import { DATE, datesIn, datesOf, plan } from '../../support/captureDates';

const noise = Buffer.from(Array.from({ length: 32 * 24 * 4 }, (_, index) => (index * 7919 + (index >> 3) * 31) % 256));
const picture = (channels: 3 | 4 = 3) =>
	sharp(noise.subarray(0, 32 * 24 * channels), { raw: { width: 32, height: 24, channels } });
const pixels = async (file: Buffer) => await sharp(file, { animated: true }).raw().toBuffer();

/** Written with exactly this date, and the same pixels. */
async function expectWritten(original: Buffer, added?: number): Promise<Buffer> {
	const { plan: made, file } = await plan(original);
	expect(made.outcome).toBe('written');
	expect(datesIn(file)).toEqual(datesOf(DATE));
	expect((await pixels(file)).equals(await pixels(original))).toBe(true);
	if (added !== undefined) expect(file.length - original.length).toBe(added);
	// a second run finds the date
	expect((await plan(file)).plan).toEqual({ outcome: 'kept' });
	return file;
}

/** A JPEG file with these segments after its first two bytes. */
const withSegments = async (...segments: Buffer[]) => {
	const jpeg = await picture().jpeg().toBuffer();
	return Buffer.concat([SOI, ...segments, jpeg.subarray(2)]);
};
const names = (parts: Array<{ name: string }>) => parts.map(({ name }) => name);

const camera: ExifLayout = {
	littleEndian: true,
	ifd0: [ascii(0x010f, 'Camera maker'), ascii(0x0110, 'Model of the camera')],
	exif: [undefinedTag(0x9000, Buffer.from('0230')), undefinedTag(0x927c, Buffer.alloc(301, 0xab))],
	gps: [ascii(1, 'N')],
	thumbnail: Buffer.alloc(500, 0xcd),
};

test('a JPEG with JFIF and no EXIF gets 158 bytes after APP0', async () => {
	const file = await expectWritten(await withSegments(jfif), 158);
	expect(names(jpegParts(file)).slice(0, 3)).toEqual(['e0', 'e1', 'db']);
});

test('a JPEG that begins with DQT gets EXIF right after SOI', async () => {
	const original = await picture().jpeg().toBuffer();
	expect(names(jpegParts(original))[0]).toBe('db');
	expect(names(jpegParts(await expectWritten(original, 158))).slice(0, 2)).toEqual(['e1', 'db']);
});

test('EXIF without a date, with thumbnail and maker note: both keep their bytes and offsets', async () => {
	const block = exifBlock(camera);
	const file = await expectWritten(await withSegments(exifSegment(block)));
	const after = jpegParts(file)[0].data.subarray(6);
	const [before, now] = [tagsOf(block), tagsOf(after)];
	expect(now.exif.get(0x927c)).toEqual(before.exif.get(0x927c));
	expect([now.ifd0, now.gps, now.ifd1].map((ifd) => [...ifd.keys()])).toEqual([before.ifd0, before.gps, before.ifd1].map((ifd) => [...ifd.keys()]));
	const [{ value }] = now.ifd1.get(0x0201) ?? [{ value: '' }];
	const offset = Buffer.from(value, 'latin1').readUInt32LE();
	expect(after.subarray(offset, offset + 500).equals(Buffer.alloc(500, 0xcd))).toBe(true);
	// all old bytes but the pointer to the ExifIFD
	const changed = [...block].filter((byte, index) => byte !== after[index]).length;
	expect(changed).toBeLessThanOrEqual(4);
});

test('EXIF in the other byte order with IFD0 alone', async () => {
	const block = exifBlock({ littleEndian: false, ifd0: camera.ifd0 });
	const file = await expectWritten(await withSegments(exifSegment(block)));
	const { ifd0, exif } = tagsOf(jpegParts(file)[0].data.subarray(6));
	expect(ifd0.get(0x010f)).toEqual(tagsOf(block).ifd0.get(0x010f));
	expect([...exif.keys()]).toEqual([0x9000, 0x9003, 0x9004, 0x9011, 0x9012]);
});

test.each(['0000:00:00 00:00:00', '    :  :     :  :  ', '', '2019:13:01 00:00:00'])(
	'a DateTimeOriginal of %p is replaced and stands once',
	async (date) => {
		const exif = [ascii(0x9003, date), ascii(0x9291, '57'), undefinedTag(0x927c, Buffer.alloc(99, 1))];
		const file = await expectWritten(await withSegments(exifSegment(exifBlock({ ...camera, exif }))));
		const tags = tagsOf(jpegParts(file)[0].data.subarray(6)).exif;
		expect([...tags.keys()]).toEqual([0x9003, 0x9004, 0x9011, 0x9012, 0x927c]);
		expect([...tags.values()].every((found) => found.length === 1)).toBe(true);
	},
);

const dated: Array<[name: string, segment: Buffer]> = [
	['DateTimeOriginal', exifSegment(exifBlock({ ...camera, exif: [ascii(0x9003, '2001:02:03 04:05:06')] }))],
	['DateTimeDigitized', exifSegment(exifBlock({ ...camera, exif: [ascii(0x9004, '2001:02:03 04:05:06')] }))],
	['DateTime', exifSegment(exifBlock({ littleEndian: false, ifd0: [ascii(0x0132, '2001:02:03 04:05:06')] }))],
	['DateTimeOriginal in IFD0', exifSegment(exifBlock({ littleEndian: true, ifd0: [ascii(0x9003, '2001:02:03 04:05:06')] }))],
	['a date in another notation', exifSegment(exifBlock({ ...camera, exif: [ascii(0x9003, '2001-02-03T04:05:06Z')] }))],
	['an attribute of XMP', xmpSegment('<rdf:Description photoshop:DateCreated="2001-02-03"/>')],
	['an element of XMP', xmpSegment('<exif:DateTimeOriginal>2001-02-03T04:05:06</exif:DateTimeOriginal>')],
	['an attribute of XMP with blanks', xmpSegment('<rdf:Description xmp:CreateDate = "2001-02-03"/>')],
	['an element of XMP with an attribute', xmpSegment('<xmp:CreateDate rdf:datatype="date"> 2001-02-03</xmp:CreateDate>')],
	['XMP in UTF-16', xmpSegment('xmp:CreateDate="2001"'.replace(/./g, '$&\0'))],
	['IPTC', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x37\0\x0820010203\0')],
];

test.each(dated)('a file with %s is kept, and gets the date if it always does', async (_name, part) => {
	const original = await withSegments(part);
	expect((await plan(original)).plan).toEqual({ outcome: 'kept' });
	const { file } = await plan(original, { when: 'always' });
	if (_name === 'DateTimeOriginal in IFD0') expect(file.equals(original)).toBe(true);
	else expect(datesIn(file)).toEqual(datesOf(DATE));
});

const filler = (length: number) => undefinedTag(0x927c, Buffer.alloc(length));
const leftAlone: Array<[name: string, reason: RegExp, segments: Buffer[]]> = [
	['two EXIF segments', /several EXIF/, [exifSegment(exifBlock(camera)), exifSegment(exifBlock(camera))]],
	['MPF', /several pictures/, [segment(0xe2, 'MPF\0II*\0\x08\0\0\0\0\0')]],
	['an Ultra HDR segment', /several pictures/, [segment(0xe2, 'urn:iso:std:iso:ts:21496:-1\0\0\0\0\0')]],
	['a Motion Photo', /Motion Photo/, [xmpSegment('<rdf:Description GCamera:MotionPhoto="1"/>')]],
	['a MicroVideo', /Motion Photo/, [xmpSegment('<rdf:Description GCamera:MicroVideo="1"/>')]],
	['EXIF of 65,500 bytes', /no room/, [exifSegment(exifBlock({ ...camera, exif: [filler(64_850)] }))]],
	['unreadable EXIF', /cannot be read/, [exifSegment(Buffer.from('nothing at all'))]],
	['EXIF with a wrong name', /cannot be read/, [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\xff', 'latin1'), exifBlock(camera)]))]],
];

test.each(leftAlone)('a JPEG with %s is left alone', async (_name, reason, segments) => {
	const original = await withSegments(...segments);
	for (const when of ['missing', 'always'] as const) {
		expect((await plan(original, { when })).plan).toEqual({ outcome: 'notPossible', reason: expect.stringMatching(reason) });
	}
});

const JUMBF = '\0\0\0\x40jumb\0\0\0\x1ejumdc2pa';

test.each<[string, () => Promise<Buffer>]>([
	['JPEG', async () => await withSegments(segment(0xeb, `JP\0\x01\0\0\0\x01${JUMBF}`))],
	['PNG', async () => insertedAfterIhdr(await picture().png().toBuffer(), chunk('caBX', JUMBF))],
	['WebP', async () => webpFile([vp8x(0), vp8(4), riffChunk('C2PA', JUMBF)])],
])('a %s with signed Content Credentials is left alone, and gets the date only if it always does', async (_name, made) => {
	const original = await made();
	const reason = expect.stringMatching(/C2PA.*Always/);
	expect((await plan(original)).plan).toEqual({ outcome: 'notPossible', reason });
	const { file } = await plan(original, { when: 'always' });
	expect(datesIn(file)).toEqual(datesOf(DATE));
	expect(file.includes(JUMBF)).toBe(true);
});

const insertedAfterIhdr = (png: Buffer, inserted: Buffer) => Buffer.concat([png.subarray(0, 33), inserted, png.subarray(33)]);

test('a progressive CMYK JPEG keeps pixels, ICC profile and APP14', async () => {
	const original = await picture().toColourspace('cmyk').withIccProfile('cmyk').jpeg({ progressive: true }).toBuffer();
	const before = jpegParts(original);
	expect(names(before)).toContain('ee');
	expect(names(before)).toContain('e2');
	const after = jpegParts(await expectWritten(original, 158));
	expect(after.filter(({ name }) => name !== 'e1')).toEqual(before);
});

test('a PNG with text after its image data gets eXIf after IHDR, the same bytes each time', async () => {
	const png = await picture(4).png().toBuffer();
	const original = Buffer.concat([png.subarray(0, -12), chunk('tEXt', 'Comment\0late'), chunk('IEND', '')]);
	const file = await expectWritten(original, 160);
	expect(names(pngParts(file)).slice(0, 2)).toEqual(['IHDR', 'eXIf']);
	expect((await plan(original)).file.equals(file)).toBe(true);
});

test('a lossless WebP with alpha gets VP8X and EXIF', async () => {
	const original = await picture(4).webp({ lossless: true }).toBuffer();
	expect(original.toString('latin1', 12, 16)).toBe('VP8L');
	const file = await expectWritten(original);
	const [vp8x, ...others] = webpParts(file);
	expect([vp8x.name, ...names(others)]).toEqual(['VP8X', 'VP8L', 'EXIF']);
	expect([...vp8x.data]).toEqual([0x18, 0, 0, 0, 31, 0, 0, 23, 0, 0]);
});

test('a lossy WebP gets VP8X without the flag of alpha', async () => {
	const file = await expectWritten(await picture().webp().toBuffer());
	expect([...webpParts(file)[0].data]).toEqual([0x08, 0, 0, 0, 31, 0, 0, 23, 0, 0]);
});

test('an animated WebP keeps its frames and flags', async () => {
	const frames = sharp(noise, { raw: { width: 32, height: 24, channels: 4, pageHeight: 12 } });
	const original = await frames.webp({ loop: 2, delay: [100, 200] }).toBuffer();
	const [before, after] = [webpParts(original), webpParts(await expectWritten(original))];
	expect(after[0].data[0]).toBe(before[0].data[0] | 0x08);
	expect(after.slice(1, -1)).toEqual(before.slice(1));
	expect(names(after).filter((name) => name === 'ANMF')).toHaveLength(2);
});

test('a date without an offset from UTC has the offset +00:00', async () => {
	const date = { ...DATE, offset: 0 };
	const { file } = await plan(await picture().png().toBuffer(), { date });
	expect(datesIn(file)).toEqual({ ...datesOf(date), originalOffset: '+00:00' });
});

const box = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic\0\0\0\x08mdat`, 'latin1');

test.each<[string, Buffer]>([
	['HEIC', box('heic')],
	['AVIF', box('avif')],
	['MP4', box('isom')],
	['GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
	['TIFF', exifBlock(camera)],
	['text', Buffer.from('a text')],
	['an empty file', Buffer.alloc(0)],
])('%s is left alone', async (_name, original) => {
	const reason = 'dates are written into JPEG, PNG and WebP files only';
	expect((await plan(original)).plan).toEqual({ outcome: 'notPossible', reason });
});

test.each([{ month: 13 }, { day: 31, month: 6 }, { day: 29, month: 2 }, { hour: 24 }, { second: 0.5 }, { offset: 1440 }, { year: 10_000 }])(
	'a date that EXIF cannot hold is not written: %p',
	async (wrong) => {
		const { plan: made } = await plan(await picture().jpeg().toBuffer(), { date: { ...DATE, ...wrong } });
		expect(made).toEqual({ outcome: 'notPossible', reason: 'EXIF cannot hold this date' });
	},
);

/**
 * 1,000 real pictures with generated metadata: each is left alone, or exiftool reads exactly the date, the same other
 * tags and no new warning, and libvips (in sharp) decodes the same pixels.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { dateTags, exiftool, otherTags, withDate } from '../support/captureDateJudges.mts';
import { ascii, exifBlock, partNames, type TagValue, undefinedTag } from '../support/exifBlocks.mts';
import { chunk, exifSegment, riffChunk, segment, vp8x, webpFile, webpParts, xmpSegment } from '../support/imageLayouts.mts';

const LAYOUTS = 1000;
const MINUTE = 60_000;

/** Pictures of 4 × 3 pixels, which is the canvas of `vp8x`. */
const picture = (channels: 3 | 4) =>
	sharp(Buffer.from(Array.from({ length: 12 * channels }, (_, index) => (index * 83) % 256)), { raw: { width: 4, height: 3, channels } });
const bases = {
	jpg: await Promise.all([picture(3).jpeg().toBuffer(), picture(3).jpeg({ progressive: true }).toBuffer(), picture(3).greyscale().jpeg().toBuffer()]),
	png: await Promise.all([picture(3).png().toBuffer(), picture(4).png({ progressive: true }).toBuffer(), picture(3).png({ palette: true }).toBuffer()]),
	webp: await Promise.all([picture(3).webp().toBuffer(), picture(4).webp({ lossless: true }).toBuffer(), picture(4).webp().toBuffer()]),
};
type Format = keyof typeof bases;

const text = (tag: number) => fc.string({ minLength: 1, maxLength: 40 }).map((value) => ascii(tag, value.replace(/[^ -~]/g, '?')));
const date = (tag: number) => fc.constantFrom('0000:00:00 00:00:00', '    :  :     :  :  ', '2001:02:03 04:05:06').map((value) => ascii(tag, value));
const someOf = <T,>(...parts: Array<fc.Arbitrary<T>>) =>
	fc.tuple(...parts.map((part) => fc.option(part, { nil: undefined }))).map((found) => found.filter((one) => one !== undefined) as T[]);

const block = fc
	.record({
		littleEndian: fc.boolean(),
		ifd0: someOf(text(0x010e), text(0x010f), text(0x0131), date(0x0132)),
		exif: fc.option(someOf(fc.uint8Array({ minLength: 5, maxLength: 99 }).map((value) => undefinedTag(0x9286, Buffer.from(value))), text(0xa434), date(0x9003), date(0x9004)), { nil: undefined }),
		gps: fc.option(fc.constant<TagValue[]>([ascii(1, 'N'), ascii(0x1d, '2001:02:03')]), { nil: undefined }),
		thumbnail: fc.option(fc.constant(bases.jpg[0] as Buffer), { nil: undefined }),
		order: fc.shuffledSubarray(partNames, { minLength: partNames.length }),
		gap: fc.nat(9),
		tail: fc.nat(9),
	})
	.map(exifBlock);
const exifs = fc.oneof({ weight: 3, arbitrary: fc.constant<Buffer[]>([]) }, { weight: 6, arbitrary: block.map((one) => [one]) }, { weight: 1, arbitrary: fc.tuple(block, block) });

const xmp = (attribute: string) =>
	`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ${attribute}/></rdf:RDF></x:xmpmeta>`;
const xmps = ['xmp:Rating="3"', 'xmp:CreateDate="2001-02-03"'].map(xmp);

/** Metadata beside EXIF. */
const extras: Record<Format, Buffer[]> = {
	jpg: [...xmps.map(xmpSegment), segment(0xfe, 'a comment'), segment(0xe5, ''), segment(0xee, 'Adobe\0\x64\0\0\0\0\x01'), segment(0xe2, 'MPF\0II*\0\x08\0\0\0\0\0')],
	png: [...xmps.map((one) => chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${one}`)), chunk('gAMA', '\0\0\xb1\x8f'), chunk('tEXt', 'Software\0a program'), chunk('caBX', 'jumb')],
	webp: [...xmps.map((one) => riffChunk('XMP ', one)), riffChunk('abcd', 'odd')],
};

/** How a file is put together from a picture, EXIF blocks and extras. */
const builders: Record<Format, (base: Buffer, blocks: Buffer[], parts: Buffer[], split: number) => Buffer> = {
	jpg: (base, blocks, parts) => Buffer.concat([base.subarray(0, 2), ...parts, ...blocks.map(exifSegment), base.subarray(2)]),
	png: (base, blocks, parts, split) => {
		const before = [...parts.slice(0, split), ...blocks.map((one) => chunk('eXIf', one))];
		return Buffer.concat([base.subarray(0, 33), ...before, base.subarray(33, -12), ...parts.slice(split), base.subarray(-12)]);
	},
	webp: (base, blocks, parts) => {
		const pictureChunks = webpParts(base).filter(({ name }) => name !== 'VP8X');
		const isAlpha = pictureChunks.some(({ name, data }) => name === 'ALPH' || (name === 'VP8L' && ((data[4] ?? 0) & 0x10) !== 0));
		const hasXmp = parts.some((part) => part.includes('XMP '));
		const flags = (isAlpha ? 0x10 : 0) | (blocks.length > 0 ? 0x08 : 0) | (hasXmp ? 0x04 : 0);
		const image = pictureChunks.map(({ name, data }) => riffChunk(name, data));
		const isSimple = blocks.length + parts.length === 0 && image.length === 1;
		return webpFile([...(isSimple ? [] : [vp8x(flags)]), ...image, ...blocks.map((one) => riffChunk('EXIF', one)), ...parts]);
	},
};

const layout = fc.constantFrom<Format>('jpg', 'png', 'webp').chain((format) =>
	fc
		.tuple(fc.constantFrom(...bases[format]), exifs, fc.shuffledSubarray(extras[format], { maxLength: 3 }), fc.nat(3))
		.map(([base, blocks, parts, split]) => ({ format, original: builders[format](base, blocks, parts, split) })),
);

test('each generated picture is right for exiftool and libvips, or left alone', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'capture-date-layouts-'));
	try {
		const [before, after] = [join(folder, 'before'), join(folder, 'after')];
		await mkdir(before);
		await mkdir(after);
		const seed = Number(process.env['SEED_BASE'] ?? 1);
		const pixels = async (file: Buffer) => await sharp(file, { failOn: 'error' }).raw().toBuffer();
		const outcomes: Record<string, number> = {};
		for (const [index, { format, original }] of fc.sample(layout, { numRuns: LAYOUTS, seed }).entries()) {
			const { plan, file } = await withDate(original, index % 2 === 0 ? 'missing' : 'always');
			outcomes[plan.outcome] = (outcomes[plan.outcome] ?? 0) + 1;
			if (plan.outcome !== 'written') continue;
			const name = `${seed}-${index}.${format}`;
			expect([name, (await pixels(file)).equals(await pixels(original))]).toEqual([name, true]);
			await writeFile(join(before, name), original);
			await writeFile(join(after, name), file);
		}
		expect(outcomes).toEqual({ written: expect.any(Number), kept: expect.any(Number), notPossible: expect.any(Number) });
		expect(outcomes['written']).toBeGreaterThan(LAYOUTS / 3);
		const options = ['-e', '-u', '-n', '-b'];
		const tagsBefore = await exiftool(before, ...options);
		for (const [name, tags] of await exiftool(after, ...options)) {
			const old = tagsBefore.get(name) ?? {};
			expect([name, tags]).toEqual([name, expect.objectContaining(dateTags)]);
			expect([name, otherTags(tags)]).toEqual([name, otherTags(old)]);
			expect([name, tags['ExifTool:Warning']]).toEqual([name, old['ExifTool:Warning']]);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}, 10 * MINUTE);


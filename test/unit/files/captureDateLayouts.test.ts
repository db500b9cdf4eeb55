/** Capture dates in generated layouts: exactly the date and nothing else changes, or nothing changes at all. */
import fc from 'fast-check';
import type { CaptureDate } from '../../../nodes/GooglePhotos/files/captureDate';
import { datesIn, datesOf, plan } from '../../support/captureDates';
import { ascii, exifBlock, partNames, tagsOf, undefinedTag } from '../../support/exifBlocks.mts';
import type { TagValue } from '../../support/exifBlocks.mts';
import * as layouts from '../../support/imageLayouts.mts';
import type { Part } from '../../support/imageLayouts.mts';

const { chunk, exifSegment, riffChunk, segment, xmpSegment } = layouts;
const RUNS = { numRuns: 1000 };

const date: fc.Arbitrary<CaptureDate> = fc.record({
	year: fc.integer({ min: 1, max: 9999 }),
	month: fc.integer({ min: 1, max: 12 }),
	day: fc.integer({ min: 1, max: 28 }),
	hour: fc.integer({ min: 0, max: 23 }),
	minute: fc.integer({ min: 0, max: 59 }),
	second: fc.integer({ min: 0, max: 59 }),
	offset: fc.integer({ min: -1439, max: 1439 }),
});
const when = fc.constantFrom('missing' as const, 'always' as const);

const DATED = '2001:02:03 04:05:06';
const dateTag = (tag: number): fc.Arbitrary<TagValue[]> =>
	fc.oneof(
		{ weight: 4, arbitrary: fc.constant<TagValue[]>([]) },
		{ weight: 3, arbitrary: fc.constantFrom('0000:00:00 00:00:00', '    :  :     :  :  ', '', 'unknown').map((text) => [ascii(tag, text)]) },
		{ weight: 1, arbitrary: fc.constant<TagValue[]>([ascii(tag, DATED)]) },
	);
const text = (tag: number) => fc.string({ maxLength: 40 }).map((value) => ascii(tag, value.replace(/[^ -~]/g, '?')));
const bytes = (tag: number, maxLength: number) =>
	fc.uint8Array({ minLength: 1, maxLength }).map((value) => undefinedTag(tag, Buffer.from(value)));
const someOf = (...tags: Array<fc.Arbitrary<TagValue>>) =>
	fc.tuple(...tags.map((tag) => fc.option(tag, { nil: undefined }))).map((found) => found.filter((tag) => tag !== undefined));
const joined = (...lists: Array<fc.Arbitrary<TagValue[]>>) => fc.tuple(...lists).map((tags) => tags.flat());

/** An EXIF block, and whether it has a date. */
const exif = fc
	.record({
		littleEndian: fc.boolean(),
		ifd0: joined(someOf(text(0x010e), text(0x010f), text(0x0110), text(0x0131), text(0x8298)), dateTag(0x0132)),
		exif: fc.option(
			joined(
				someOf(bytes(0x927c, 400), bytes(0x9286, 60), text(0x9010), text(0x9011), text(0x9291), text(0xa420), text(0xa434)),
				dateTag(0x9003),
				dateTag(0x9004),
			),
			{ nil: undefined },
		),
		gps: fc.option(fc.constant<TagValue[]>([ascii(1, 'N'), ascii(0x1d, '2001:02:03')]), { nil: undefined }),
		thumbnail: fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }).map((value) => Buffer.from(value)), { nil: undefined }),
		order: fc.shuffledSubarray(partNames, { minLength: partNames.length }),
		gap: fc.integer({ min: 0, max: 9 }),
		tail: fc.integer({ min: 0, max: 9 }),
	})
	.map((layout) => ({
		block: exifBlock(layout),
		isDated: [...layout.ifd0, ...(layout.exif ?? [])].some((tag) => tag.bytes.toString('latin1').startsWith(DATED)),
	}));

/** Metadata beside EXIF, as bytes of a part of the file, and what they mean. */
interface Extra {
	bytes: Buffer;
	meaning: 'nothing' | 'dated' | 'reservation' | 'obstacle';
}
const extra = (meaning: Extra['meaning'], part: Buffer): Extra => ({ meaning, bytes: part });
/** Mostly parts that mean nothing, so that most files can be written. */
const extras = (nothing: Extra[], others: Extra[]) =>
	fc
		.tuple(
			fc.array(fc.constantFrom(...nothing), { maxLength: 5 }),
			fc.oneof({ weight: 5, arbitrary: fc.constant<Extra[]>([]) }, { weight: 2, arbitrary: fc.constantFrom(...others).map((one) => [one]) }),
		)
		.chain(([plain, special]) => fc.shuffledSubarray([...plain, ...special], { minLength: plain.length + special.length }));

const exifs: fc.Arbitrary<Layout['exifs']> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<Layout['exifs']>([]) },
	{ weight: 6, arbitrary: exif.map((one) => [one]) },
	{ weight: 1, arbitrary: fc.array(exif, { minLength: 2, maxLength: 2 }) },
);

interface Layout {
	file: Buffer;
	exifs: Array<{ block: Buffer; isDated: boolean }>;
	extras: Extra[];
}

/** Plans, and compares with what the layout says. `partsOf` lists a file's parts with that of EXIF called `exif`. */
async function check(layout: Layout, wanted: CaptureDate, mode: 'missing' | 'always', partsOf: (file: Buffer) => Part[]) {
	const { plan: made, file } = await plan(layout.file, { date: wanted, when: mode });
	const has = (meaning: Extra['meaning']) => layout.extras.some((one) => one.meaning === meaning);
	const isDated = layout.exifs[0]?.isDated || has('dated');
	const isDoubtful = layout.exifs.length > 1 || has('obstacle') || (mode === 'missing' && has('reservation'));
	if (mode === 'missing' && isDated) return expect(made).toEqual({ outcome: 'kept' });
	if (isDoubtful) return expect(made).toEqual({ outcome: 'notPossible', reason: expect.any(String) });
	expect(made.outcome).toBe('written');
	expect(datesIn(file)).toEqual(datesOf(wanted));
	const [before, after] = [partsOf(layout.file), partsOf(file)];
	const others = (parts: Part[]) => parts.filter(({ name }) => name !== 'exif').map(({ name, data }) => [name, data.toString('latin1')]);
	expect(others(after)).toEqual(others(before));
	expect(after.filter(({ name }) => name === 'exif')).toHaveLength(1);
	const block = after.find(({ name }) => name === 'exif')?.data as Buffer;
	if (layout.exifs.length === 1) expectTagsKept(layout.exifs[0].block, block);
	// the same again: the file now has a date
	expect((await plan(file, { date: wanted })).plan).toEqual({ outcome: 'kept' });
}

const WRITTEN = [0x9003, 0x9004, 0x9011, 0x9012];
const REPLACED = [...WRITTEN, 0x9291, 0x9292];

/** No byte moved, and every tag but the replaced ones has its value at the offset that it had. */
function expectTagsKept(before: Buffer, after: Buffer) {
	const changed = [...before.keys()].filter((index) => before[index] !== after[index]);
	expect(Math.max(...changed) - Math.min(...changed)).toBeLessThan(4);
	const [old, now] = [tagsOf(before), tagsOf(after)];
	for (const ifd of ['ifd0', 'exif', 'gps', 'ifd1']) {
		const isKept = ([tag]: [number, unknown]) => !(ifd === 'exif' && REPLACED.includes(tag)) && tag !== 0x8769 && tag !== 0x9000;
		expect([ifd, ...[...now[ifd]].filter(isKept)]).toEqual([ifd, ...[...old[ifd]].filter(isKept)]);
	}
	expect(WRITTEN.map((tag) => now.exif.get(tag)?.length)).toEqual([1, 1, 1, 1]);
	expect([...now.exif.keys()]).toEqual([...now.exif.keys()].sort((one, other) => one - other));
}

/** Parts with that of EXIF called `exif`, without the bytes that the format puts before it. */
const named = (name: string, skipped = '') => (parts: Part[]): Part[] =>
	parts.map((part) => {
		const isExif = part.name === name && part.data.toString('latin1', 0, skipped.length) === skipped;
		return isExif ? { name: 'exif', data: part.data.subarray(skipped.length) } : part;
	});

const jpegExtras = extras(
	[
		extra('nothing', segment(0xe2, `ICC_PROFILE\0\x01\x01${'\0'.repeat(132)}`)),
		extra('nothing', xmpSegment('<rdf:Description xmp:Rating="3"/>')),
		extra('nothing', segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x06\x1c\x02\x05\0\x01a')),
		extra('nothing', segment(0xee, 'Adobe\0\x64\0\0\0\0\0')),
		extra('nothing', segment(0xfe, 'a comment')),
		extra('nothing', segment(0xdb, '\0'.repeat(65))),
		extra('nothing', segment(0xe5, '')),
		extra('nothing', Buffer.from([0xff, 0xff])),
	],
	[
		extra('dated', xmpSegment('<rdf:Description exif:DateTimeOriginal="2001-02-03"/>')),
		extra('obstacle', segment(0xe2, 'MPF\0II*\0\x08\0\0\0\0\0')),
		extra('obstacle', xmpSegment('<rdf:Description GCamera:MotionPhoto="1"/>')),
		extra('reservation', segment(0xeb, 'JP\0\x01\0\0\0\x01\0\0\0\x40jumb\0\0\0\x1ejumdc2pa')),
	],
);

test('JPEG: 1,000 layouts of segments', async () => {
	const arbitrary = fc.record({ exifs, extras: jpegExtras, hasJfif: fc.boolean(), at: fc.nat(5), trailer: fc.uint8Array({ maxLength: 20 }) });
	await fc.assert(
		fc.asyncProperty(arbitrary, date, when, async (layout, wanted, mode) => {
			const parts = layout.extras.map((one) => one.bytes);
			parts.splice(layout.at, 0, ...layout.exifs.map(({ block }) => exifSegment(block)));
			const file = layouts.jpegFile([...(layout.hasJfif ? [layouts.jfif] : []), ...parts], Buffer.from(layout.trailer));
			await check({ ...layout, file }, wanted, mode, (one) => named('e1', 'Exif\0\0')(layouts.jpegParts(one)));
		}),
		RUNS,
	);
});

const pngExtras = extras(
	[
		extra('nothing', chunk('gAMA', '\0\0\xb1\x8f')),
		extra('nothing', chunk('tEXt', 'Software\0a program')),
		extra('nothing', chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<rdf:Description xmp:Rating="3"/>')),
		extra('nothing', chunk('prVt', '')),
	],
	[
		extra('dated', chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<rdf:Description xmp:CreateDate="2001-02-03"/>')),
		extra('reservation', chunk('iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0compressed')),
		extra('reservation', chunk('zTXt', 'Raw profile type xmp\0\0compressed')),
		extra('obstacle', chunk('zTXt', 'Raw profile type exif\0\0compressed')),
		extra('obstacle', chunk('tEXt', 'Raw profile type APP1\0\nexif')),
		extra('reservation', chunk('caBX', 'jumb')),
	],
);

test('PNG: 1,000 layouts of chunks', async () => {
	const arbitrary = fc.record({ exifs, extras: pngExtras, split: fc.nat(5), at: fc.nat(5) });
	await fc.assert(
		fc.asyncProperty(arbitrary, date, when, async (layout, wanted, mode) => {
			const parts = layout.extras.map((one) => one.bytes);
			const before = parts.slice(0, layout.split);
			before.splice(layout.at, 0, ...layout.exifs.map(({ block }) => chunk('eXIf', block)));
			const file = layouts.pngFile(before, parts.slice(layout.split));
			await check({ ...layout, file }, wanted, mode, (one) => named('eXIf')(layouts.pngParts(one)));
		}),
		RUNS,
	);
});

const webpExtras = extras(
	[extra('nothing', riffChunk('XMP ', '<rdf:Description xmp:Rating="3"/>')), extra('nothing', riffChunk('abcd', 'odd'))],
	[
		extra('dated', riffChunk('XMP ', '<rdf:Description photoshop:DateCreated="2001-02-03"/>')),
		extra('reservation', riffChunk('C2PA', 'jumb')),
	],
);
const webpImage = fc.nat(9).chain((length) =>
	fc.constantFrom(
		{ flags: 0, chunks: [layouts.vp8(length)] },
		{ flags: 0x10, chunks: [layouts.vp8l(length, true)] },
		{ flags: 0x20, chunks: [riffChunk('ICCP', 'profile'), layouts.vp8l(length, false)] },
		{ flags: 0x10, chunks: [riffChunk('ALPH', 'abc'), layouts.vp8(length)] },
		{ flags: 0x02, chunks: [riffChunk('ANIM', '\0\0\0\0\0\0'), riffChunk('ANMF', 'frame'), riffChunk('ANMF', 'frame 2')] },
	),
);

test('WebP: 1,000 layouts of chunks', async () => {
	const arbitrary = fc.record({ exifs, extras: webpExtras, image: webpImage, at: fc.nat(3), hasFlag: fc.boolean(), prefix: fc.constantFrom('', '', 'Exif\0\0') });
	await fc.assert(
		fc.asyncProperty(arbitrary, date, when, async (layout, wanted, mode) => {
			const parts = layout.extras.map((one) => one.bytes);
			parts.splice(layout.at, 0, ...layout.exifs.map(({ block }) => riffChunk('EXIF', Buffer.concat([Buffer.from(layout.prefix), block]))));
			// a file without metadata needs no VP8X
			const isSimple = parts.length === 0 && layout.image.chunks.length === 1;
			const flags = layout.image.flags | (layout.exifs.length > 0 || layout.hasFlag ? 0x08 : 0);
			const head = isSimple ? [] : [layouts.vp8x(flags)];
			const file = layouts.webpFile([...head, ...layout.image.chunks, ...parts]);
			await check({ ...layout, file }, wanted, mode, (one) => named('EXIF')(layouts.webpParts(one)).filter(({ name }) => name !== 'VP8X'));
			const { plan: made, file: written } = await plan(file, { date: wanted, when: mode });
			if (made.outcome !== 'written') return;
			const [first] = layouts.webpParts(written);
			expect([first.name, ...first.data]).toEqual(['VP8X', layout.image.flags | 0x08, 0, 0, 0, 3, 0, 0, 2, 0, 0]);
		}),
		RUNS,
	);
});

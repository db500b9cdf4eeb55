/**
 * Dates in an EXIF block: https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf (Exif 2.32), section 4.6.
 * Google takes the first valid one of DateTimeOriginal, DateTimeDigitized and DateTime.
 */
import { NotPossible } from './captureDatePlan';
import type { CaptureDate, ExifChange } from './captureDatePlan';
import { ASCII, IFD, LONG, Tiff, UNDEFINED, unreadable } from './tiff';
import type { Ifd, IfdEntry } from './tiff';

/** Tags of IFD0. */
const DATE_TIME = 0x0132;
const EXIF_IFD = 0x8769;

/** Tags of the first IFD after IFD0, which describes the thumbnail. */
const THUMBNAIL_OFFSET = 0x0201;
const THUMBNAIL_LENGTH = 0x0202;

/** Tags of the ExifIFD. */
const EXIF_VERSION = 0x9000;
const DATE_TIME_ORIGINAL = 0x9003;
const DATE_TIME_DIGITIZED = 0x9004;
const OFFSET_TIME_ORIGINAL = 0x9011;
const OFFSET_TIME_DIGITIZED = 0x9012;
const SUB_SEC_TIME_ORIGINAL = 0x9291;
const SUB_SEC_TIME_DIGITIZED = 0x9292;

const dates = [DATE_TIME_ORIGINAL, DATE_TIME_DIGITIZED];
/** Tags that are replaced: fractions of a second belong to the date that they refine. */
const replaced = [
	...dates,
	OFFSET_TIME_ORIGINAL,
	OFFSET_TIME_DIGITIZED,
	SUB_SEC_TIME_ORIGINAL,
	SUB_SEC_TIME_DIGITIZED,
];

/** An EXIF block with the date and nothing else: 148 bytes. */
export function newExifBlock(date: CaptureDate): Buffer {
	const header = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
	const tiff = new Tiff(header);
	const pointer = (offset: number) => tiff.newEntry(EXIF_IFD, LONG, 1, tiff.long(offset));
	const exifIfd = header.length + tiff.ifdBytes([pointer(0)], 0).length;
	const ifdLength = tiff.ifdBytes(newEntries(tiff, 0), 0).length;
	return Buffer.concat([
		header,
		tiff.ifdBytes([pointer(exifIfd)], 0),
		tiff.ifdBytes(newEntries(tiff, exifIfd + ifdLength), 0),
		values(date),
	]);
}

/** Entries of a new ExifIFD. */
function newEntries(tiff: Tiff, valuesAt: number): IfdEntry[] {
	return [tiff.newEntry(EXIF_VERSION, UNDEFINED, 4, Buffer.from('0232')), ...dateEntries(tiff, valuesAt)];
}

/** The values of {@link dateEntries}. No two share one: exiftool warns of that. */
function values({ year, month, day, hour, minute, second, offset }: CaptureDate): Buffer {
	const digits = (value: number, length = 2) => String(value).padStart(length, '0');
	const date = [digits(year, 4), digits(month), digits(day)].join(':');
	const time = [hour, minute, second].map((value) => digits(value)).join(':');
	const away = Math.abs(offset);
	const zone = `${offset < 0 ? '-' : '+'}${digits(Math.floor(away / 60))}:${digits(away % 60)}`;
	return Buffer.from(`${date} ${time}\0${date} ${time}\0${zone}\0\0${zone}\0\0`, 'latin1');
}

function dateEntries(tiff: Tiff, at: number): IfdEntry[] {
	return [
		tiff.newEntry(DATE_TIME_ORIGINAL, ASCII, 20, tiff.long(at)),
		tiff.newEntry(DATE_TIME_DIGITIZED, ASCII, 20, tiff.long(at + 20)),
		tiff.newEntry(OFFSET_TIME_ORIGINAL, ASCII, 7, tiff.long(at + 40)),
		tiff.newEntry(OFFSET_TIME_DIGITIZED, ASCII, 7, tiff.long(at + 48)),
	];
}

/** Whether a block has a date of capture. @throws NotPossible if it cannot be read */
export function hasExifDate(block: Buffer): boolean {
	const tiff = new Tiff(block);
	const ifd0 = tiff.first();
	const isDated = (ifd: Ifd, tags: number[]) =>
		ifd.entries.some((entry) => tags.includes(entry.tag) && isDate(tiff.text(entry) ?? ''));
	// TIFF/EP has DateTimeOriginal in IFD0
	if (isDated(ifd0, [DATE_TIME, ...dates])) return true;
	const pointers = ifd0.entries.filter(({ tag }) => tag === EXIF_IFD);
	// several would be a way to have a large IFD read many times
	return pointers.length === 1 && isDated(tiff.ifd(tiff.number(pointers[0])), dates);
}

/** Whether a text names a day, also in another notation than EXIF's. Blank and zero dates are none. */
function isDate(text: string): boolean {
	const [, year, month, day] = /^\s*(\d{4})[-:/. ](\d\d?)[-:/. ](\d\d?)(?!\d)/.exec(text) ?? [];
	return Number(year) > 0 && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

/**
 * Writes the date into a block that has none or another. No byte of the block moves, since thumbnail, sub-IFDs and
 * maker notes are found by their offset: values and changed copies of the IFDs are added at its end, and the pointer to
 * the IFD is changed.
 *
 * @throws NotPossible if the block is not well-formed
 */
export function exifChange(block: Buffer, date: CaptureDate): ExifChange {
	const tiff = new Tiff(block);
	const ifd0 = tiff.first();
	if (ifd0.entries.some(({ tag }) => replaced.includes(tag))) {
		throw new NotPossible('its EXIF block has the date in an unusual place');
	}
	const pointers = ifd0.entries.filter(({ tag }) => tag === EXIF_IFD);
	if (pointers.length > 1) throw unreadable();
	const [pointer] = pointers;
	// an IFD begins at an even offset
	const padding = Buffer.alloc(block.length % 2);
	const valuesAt = block.length + padding.length;
	const ifdAt = valuesAt + values(date).length;
	if (pointer !== undefined) {
		const exifIfd = exifIfdOf(tiff, pointer);
		const kept = exifIfd.entries.filter(({ tag }) => !replaced.includes(tag));
		const copy = tiff.ifdBytes([...kept, ...dateEntries(tiff, valuesAt)], exifIfd.next);
		return checked(tiff, [ifd0, exifIfd], pointer.offset + 8, ifdAt, [padding, values(date), copy]);
	}
	const exifIfd = tiff.ifdBytes(newEntries(tiff, valuesAt), 0);
	const copyAt = ifdAt + exifIfd.length;
	const copy = tiff.ifdBytes([...ifd0.entries, tiff.newEntry(EXIF_IFD, LONG, 1, tiff.long(ifdAt))], ifd0.next);
	return checked(tiff, [ifd0], 4, copyAt, [padding, values(date), exifIfd, copy]);
}

function exifIfdOf(tiff: Tiff, pointer: IfdEntry): Ifd {
	if ((pointer.type !== LONG && pointer.type !== IFD) || pointer.count !== 1) throw unreadable();
	return tiff.ifd(tiff.number(pointer));
}

/**
 * The change that sets the LONG at `patchAt`.
 *
 * @throws NotPossible if a value is outside the block, since it would be looked for in what is added, or includes the
 * changed bytes, or if IFDs overlap
 */
function checked(tiff: Tiff, ifds: Ifd[], patchAt: number, target: number, appended: Buffer[]): ExifChange {
	const [{ next }] = ifds;
	const thumbnail = next === 0 ? undefined : tiff.ifd(next);
	const all = thumbnail === undefined ? ifds : [...ifds, thumbnail];
	const areDisjoint = all.every((one, index) =>
		all.slice(index + 1).every((other) => one.end <= other.offset || other.end <= one.offset),
	);
	if (!areDisjoint) throw unreadable();
	const values = all.flatMap(({ entries }) => entries.flatMap((entry) => tiff.range(entry) ?? []));
	if (thumbnail !== undefined) values.push(thumbnailRange(tiff, thumbnail));
	for (const { offset, length } of values) {
		if (offset + length > tiff.block.length) throw unreadable();
		if (length > 4 && offset < patchAt + 4 && patchAt < offset + length) throw unreadable();
	}
	return { patch: { offset: patchAt, bytes: tiff.long(target) }, appended: Buffer.concat(appended) };
}

function thumbnailRange(tiff: Tiff, ifd: Ifd): { offset: number; length: number } {
	const valueOf = (wanted: number) => {
		const entry = ifd.entries.find(({ tag, type }) => tag === wanted && type === LONG);
		return entry === undefined ? 0 : tiff.number(entry);
	};
	return { offset: valueOf(THUMBNAIL_OFFSET), length: valueOf(THUMBNAIL_LENGTH) };
}

/**
 * Where a JPEG file has its metadata: segments with a marker and a length before the first scan.
 * https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B; Exif 2.32, section 4.5.4
 */
import { NotPossible } from './captureDatePlan';
import type { Edit, ExifChange, FormatScan } from './captureDatePlan';
import { describesParts, hasIptcDate, hasXmpDate, SIGNED } from './metadataDates';
import { MAX_METADATA } from './metadataReader';
import type { MetadataReader } from './metadataReader';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP11 = 0xeb;
const APP13 = 0xed;
const APP15 = 0xef;
/** Start of frame: baseline, extended and progressive */
const frames = [0xc0, 0xc1, 0xc2];
/** Huffman and quantization tables, restart interval, comment */
const tables = [0xc4, 0xdb, 0xdd, 0xfe];
/** Start of scan: compressed data follow. */
const SOS = 0xda;

/** Name at the beginning of an EXIF segment. */
const EXIF_NAME = Buffer.from('Exif\0\0', 'latin1');
const MAX_LENGTH = 0xffff;
const MAX_SEGMENTS = 1000;

const MALFORMED = 'it is not a well-formed JPEG file';
const SEVERAL = 'it consists of several pictures (MPF or HDR) or has a video inside (Motion Photo)';

export async function scanJpeg(reader: MetadataReader): Promise<FormatScan> {
	const scan = new JpegScan();
	let position = 2;
	let isLeading = true;
	let frameCount = 0;
	for (let segments = 0; ; segments++) {
		if (position >= MAX_METADATA || segments === MAX_SEGMENTS) {
			throw new NotPossible('its picture begins after more than 1 MiB or 1,000 segments');
		}
		const [start, marker, high, low] = await reader.bytes(position, 4);
		if (start !== 0xff) throw new NotPossible(MALFORMED);
		// fill byte before a marker
		if (marker === 0xff) {
			position += 1;
			continue;
		}
		const length = high * 256 + low;
		if (!isUsual(marker) || length < 2) throw new NotPossible(MALFORMED);
		if (frames.includes(marker)) frameCount += 1;
		const end = position + 2 + length;
		if (end > reader.size) throw new NotPossible('the file is truncated');
		if (frameCount > 1 || (marker === SOS && frameCount === 0)) throw new NotPossible(MALFORMED);
		if (marker === SOS) return scan;
		if ([APP1, APP2, APP11, APP13].includes(marker)) {
			scan.read(marker, await reader.bytes(position + 4, length - 2), position);
		}
		position = end;
		isLeading &&= marker === APP0;
		if (isLeading) scan.insertAt = position;
	}
}

/** Whether a marker is one that readers know before the image data: at another one some stop. */
function isUsual(marker: number): boolean {
	return (marker >= APP0 && marker <= APP15) || [...frames, ...tables, SOS].includes(marker);
}

class JpegScan implements FormatScan {
	exif: Buffer | undefined;
	hasOtherDate = false;
	reservation: string | undefined;
	obstacle: string | undefined;
	/** after SOI and the APP0 segments that follow it */
	insertAt = 2;
	private exifAt = 0;

	read(marker: number, data: Buffer, offset: number): void {
		const begins = (name: string) => data.toString('latin1', 0, name.length) === name;
		if (marker === APP1 && begins('Exif\0')) {
			if (this.exif !== undefined) this.obstacle = 'it has several EXIF segments';
			this.exif ??= data.subarray(begins('Exif\0\0') ? EXIF_NAME.length : 0);
			this.exifAt = offset;
		} else if (marker === APP1 && (begins('http://ns.adobe.com/xap/1.0/\0') || begins('http://ns.adobe.com/xmp/extension/\0'))) {
			this.hasOtherDate ||= hasXmpDate(data);
			if (describesParts(data)) this.obstacle ??= SEVERAL;
		} else if (marker === APP2 && (begins('MPF\0') || begins('urn:iso:std:iso:ts:21496'))) {
			this.obstacle ??= SEVERAL;
		} else if (marker === APP11 && data.includes('c2pa')) {
			this.reservation = SIGNED;
		} else if (marker === APP13) {
			this.hasOtherDate ||= hasIptcDate(data) || hasXmpDate(data);
		}
	}

	add(block: Buffer): Edit[] {
		const start = Buffer.from([0xff, APP1, 0, 0]);
		start.writeUInt16BE(2 + EXIF_NAME.length + block.length, 2);
		return [{ offset: this.insertAt, remove: 0, insert: Buffer.concat([start, EXIF_NAME, block]) }];
	}

	extend({ patch, appended }: ExifChange): Edit[] {
		const before = (this.exif as Buffer).length;
		const length = 2 + EXIF_NAME.length + before + appended.length;
		if (length > MAX_LENGTH) throw new NotPossible('its EXIF segment has no room left');
		const bytes = Buffer.alloc(2);
		bytes.writeUInt16BE(length);
		const block = this.exifAt + 4 + EXIF_NAME.length;
		return [
			{ offset: this.exifAt + 2, remove: 2, insert: bytes },
			{ offset: block + patch.offset, remove: patch.bytes.length, insert: patch.bytes },
			{ offset: block + before, remove: 0, insert: appended },
		];
	}
}

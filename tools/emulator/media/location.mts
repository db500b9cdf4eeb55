import { crc32 } from 'node:zlib';
import sharp from 'sharp';

const gpsPointer = 0x8825;
/** Bytes of a value by its EXIF type. */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/**
 * Removes the location from a picture and leaves all other bytes in place: pixels, other EXIF and the container.
 * @returns a copy without location; undefined if there was none
 * @see https://developers.google.com/photos/library/guides/access-media-items (EXIF except location)
 */
export async function withoutLocation(original: Buffer): Promise<Buffer | undefined> {
	const { exif, xmpAsString } = await sharp(original)
		.metadata()
		.catch(() => ({ exif: undefined, xmpAsString: undefined }));
	const copy = Buffer.from(original);
	const changedExif = exif !== undefined && clearExif(copy, exif);
	const changedXmp = xmpAsString !== undefined && clearXmp(copy, Buffer.from(xmpAsString));
	if (!changedExif && !changedXmp) return undefined;
	repairPng(copy);
	return copy;
}

/** Clears the GPS directory of the picture's EXIF block. */
function clearExif(picture: Buffer, exif: Buffer): boolean {
	const block = exif.subarray(0, 4).toString() === 'Exif' ? exif.subarray(6) : exif;
	const start = picture.indexOf(block);
	if (start < 0) return false;
	const tiff = picture.subarray(start, start + block.length);
	const little = tiff.toString('latin1', 0, 2) === 'II';
	const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
	const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
	const entriesOf = (at: number) =>
		Array.from({ length: short(at) }, (_none, index) => at + 2 + index * 12);

	const pointer = entriesOf(long(4)).find((entry) => short(entry) === gpsPointer);
	if (pointer === undefined) return false;
	const directory = long(pointer + 8);
	for (const entry of entriesOf(directory)) {
		const size = (typeSizes[short(entry + 2)] ?? 0) * long(entry + 4);
		if (size > 4) tiff.fill(0, long(entry + 8), long(entry + 8) + size);
	}
	tiff.fill(0, directory, directory + 2 + short(directory) * 12);
	return true;
}

/** Blanks the GPS properties in XMP, both attributes and elements. */
function clearXmp(picture: Buffer, xmp: Buffer): boolean {
	const start = picture.indexOf(xmp);
	if (start < 0) return false;
	const text = picture.toString('latin1', start, start + xmp.length);
	const blank = (found: string) => ' '.repeat(found.length);
	const cleared = text
		.replace(/exif:GPS\w+\s*=\s*("[^"]*"|'[^']*')/g, blank)
		.replace(/<exif:GPS(\w+)[^>]*>[\s\S]*?<\/exif:GPS\1>/g, blank);
	picture.write(cleared, start, 'latin1');
	return cleared !== text;
}

/** Recomputes the checksums of PNG chunks. */
function repairPng(picture: Buffer): void {
	if (picture.readUInt32BE(0) !== 0x89504e47) return;
	for (let at = 8; at + 12 <= picture.length; ) {
		const end = at + 8 + picture.readUInt32BE(at);
		if (end + 4 > picture.length) return;
		picture.writeUInt32BE(crc32(picture.subarray(at + 4, end)), end);
		at = end + 4;
	}
}

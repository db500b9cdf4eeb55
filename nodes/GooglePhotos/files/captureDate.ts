import { NotPossible } from './captureDatePlan';
import type { CaptureDate, CaptureDatePlan, FormatScan, ReadAt } from './captureDatePlan';
import { exifChange, hasExifDate, newExifBlock } from './exifDate';
import { MetadataReader } from './metadataReader';
import { scanJpeg } from './jpegDate';
import { scanPng } from './pngDate';
import { typeOfContent } from './signatures';
import { scanWebp } from './webpDate';

export type { CaptureDate, CaptureDatePlan, Edit, ReadAt } from './captureDatePlan';

/** Formats that a date is written into. */
const scans: Record<string, (reader: MetadataReader) => Promise<FormatScan>> = {
	'image/jpeg': scanJpeg,
	'image/png': scanPng,
	'image/webp': scanWebp,
};

/**
 * Decides by the bytes of a file alone, and the same each time, how its date of capture is written: into EXIF, as
 * DateTimeOriginal, DateTimeDigitized and the offsets of both. The picture and all other metadata stay as they are.
 *
 * Never throws because of the content: a file in any doubt is `notPossible`. Reads at most 1 MiB of metadata and the
 * headers of a limited number of chunks; of a JPEG file only what is before the image data, of PNG and WebP the headers
 * of all chunks.
 *
 * @param size bytes of the file
 * @param when `missing`: only if the file has no date; `always`: in place of a date that it has
 * @throws only what `readAt` throws
 */
export async function planCaptureDate(
	readAt: ReadAt,
	size: number,
	date: CaptureDate,
	when: 'missing' | 'always',
): Promise<CaptureDatePlan> {
	return await plan(new MetadataReader(readAt, size), date, when).catch((error: unknown): CaptureDatePlan | Promise<never> => {
		if (error instanceof NotPossible) return { outcome: 'notPossible', reason: error.message };
		return Promise.reject(error);
	});
}

async function plan(reader: MetadataReader, date: CaptureDate, when: 'missing' | 'always'): Promise<CaptureDatePlan> {
	if (!isValid(date)) throw new NotPossible('EXIF cannot hold this date');
	const scanFormat = scans[typeOfContent(await reader.upTo(0, 16)) ?? ''];
	if (scanFormat === undefined) throw new NotPossible('dates are written into JPEG, PNG and WebP files only');
	const scan = await scanFormat(reader);
	const { exif, hasOtherDate, obstacle, reservation } = scan;
	if (when === 'missing') {
		if (hasOtherDate || (exif !== undefined && hasExifDate(exif))) return { outcome: 'kept' };
	}
	if (obstacle !== undefined) throw new NotPossible(obstacle);
	if (when === 'missing' && reservation !== undefined) throw new NotPossible(reservation);
	const edits = exif === undefined ? scan.add(newExifBlock(date)) : scan.extend(exifChange(exif, date));
	return { outcome: 'written', edits };
}

/** Whether EXIF can hold a date: a day of the calendar, four digits of the year, less than a day from UTC. */
function isValid({ year, month, day, hour, minute, second, offset }: CaptureDate): boolean {
	const inRange = (value: number, least: number, most: number) =>
		Number.isInteger(value) && value >= least && value <= most;
	const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
	return (
		inRange(year, 1, 9999) &&
		inRange(month, 1, 12) &&
		inRange(day, 1, days) &&
		inRange(hour, 0, 23) &&
		inRange(minute, 0, 59) &&
		inRange(second, 0, 59) &&
		inRange(offset, -1439, 1439)
	);
}

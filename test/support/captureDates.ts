import ExifReader from 'exifreader';
import { planCaptureDate } from '../../nodes/GooglePhotos/files/captureDate';
import type { CaptureDate, CaptureDatePlan, Edit } from '../../nodes/GooglePhotos/files/captureDate';

/** 2019-07-14T18:30:00+02:00 */
export const DATE: CaptureDate = { year: 2019, month: 7, day: 14, hour: 18, minute: 30, second: 0, offset: 120 };

export interface PlanRequest {
	date?: CaptureDate;
	when?: 'missing' | 'always';
}

export interface ReadPlan {
	plan: CaptureDatePlan;
	/** the file with the edits; the file itself if there are none */
	file: Buffer;
	/** number of reads */
	reads: number;
	/** bytes that were read */
	read: number;
}

/** Plans for a file in memory and applies the edits; fails if the reads go back or edits overlap. */
export async function plan(original: Buffer, { date = DATE, when = 'missing' }: PlanRequest = {}): Promise<ReadPlan> {
	let reads = 0;
	let read = 0;
	let position = 0;
	const readAt = async (offset: number, length: number) => {
		if (offset < position) throw new Error(`read at ${offset} after ${position}`);
		position = offset;
		reads += 1;
		read += length;
		return original.subarray(offset, offset + length);
	};
	const made = await planCaptureDate(readAt, original.length, date, when);
	return { plan: made, file: made.outcome === 'written' ? applied(original, made.edits) : original, reads, read };
}

export function applied(original: Buffer, edits: Edit[]): Buffer {
	let position = 0;
	const parts = edits.flatMap(({ offset, remove, insert }) => {
		if (offset < position || offset + remove > original.length) throw new Error(`edit at ${offset} after ${position}`);
		const before = original.subarray(position, offset);
		position = offset + remove;
		return [before, insert];
	});
	return Buffer.concat([...parts, original.subarray(position)]);
}

/** Dates and offsets in a file's EXIF as exifreader reads them; undefined for those that it has not. */
export function datesIn(file: Buffer): Record<string, string | undefined> {
	const { exif = {} } = ExifReader.load(file, { expanded: true });
	const text = (name: string) => {
		const value = (exif as Record<string, { value?: unknown } | undefined>)[name]?.value;
		return Array.isArray(value) ? String(value[0]) : undefined;
	};
	return {
		original: text('DateTimeOriginal'),
		digitized: text('DateTimeDigitized'),
		originalOffset: text('OffsetTimeOriginal'),
		digitizedOffset: text('OffsetTimeDigitized'),
	};
}

const digits = (value: number, length = 2) => String(value).padStart(length, '0');

/** What {@link datesIn} returns for a file with this date. */
export function datesOf({ year, month, day, hour, minute, second, offset }: CaptureDate): Record<string, string> {
	const date = `${digits(year, 4)}:${digits(month)}:${digits(day)} ${digits(hour)}:${digits(minute)}:${digits(second)}`;
	const away = Math.abs(offset);
	const zone = `${offset < 0 ? '-' : '+'}${digits(Math.trunc(away / 60))}:${digits(away % 60)}`;
	return { original: date, digitized: date, originalOffset: zone, digitizedOffset: zone };
}

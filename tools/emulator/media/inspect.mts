import { open, readFile } from 'node:fs/promises';
import ExifReader from 'exifreader';
import { fileTypeFromFile } from 'file-type';
import sharp from 'sharp';
import type { FileFacts } from '../library/records.mts';
import { videoFacts } from './video.mts';

/** Picture types that Google accepts and sharp decodes: rejected unless they decode. */
const decodable = new Set(['avif', 'gif', 'jpg', 'png', 'tif', 'webp']);
/** Types that are accepted unchecked, because sharp does not decode all of them. */
const undecodable = new Set([
	'heic',
	'bmp',
	'ico',
	'arw',
	'cr2',
	'cr3',
	'dng',
	'nef',
	'orf',
	'raf',
	'rw2',
]);
/** Extensions by which file-type names the containers in Google's list of video formats. */
const video = new Set([
	'3gp',
	'3g2',
	'asf',
	'avi',
	'm4v',
	'mkv',
	'mov',
	'mp4',
	'mpg',
	'mts',
	'wmv',
	'webm',
	'm2ts',
	'ts',
]);
const headOfFile = 1024 * 1024;

/**
 * Inspects a file as Google does when it creates a media item.
 * @param size bytes
 * @returns the file's metadata, or why Google would reject it
 * @see https://developers.google.com/photos/library/guides/upload-media#file-types-sizes
 */
export async function inspectFile(
	file: string,
	size: number,
): Promise<FileFacts | 'unsupported' | 'undecodable'> {
	const type = await fileTypeFromFile(file);
	if (!type) return 'unsupported';
	const { ext: extension, mime: mimeType } = type;
	if (video.has(extension)) {
		const facts = await videoFacts(file, size);
		return facts ? { mimeType, extension, kind: 'video', ...facts } : 'undecodable';
	}
	if (!decodable.has(extension) && !undecodable.has(extension)) return 'unsupported';
	const pixels = await pixelsOf(file);
	if (!pixels && decodable.has(extension)) return 'undecodable';
	return {
		mimeType,
		extension,
		kind: 'photo',
		...(pixels ?? { width: 0, height: 0 }),
		// WebP has its metadata after the picture.
		...exifOf(extension === 'webp' ? await readFile(file) : await readHead(file)),
	};
}

async function pixelsOf(file: string): Promise<{ width: number; height: number } | undefined> {
	try {
		const { autoOrient } = await sharp(file).metadata();
		return autoOrient;
	} catch {
		return undefined;
	}
}

async function readHead(file: string): Promise<Buffer> {
	const handle = await open(file);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(headOfFile), 0, headOfFile, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}

interface Described {
	description: string;
}

function exifOf(head: Buffer): Partial<FileFacts> {
	let exif: ExifReader.ExpandedTags['exif'];
	try {
		exif = ExifReader.load(head, { expanded: true }).exif;
	} catch {
		return {}; // Many files have no metadata.
	}
	if (!exif) return {};
	const facts: Partial<FileFacts> = {
		capturedAt:
			captureTime(exif.DateTimeOriginal, exif.OffsetTimeOriginal) ??
			captureTime(exif.DateTimeDigitized, exif.OffsetTimeDigitized) ??
			captureTime(exif.DateTime, exif.OffsetTime),
		cameraMake: exif.Make?.description,
		cameraModel: exif.Model?.description,
		focalLength: ratio(exif.FocalLength?.value),
		apertureFNumber: ratio(exif.FNumber?.value),
		isoEquivalent: ratio(exif.ISOSpeedRatings?.value),
		exposureTime: ratio(exif.ExposureTime?.value),
	};
	for (const name of Object.keys(facts) as Array<keyof FileFacts>)
		if (facts[name] === undefined) delete facts[name];
	return facts;
}

/**
 * Parses `2024:05:17 12:34:56` with the camera's offset, or as UTC without one. Google takes the first valid one of
 * DateTimeOriginal, DateTimeDigitized and DateTime.
 * @see https://github.com/googleapis/elixir-google-api (content_warehouse, photos_image_metadata)
 */
function captureTime(local: Described | undefined, offset: Described | undefined): string | undefined {
	const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(local?.description ?? '');
	if (!parts) return undefined;
	const written = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`;
	const zone = /^[+-]\d\d:\d\d$/.exec(offset?.description ?? '')?.[0] ?? 'Z';
	const asUtc = new Date(`${written}Z`);
	// JavaScript takes 31 February for 3 March.
	if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(written)) return undefined;
	const time = new Date(written + zone);
	return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** A number, or a rational as numerator and denominator, rounded as Google shows it. */
function ratio(value: unknown): number | undefined {
	const number = Array.isArray(value) && value.length === 2 ? value[0] / value[1] : Number(value);
	return Number.isFinite(number) && number > 0 ? Number(number.toPrecision(7)) : undefined;
}

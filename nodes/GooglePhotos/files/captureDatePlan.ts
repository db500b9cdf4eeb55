/** Types that the parts of the capture date writer share; {@link planCaptureDate} in captureDate.ts is the entry. */

/** A change of a file: at `offset` of the original, `remove` bytes are replaced by `insert`. */
export interface Edit {
	offset: number;
	remove: number;
	insert: Buffer;
}

/** Local date and time of the picture, with its offset from UTC in minutes. */
export interface CaptureDate {
	year: number;
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	offset: number;
}

export type CaptureDatePlan =
	/** edits sorted by offset, not overlapping */
	| { outcome: 'written'; edits: Edit[] }
	/** the file has a date, and only a missing one was to be written */
	| { outcome: 'kept' }
	/** plain words that fit after "the date was not written: " */
	| { outcome: 'notPossible'; reason: string };

/** Reads bytes of the file; called with offsets that never decrease, so that a stream suffices; fewer bytes at the end. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

/** Change of an EXIF block: bytes that are replaced by as many others, and bytes added at its end. */
export interface ExifChange {
	patch: { offset: number; bytes: Buffer };
	appended: Buffer;
}

/** What the metadata of a file say, and how an EXIF block gets into it. */
export interface FormatScan {
	/** the EXIF block, from its TIFF header on; undefined if the file has none */
	exif: Buffer | undefined;
	/** whether XMP or IPTC name a date of capture */
	hasOtherDate: boolean;
	/** why the file is changed only if the user wants the date in any case: its signature, or metadata that may hold a date */
	reservation?: string;
	/** why the file must not be changed */
	obstacle?: string;
	/** Edits that add an EXIF block to a file without one. */
	add(block: Buffer): Edit[];
	/** Edits that change the EXIF block. */
	extend(change: ExifChange): Edit[];
}

/** The file is left alone, for a reason that fits after "the date was not written: ". */
export class NotPossible extends Error {}

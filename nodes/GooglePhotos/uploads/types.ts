import type { IBinaryData } from 'n8n-workflow';
import type { AlbumRef } from '../albums/cache';
import type { Failure } from '../errors/kinds';
import type { ErrorContext } from '../errors/wording';
import type { CaptureDatePlan } from '../files/captureDate';
import type { AlbumPosition } from '../properties/albumPosition';
import type { WantedCaptureDate } from '../properties/captureDate';

/** A media item to be created, wherever its bytes are. */
export interface NewMediaItem {
	/** index of the input item */
	item: number;
	/** binary field that holds the file, if any */
	field?: string;
	fileName?: string;
	description?: string;
	album?: AlbumRef;
	/** undefined: end of the album */
	albumPosition?: AlbumPosition;
	/** set if Simplify is off: the output has all fields, and the media item as Google sent it */
	rawOutput?: true;
}

/** A file of an input item, checked and ready to be sent. */
export interface Source extends NewMediaItem {
	file: IBinaryData;
	mimeType: string;
	/** number of bytes to send: once the capture date is planned, those of the file with it */
	size: number;
	/** undefined if the user did not add the option */
	captureDate?: WantedCaptureDate;
	/** how the capture date gets into the file; undefined until the file is about to be sent */
	datePlan?: CaptureDatePlan;
	/** for a file from a URL: the other values are unknown until it is fetched; its bytes are released after sending */
	remote?: RemoteFile;
}

/** URL of a file, and the state of its download. */
export interface RemoteFile {
	url: string;
	/** position of its item in the execution */
	position: number;
	/** file name that the user entered */
	givenName?: string;
	/** whether the file is fetched and not yet released */
	here: boolean;
	/** whether it turned out to be neither a photo nor a video, and the user wants such files to be skipped */
	skipped: boolean;
}

/** What an error of this file names. */
export function errorContextOf({ item, field, fileName }: Pick<NewMediaItem, 'item' | 'field' | 'fileName'>): ErrorContext {
	const file = fileName && `file "${fileName}"`;
	const what = field ? `${file ?? 'file'} in field "${field}"` : file;
	return { item, what, file: { field, fileName } };
}

/** A file whose bytes Google has, to become a media item. */
export interface UploadedFile<S extends NewMediaItem = NewMediaItem> {
	source: S;
	/** valid for one day; replaced when the bytes had to be sent again */
	uploadToken: string;
	/** hash of its bytes, hexadecimal, if they were sent in this execution */
	sha256?: string;
	/** whether a create call with this file was sent whose outcome is unknown */
	unanswered?: boolean;
}

/** A file to be created again. */
export interface RetryItem {
	file: UploadedFile;
	failure: Failure;
	/** milliseconds to wait before that */
	wait: number;
	/** whether its bytes are sent again first, for another upload token */
	freshToken?: true;
}

/** Key of a destination: the album, and the position that the user chose. */
export function destinationKey({ album, albumPosition }: NewMediaItem): string {
	return album ? JSON.stringify([album.id, albumPosition]) : '';
}

/** Result of sending the bytes of a file. */
export interface UploadedBytes {
	/** valid for one day */
	uploadToken: string;
	/** hash of the sent bytes, hexadecimal */
	sha256: string;
}

export interface TransferLimits {
	/** maximum number of files sent concurrently */
	parallel: number;
	/** milliseconds to keep retrying while throttled */
	maximumWait: number;
	/** called before a file is fetched and before each request is sent; throws if the file is no longer to be sent */
	assertOpen: (source: Source) => void;
	/** called with an error that cannot be recovered, before the next file gets the slot */
	onGiveUp: (error: Error) => void;
}

import type { IBinaryData } from 'n8n-workflow';
import type { AlbumRef } from '../albums/state';
import type { Failure } from '../errors/kinds';
import type { ErrorContext } from '../errors/wording';
import type { AlbumPosition } from '../properties/position';

/** What is to become a media item, wherever its bytes are. */
export interface NewMediaItem {
	/** index of the input item */
	item: number;
	/** the field that holds the file, if one does */
	field?: string;
	fileName?: string;
	description?: string;
	album?: AlbumRef;
	/** where in the album; without it at the end */
	albumPosition?: AlbumPosition;
}

/** A file of an input item, checked, ready to be sent. */
export interface Source extends NewMediaItem {
	file: IBinaryData;
	mimeType: string;
	/** bytes */
	size: number;
	/** of a file at an address: nothing else is known of it before it is fetched, and its bytes are let go of after it was sent */
	remote?: RemoteFile;
}

/** Where a file is fetched from, and how far that is. */
export interface RemoteFile {
	url: string;
	/** of its item in the run */
	position: number;
	/** the name that the user gave it */
	givenName?: string;
	/** whether it is fetched, and not let go of */
	here: boolean;
	/** whether it turned out to be neither a photo nor a video, and the user wants such files to be left out */
	skipped: boolean;
}

/** What an error of this file names. */
export function errorContextOf({ item, field, fileName }: Pick<NewMediaItem, 'item' | 'field' | 'fileName'>): ErrorContext {
	const file = fileName ? `file "${fileName}"` : 'the file';
	return { item, what: field ? `${file} in field "${field}"` : file, file: { field, fileName } };
}

/** A file that Google has the bytes of, waiting to become a media item. */
export interface UploadedFile<S extends NewMediaItem = NewMediaItem> {
	source: S;
	/** good for one day; another one when the bytes had to be sent again */
	uploadToken: string;
	/** of its bytes, hexadecimal, if they were sent in this run */
	sha256?: string;
	/** a create that carried it left, and no reply says what became of it */
	unanswered?: boolean;
}

/** A file that is to be created once more. */
export interface RetryItem {
	file: UploadedFile;
	failure: Failure;
	/** milliseconds until then */
	wait: number;
	/** its bytes are sent again before, for another upload token */
	freshToken?: true;
}

/** What tells one place that files go to from another: the album, and the position that the user chose. */
export function destinationKey({ album, albumPosition }: NewMediaItem): string {
	return album ? JSON.stringify([album.id, albumPosition]) : '';
}

/** A file whose bytes Google has. */
export interface UploadedBytes {
	/** good for one day */
	uploadToken: string;
	/** of the bytes that were sent, hexadecimal */
	sha256: string;
}

export interface TransferLimits {
	/** how many files may be sent at once */
	parallel: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** called when it is a file's turn; throws if it is no longer to be sent */
	assertOpen: (source: Source) => void;
	/** told of an error that nothing can mend, before the next file has its turn */
	onGiveUp: (error: Error) => void;
}

import type { IBinaryData } from 'n8n-workflow';
import type { KnownAlbum } from '../fields/knownAlbums';
import type { AlbumPosition } from '../fields/position';
import type { Subject } from '../request/explain';

/** What is to become a media item, wherever its bytes are. */
export interface NewMediaItem {
	/** index of the input item */
	item: number;
	/** the field that holds the file, if one does */
	field?: string;
	fileName?: string;
	description?: string;
	album?: KnownAlbum;
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
export function subjectOf({ item, field, fileName }: Pick<NewMediaItem, 'item' | 'field' | 'fileName'>): Subject {
	const file = fileName ? `file "${fileName}"` : 'the file';
	return { item, what: field ? `${file} in field "${field}"` : file, file: { field, fileName } };
}

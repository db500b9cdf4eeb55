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
}

/** What an error of this file names. */
export function subjectOf({ item, field, fileName }: Pick<NewMediaItem, 'item' | 'field' | 'fileName'>): Subject {
	const file = fileName ? `file "${fileName}"` : 'the file';
	return { item, what: field ? `${file} in field "${field}"` : file, file: { field, fileName } };
}

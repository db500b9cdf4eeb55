import { readResource } from './fieldTypes';
import type { Shape } from './fieldTypes';

/**
 * An album as Google sends it. Google omits fields with default values: an empty album has neither
 * `mediaItemsCount` nor `coverPhotoMediaItemId`.
 * https://developers.google.com/photos/library/reference/rest/v1/albums
 */
export interface Album {
	id: string;
	title?: string;
	productUrl?: string;
	isWriteable?: boolean;
	/** int64, sent as a string */
	mediaItemsCount?: string;
	coverPhotoBaseUrl?: string;
	coverPhotoMediaItemId?: string;
}

/** Maximum page size. https://developers.google.com/photos/library/reference/rest/v1/albums/list */
export const MAX_ALBUM_PAGE = 50;

const shape: Shape = {
	title: 'text',
	productUrl: 'text',
	isWriteable: 'boolean',
	mediaItemsCount: 'int64',
	coverPhotoBaseUrl: 'text',
	coverPhotoMediaItemId: 'text',
};

/** @returns the album in a value of a reply; undefined if the value is not an object with an id */
export function albumIn(json: unknown): Album | undefined {
	return readResource<Album>(json, shape);
}

/**
 * Normal form for comparing album titles. The same text can have several encodings (macOS decomposes accents),
 * and Google does not trim titles.
 */
export function comparableTitle(title: string): string {
	return title.normalize('NFC').trim();
}

import { readResource } from './shapes';
import type { Shape } from './shapes';

/**
 * An album as Google sends it. Fields with default values are left out of replies: an empty album
 * has neither `mediaItemsCount` nor `coverPhotoMediaItemId`.
 * https://developers.google.com/photos/library/reference/rest/v1/albums
 */
export interface Album {
	id: string;
	title?: string;
	productUrl?: string;
	isWriteable?: boolean;
	/** an int64, which Google sends as a string */
	mediaItemsCount?: string;
	coverPhotoBaseUrl?: string;
	coverPhotoMediaItemId?: string;
}

/** The most albums in one page. https://developers.google.com/photos/library/reference/rest/v1/albums/list */
export const MAX_ALBUM_PAGE = 50;

const shape: Shape = {
	title: 'text',
	productUrl: 'text',
	isWriteable: 'boolean',
	mediaItemsCount: 'int64',
	coverPhotoBaseUrl: 'text',
	coverPhotoMediaItemId: 'text',
};

/** @returns undefined if the value, which came in a reply, is no album with an id */
export function albumIn(json: unknown): Album | undefined {
	return readResource<Album>(json, shape);
}

/**
 * The form in which two album titles are compared: the same text can be encoded in more than one way
 * (macOS decomposes accents), and Google trims nothing.
 */
export function comparableTitle(title: string): string {
	return title.normalize('NFC').trim();
}

import { shapedWithId } from './reply';
import type { Shape } from './reply';

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
	return shapedWithId<Album>(json, shape);
}

/**
 * The form in which two album titles are compared: the same text can be encoded in more than one way
 * (macOS decomposes accents), and Google trims nothing.
 */
export function comparableTitle(title: string): string {
	return title.normalize('NFC').trim();
}

import type { AlbumEntry } from '../control-types.mts';

/** Metadata of a file. Dimensions in pixels after orientation; 0 if unknown. */
export interface FileFacts {
	mimeType: string;
	kind: 'photo' | 'video';
	/** Extension that matches the bytes, without dot. */
	extension: string;
	width: number;
	height: number;
	/** RFC 3339. Missing if the file has no capture time. */
	capturedAt?: string;
	cameraMake?: string;
	cameraModel?: string;
	/** Millimeters. */
	focalLength?: number;
	apertureFNumber?: number;
	isoEquivalent?: number;
	/** Seconds. */
	exposureTime?: number;
	/** Frames per second. */
	fps?: number;
}

/** A stored media item. */
export interface ItemRecord {
	id: string;
	/** Order of creation within the account. */
	sequence: number;
	sha256: string;
	/** Bytes. */
	size: number;
	filename: string;
	description: string;
	/** Milliseconds on the account's clock. */
	uploadedAt: number;
	facts: FileFacts;
	favorite?: boolean;
	archived?: boolean;
	categories?: string[];
	/** Accepted but never readable (switch verifyMissing). */
	missing?: boolean;
}

export interface AlbumRecord {
	id: string;
	title: string;
	entries: AlbumEntry[];
	coverPhotoMediaItemId?: string;
	/** False for an album that the user created in the app, which the API does not show. */
	appCreated: boolean;
}

/** Received bytes that no media item was created from yet. */
export interface UploadRecord {
	sha256: string;
	size: number;
	/** From X-Goog-Upload-File-Name. */
	fileName?: string;
	/** Milliseconds on the account's clock. */
	expiresAt: number;
	/** Set once a media item was created from it. */
	used?: true;
}

export interface LibraryState {
	sequence: number;
	items: ItemRecord[];
	albums: AlbumRecord[];
	uploads: Record<string, UploadRecord>;
}

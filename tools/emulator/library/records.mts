import type { AlbumEntry } from '../control-types.mts';

/** What a file says about itself. Sizes in pixels after orientation; 0 when unknown. */
export interface FileFacts {
	mimeType: string;
	kind: 'photo' | 'video';
	/** Extension that fits the bytes, without dot. */
	extension: string;
	width: number;
	height: number;
	/** RFC 3339. Missing when the file does not say when it was taken. */
	capturedAt?: string;
	cameraMake?: string;
	cameraModel?: string;
	/** Millimetres. */
	focalLength?: number;
	apertureFNumber?: number;
	isoEquivalent?: number;
	/** Seconds. */
	exposureTime?: number;
	/** Frames per second. */
	fps?: number;
}

/** A media item as it is kept. */
export interface ItemRecord {
	id: string;
	/** Order of creation within the account. */
	sequence: number;
	sha256: string;
	/** Bytes. */
	size: number;
	filename: string;
	description: string;
	/** Milliseconds of the account's clock. */
	uploadedAt: number;
	facts: FileFacts;
	favorite?: boolean;
	archived?: boolean;
	categories?: string[];
	/** Accepted, but never readable (switch verifyMissing). */
	missing?: boolean;
}

export interface AlbumRecord {
	id: string;
	title: string;
	entries: AlbumEntry[];
	coverPhotoMediaItemId?: string;
	/** False for an album that the user made in the app: the API must not see it. */
	appCreated: boolean;
}

/** Bytes that were received and wait for batchCreate. */
export interface UploadRecord {
	sha256: string;
	size: number;
	/** From X-Goog-Upload-File-Name. */
	fileName?: string;
	/** Milliseconds of the account's clock. */
	expiresAt: number;
	/** A media item was made of it. */
	used?: true;
}

export interface LibraryState {
	sequence: number;
	items: ItemRecord[];
	albums: AlbumRecord[];
	uploads: Record<string, UploadRecord>;
}

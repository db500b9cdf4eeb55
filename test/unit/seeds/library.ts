import { createHash } from 'node:crypto';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { FakeGoogle } from '../support/google';
import { googleSays } from '../support/httpErrors';
import { failed } from '../support/sentFiles';
import type { CreateBody } from '../support/sentFiles';
import { UploadServer } from '../support/uploadServer';

export interface LibraryEntry {
	id: string;
	sha256: string;
	fileName: string;
}

/** content that starts with this counts as damaged */
export const DAMAGED = '\u0001DAMAGED';

/** An account that looks at the bytes: the same bytes are one media item, and damaged ones are none. */
export class Library {
	readonly google = new FakeGoogle();
	readonly uploads = new UploadServer();
	/** by the hash of the bytes */
	readonly entries = new Map<string, LibraryEntry>();

	constructor() {
		this.google.pageSize = 50;
		this.google.results = (body) => this.create(body);
		this.google.show = (id) => this.show(id);
	}

	/** Forgets all upload tokens, as Google does after a day. */
	loseTokens(): void {
		this.uploads.tokens.clear();
	}

	private show(id: string): MediaItemResult {
		const entry = [...this.entries.values()].find((candidate) => candidate.id === id);
		if (!entry) return { status: { code: 3, message: 'Invalid media item ID.' } };
		return { mediaItem: { ...itemJson(entry), baseUrl: `https://lh3.googleusercontent.com/lr/${id}` } };
	}

	private create({ albumId, newMediaItems }: CreateBody): MediaItemResult[] {
		if (newMediaItems.length > 50) throw googleSays(400, 'Request must have less than 50 items.');
		const known = albumId === undefined || this.google.albums.some(({ id }) => id === albumId);
		if (!known) throw googleSays(400, 'No permission to add media items to this album.');
		const invalid = 'Request must contain a valid upload token.';
		const { tokens } = this.uploads;
		if (!newMediaItems.some(({ simpleMediaItem }) => tokens.has(simpleMediaItem.uploadToken))) throw googleSays(400, invalid);
		const inThisCall = new Set<string>();
		return newMediaItems.map(({ simpleMediaItem: { uploadToken, fileName = '' } }) => {
			const bytes = tokens.get(uploadToken);
			if (!bytes) return failed(uploadToken, 3, invalid);
			if (bytes.subarray(0, DAMAGED.length).toString() === DAMAGED) return failed(uploadToken, 3);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			if (inThisCall.has(sha256)) return failed(uploadToken, 6, 'EXISTS: There was an error.');
			inThisCall.add(sha256);
			const entry = this.entries.get(sha256) ?? { id: `item${this.entries.size}`, sha256, fileName };
			this.entries.set(sha256, entry);
			return { uploadToken, status: { message: 'Success' }, mediaItem: itemJson(entry) };
		});
	}
}

const itemJson = ({ id, fileName }: LibraryEntry) => ({
	id,
	productUrl: `https://photos.google.com/lr/photo/${id}`,
	mimeType: 'image/jpeg',
	filename: fileName,
	mediaMetadata: { creationTime: '2026-07-14T12:00:00Z', width: '4', height: '3', photo: {} },
});

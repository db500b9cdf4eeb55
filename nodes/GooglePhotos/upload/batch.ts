import type { SentBytes } from './bytes';
import type { Source } from './source';

/** A file that Google has the bytes of, waiting to become a media item. */
export interface SentFile extends SentBytes {
	source: Source;
}

/** Files that become media items in one call. */
export type Batch = SentFile[];

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const LARGEST_BATCH = 50;

/**
 * Gathers sent files, in input order, into batches that one call can create: all for the same album, at most
 * 50. Input order is album order, so the files of an album must come in that order.
 */
export class Batches {
	private readonly open = new Map<string | undefined, Batch>();

	/** @returns the batch that this file has filled, if it has */
	add(file: SentFile): Batch | undefined {
		const album = file.source.album?.id;
		const batch = this.open.get(album) ?? [];
		this.open.set(album, batch);
		batch.push(file);
		if (batch.length < LARGEST_BATCH) return undefined;
		this.open.delete(album);
		return batch;
	}

	/** @returns what is left, one batch an album */
	rest(): Batch[] {
		const batches = [...this.open.values()];
		this.open.clear();
		return batches;
	}
}

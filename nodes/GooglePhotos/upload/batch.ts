import { Placement } from './placement';
import type { NewMediaItem } from './source';

/** A file that Google has the bytes of, waiting to become a media item. */
export interface SentFile<S extends NewMediaItem = NewMediaItem> {
	source: S;
	/** good for one day; another one when the bytes had to be sent again */
	uploadToken: string;
	/** of its bytes, hexadecimal, if they were sent in this run */
	sha256?: string;
	/** a create that carried it left, and no reply says what became of it */
	unanswered?: boolean;
}

/** Files that can become media items in one call, and where they go. */
export interface Batch<S extends NewMediaItem = NewMediaItem> {
	files: Array<SentFile<S>>;
	placement: Placement;
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const LARGEST_BATCH = 50;

/** What tells one place that files go to from another: the album, and the position that the user chose. */
export function destinationKey({ album, albumPosition }: NewMediaItem): string {
	return album ? JSON.stringify([album.id, albumPosition]) : '';
}

/**
 * Gathers sent files, in input order, into batches that one call can create: all for the same place, at most
 * 50. Input order is album order, so the files of an album must come in that order.
 */
export class Batches<S extends NewMediaItem> {
	private readonly placements = new Map<string, Placement>();
	private readonly open = new Map<string, Batch<S>>();

	/** @returns the batch that this file has filled, if it has */
	add(file: SentFile<S>): Batch<S> | undefined {
		const key = destinationKey(file.source);
		const { album, albumPosition } = file.source;
		const placement = this.placements.get(key) ?? new Placement(album, albumPosition);
		this.placements.set(key, placement);
		placement.add(file);
		const batch = this.open.get(key) ?? { files: [], placement };
		this.open.set(key, batch);
		batch.files.push(file);
		if (batch.files.length < LARGEST_BATCH) return undefined;
		this.open.delete(key);
		return batch;
	}

	/** @returns what is left, one batch a place */
	rest(): Array<Batch<S>> {
		const batches = [...this.open.values()];
		this.open.clear();
		return batches;
	}
}

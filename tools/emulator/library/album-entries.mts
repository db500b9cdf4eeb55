import type { AlbumPosition } from '../api/resources.mts';
import type { AlbumEntry } from '../control-types.mts';
import { invalid } from '../http/google-error.mts';
import type { AlbumRecord } from './records.mts';

/**
 * Resolves an album position.
 * @returns the index to insert at
 * @throws GoogleError if the position is incomplete or overspecified, or its anchor is not in the album
 * @see https://developers.google.com/photos/library/guides/manage-albums
 */
export function indexOfPosition(album: AlbumRecord, position: AlbumPosition = {}): number {
	const { relativeMediaItemId: item, relativeEnrichmentItemId: enrichment } = position;
	switch (position.position ?? 'POSITION_TYPE_UNSPECIFIED') {
		case 'FIRST_IN_ALBUM':
			refuseAnchors(item, enrichment);
			return 0;
		case 'AFTER_MEDIA_ITEM':
			refuseAnchors(enrichment);
			return after(album.entries.findIndex((entry) => isItem(entry, item)));
		case 'AFTER_ENRICHMENT_ITEM':
			refuseAnchors(item);
			return after(
				album.entries.findIndex(
					(entry) => 'enrichmentId' in entry && entry.enrichmentId === enrichment,
				),
			);
		default:
			refuseAnchors(item, enrichment);
			return album.entries.length;
	}
}

export function isItem(entry: AlbumEntry, mediaItemId: string | undefined): boolean {
	return 'mediaItemId' in entry && entry.mediaItemId === mediaItemId;
}

/** Ids of the album's media items, in album order. */
export function mediaItemIds(album: AlbumRecord): string[] {
	return album.entries.flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []));
}

function refuseAnchors(...anchors: Array<string | undefined>): void {
	if (anchors.some((anchor) => anchor !== undefined && anchor !== '')) throw badPosition();
}

function after(index: number): number {
	if (index < 0) throw badPosition();
	return index + 1;
}

function badPosition() {
	return invalid('Request contains an invalid album position.');
}

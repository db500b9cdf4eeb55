import type { AlbumRef } from '../albums/cache';
import { callApi } from '../api/callApi';
import type { MediaItem } from '../api/mediaItem';
import { BisectionBudget } from '../execution/bisectionBudget';
import type { OperationContext } from '../execution/context';
import type { N8nContext } from '../http/n8nContext';
import type { UploadedFile } from './types';

/** A media item of this execution, and the ids of the albums that it was created in. */
interface TwinEntry {
	mediaItem: MediaItem;
	albumIds: Set<string>;
}

/**
 * Media items of an execution by the hash of their bytes. The same bytes are the same media item, and of several files
 * with the same bytes Google may return it only for the first.
 */
export class Twins {
	private readonly known = new Map<string, TwinEntry>();

	/** Records the media item of a file. */
	add(file: UploadedFile, mediaItem: MediaItem): void {
		const { mediaItem: first, albumIds } = this.known.get(keyOf(file)) ?? { mediaItem, albumIds: new Set() };
		if (file.source.album) albumIds.add(file.source.album.id);
		this.known.set(keyOf(file), { mediaItem: first, albumIds });
	}

	/** The media item with the same bytes, if it is known to be at the file's destination. */
	inPlace(file: UploadedFile): MediaItem | undefined {
		const known = this.known.get(keyOf(file));
		const { album } = file.source;
		return known && (!album || known.albumIds.has(album.id)) ? known.mediaItem : undefined;
	}

	/** The media item with the same bytes, at any destination. */
	anywhere(file: UploadedFile): MediaItem | undefined {
		return this.known.get(keyOf(file))?.mediaItem;
	}
}

function keyOf({ sha256, uploadToken }: UploadedFile): string {
	return sha256 ?? uploadToken;
}

/**
 * Adds a media item of this execution to the end of an album, if Google would not create it a second time.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 *
 * @throws NodeApiError
 */
export async function addToAlbum(context: OperationContext, { id }: MediaItem, album: AlbumRef): Promise<void> {
	await callApi(context, {
		method: 'albums.batchAddMediaItems',
		id: album.id,
		body: { mediaItemIds: [id] },
	});
}

/** What one batch of an execution has learned that also applies to the next ones. */
export class SharedByBatches {
	readonly sameBytes = new Twins();
	readonly halves: BisectionBudget;

	constructor(n8n: N8nContext) {
		this.halves = new BisectionBudget(n8n);
	}
}

import type { AlbumRef } from '../albums/state';
import { callApi } from '../api/client';
import type { MediaItem } from '../api/mediaItem';
import type { OperationContext } from '../execution/context';
import { FaultBisection } from '../execution/faultBisection';
import type { N8nContext } from '../http/n8nContext';
import type { UploadedFile } from './types';

/** A media item of this run, and the albums that it was created into. */
interface Known {
	mediaItem: MediaItem;
	albumIds: Set<string>;
}

/**
 * The media items of a run by the hash of their bytes: the same bytes are the same media item, and of several
 * files with the same bytes Google may name the first only.
 */
export class Twins {
	private readonly known = new Map<string, Known>();

	/** Says what became of a file. */
	add(file: UploadedFile, mediaItem: MediaItem): void {
		const { mediaItem: first, albumIds } = this.known.get(keyOf(file)) ?? { mediaItem, albumIds: new Set() };
		if (file.source.album) albumIds.add(file.source.album.id);
		this.known.set(keyOf(file), { mediaItem: first, albumIds });
	}

	/** The media item of the same bytes, if it is known to be where the file is to go. */
	inPlace(file: UploadedFile): MediaItem | undefined {
		const known = this.known.get(keyOf(file));
		const { album } = file.source;
		return known && (!album || known.albumIds.has(album.id)) ? known.mediaItem : undefined;
	}

	/** The media item of the same bytes, wherever it is. */
	anywhere(file: UploadedFile): MediaItem | undefined {
		return this.known.get(keyOf(file))?.mediaItem;
	}
}

function keyOf({ sha256, uploadToken }: UploadedFile): string {
	return sha256 ?? uploadToken;
}

/**
 * Puts a media item of this run at the end of an album, where Google would not create it a second time.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 *
 * @throws NodeApiError made by `explain`
 */
export async function putIntoAlbum(context: OperationContext, { id }: MediaItem, album: AlbumRef): Promise<void> {
	await callApi(context, {
		verb: 'POST',
		path: `/v1/albums/${encodeURIComponent(album.id)}:batchAddMediaItems`,
		body: { mediaItemIds: [id] },
	});
}

/** What one batch of a run has found out that holds for the next ones as well. */
export class SharedByBatches {
	readonly sameBytes = new Twins();
	readonly halves: FaultBisection;

	constructor(n8n: N8nContext) {
		this.halves = new FaultBisection(n8n);
	}
}

import type { KnownAlbum } from '../fields/knownAlbums';
import type { MediaItem } from '../model/mediaItem';
import type { Run } from '../request/run';
import { callApi } from '../request/send';
import type { SentFile } from './batch';

/** A media item of this run, and the albums that it was created into. */
interface Known {
	mediaItem: MediaItem;
	albumIds: Set<string>;
}

/**
 * The media items of a run by the hash of their bytes: the same bytes are the same media item, and of several
 * files with the same bytes Google may name the first only.
 */
export class SameBytes {
	private readonly known = new Map<string, Known>();

	/** Says what became of a file. */
	made(file: SentFile, mediaItem: MediaItem): void {
		const { mediaItem: first, albumIds } = this.known.get(keyOf(file)) ?? { mediaItem, albumIds: new Set() };
		if (file.source.album) albumIds.add(file.source.album.id);
		this.known.set(keyOf(file), { mediaItem: first, albumIds });
	}

	/** The media item of the same bytes, if it is known to be where the file is to go. */
	inPlace(file: SentFile): MediaItem | undefined {
		const known = this.known.get(keyOf(file));
		const { album } = file.source;
		return known && (!album || known.albumIds.has(album.id)) ? known.mediaItem : undefined;
	}

	/** The media item of the same bytes, wherever it is. */
	anywhere(file: SentFile): MediaItem | undefined {
		return this.known.get(keyOf(file))?.mediaItem;
	}
}

function keyOf({ sha256, uploadToken }: SentFile): string {
	return sha256 ?? uploadToken;
}

/**
 * Puts a media item of this run at the end of an album, where Google would not create it a second time.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems
 *
 * @throws NodeApiError made by `explain`
 */
export async function putIntoAlbum(run: Run, { id }: MediaItem, album: KnownAlbum): Promise<void> {
	await callApi(run.caller, run.settings, {
		verb: 'POST',
		path: `/v1/albums/${encodeURIComponent(album.id)}:batchAddMediaItems`,
		body: { mediaItemIds: [id] },
	});
}

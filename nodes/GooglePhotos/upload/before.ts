import type { KnownAlbum } from '../fields/knownAlbums';
import type { AlbumPosition } from '../fields/position';
import type { MediaItem } from '../model/mediaItem';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import type { Run } from '../request/run';
import { callApi } from '../request/send';

const LARGEST_PAGE = 100;

/** Looking further would cost more requests than the place is worth. */
const MOST_PAGES = 30;

/**
 * The position right before a media item of an album. Google has positions after something only, so the one
 * before it has to be found in the album, which is listed in its order.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
 *
 * @returns undefined if it cannot be found out, or not among the first 3,000 items
 */
export async function positionBefore(
	run: Run,
	album: KnownAlbum,
	mediaItemId: string,
): Promise<AlbumPosition | undefined> {
	let previous: string | undefined;
	const fetchPage = async (pageToken: string | undefined) =>
		await callApi<Page>(run.caller, run.settings, {
			verb: 'POST',
			path: '/v1/mediaItems:search',
			body: { albumId: album.id, ...pageParameters(LARGEST_PAGE, pageToken) },
		});
	let pages = 0;
	try {
		for await (const { entries } of pagesOf<MediaItem>('mediaItems', fetchPage)) {
			for (const { id } of entries) {
				if (id === mediaItemId) {
					return previous === undefined
						? { position: 'FIRST_IN_ALBUM' }
						: { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: previous };
				}
				previous = id;
			}
			if (++pages === MOST_PAGES) return undefined;
		}
	} catch {
		// the files matter more than their order
	}
	return undefined;
}

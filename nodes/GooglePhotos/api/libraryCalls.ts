import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page, PageTokens } from '../http/paging';
import { MAX_ALBUM_PAGE } from './album';
import type { Album } from './album';
import { callApi } from './callApi';
import { MAX_MEDIA_ITEM_PAGE } from './mediaItem';
import type { MediaItem } from './mediaItem';

/** https://developers.google.com/photos/library/reference/rest/v1/albums/get @throws NodeApiError */
export async function fetchAlbum(context: RequestContext, id: string, subject?: ErrorContext): Promise<Album> {
	return await callApi<Album>(context, { method: 'albums.get', id, subject });
}

/**
 * The albums of this app, page by page, in Google's order.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/list
 *
 * @param from where to begin and what was read before; see `pagesOf`
 */
export function albumPages(context: RequestContext, subject?: ErrorContext, from: PageTokens = {}, pageSize = MAX_ALBUM_PAGE) {
	const fetchPage = async (token: string | undefined) =>
		await callApi<Page>(context, { method: 'albums.list', qs: pageParameters(pageSize, token), subject });
	return pagesOf<Album>('albums', fetchPage, from.firstToken, from.progress);
}

/**
 * The media items of this app, page by page, newest capture time first.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list
 */
export function mediaItemPages(context: RequestContext, from: PageTokens = {}, pageSize = MAX_MEDIA_ITEM_PAGE) {
	const fetchPage = async (token: string | undefined) =>
		await callApi<Page>(context, { method: 'mediaItems.list', qs: pageParameters(pageSize, token) });
	return pagesOf<MediaItem>('mediaItems', fetchPage, from.firstToken, from.progress);
}

/**
 * The media items of an album, page by page, in its order.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
 */
export function albumItemPages(
	context: RequestContext,
	albumId: string,
	subject?: ErrorContext,
	from: PageTokens = {},
	pageSize = MAX_MEDIA_ITEM_PAGE,
) {
	const fetchPage = async (token: string | undefined) =>
		await callApi<Page>(context, { method: 'mediaItems.search', body: { albumId, ...pageParameters(pageSize, token) }, subject });
	return pagesOf<MediaItem>('mediaItems', fetchPage, from.firstToken, from.progress);
}

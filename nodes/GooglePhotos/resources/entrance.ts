import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { resolveAlbum } from '../fields/album';
import { mediaItemIdOf } from '../fields/mediaItem';
import { forOneItem } from '../request/declarative';
import type { Respond } from '../request/declarative';
import type { Subject } from '../request/explain';

/**
 * Makes of a `Respond` what n8n wants as the pagination function of a declarative operation. n8n calls it
 * for each input item, with the request that it built from the description, as long as `paginate` is set.
 */
export function declarative(respond: Respond) {
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		return await forOneItem(this, async () => {
			const subject = { item: this.getItemIndex(), ...(await placeIds(this, requestData.options)) };
			return await respond(this, requestData, subject);
		});
	};
}

/** Where a routed request wants the id of the album or media item field; written as in Google's reference. */
export const ALBUM_ID = '{albumId}';
export const MEDIA_ITEM_ID = '{mediaItemId}';

/**
 * Puts the ids that the locator fields mean into the request: encoded in the path, plain in the body. A
 * description alone cannot do it, since an id may first have to be looked up by title.
 *
 * @returns what the request is about
 */
async function placeIds(
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<Subject> {
	const about = { item: context.getItemIndex() };
	const body = options.body as { albumId?: string } | undefined;
	const { url = '' } = options;
	if (url.includes(ALBUM_ID) || body?.albumId === ALBUM_ID) {
		const album = await resolveAlbum(context, {}, context.getNodeParameter('album'), 'refuse', about);
		options.url = url.replace(ALBUM_ID, encodeURIComponent(album.id));
		if (body?.albumId === ALBUM_ID) body.albumId = album.id;
		return { parameter: 'Album', what: `album "${album.title || album.id}"` };
	}
	if (url.includes(MEDIA_ITEM_ID)) {
		const id = mediaItemIdOf(context.getNode(), context.getNodeParameter('mediaItem'), about);
		options.url = url.replace(MEDIA_ITEM_ID, encodeURIComponent(id));
		return { parameter: 'Media Item', what: `"${id}"` };
	}
	return {};
}

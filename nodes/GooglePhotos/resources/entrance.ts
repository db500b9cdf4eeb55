import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { albumIdOf, resolveAlbum } from '../fields/album';
import { forgetAlbum, refusesAnAlbum } from '../fields/knownAlbums';
import type { KnownAlbum } from '../fields/knownAlbums';
import { mediaItemIdOf } from '../fields/mediaItem';
import { sessionIdOf, sessionSubject } from '../fields/pickingSession';
import { forOneItem } from '../request/declarative';
import type { Respond } from '../request/declarative';
import { asItIs } from '../request/explain';
import type { Subject } from '../request/explain';
import { requestSettings } from '../request/settings';
import type { RequestOptions } from '../request/settings';
import { toolAnswer } from '../request/toolAnswer';

/** Checks the parameters of an item, and puts into its request what a description alone cannot. */
export type Prepare = (
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
	about: Subject,
) => void;

/**
 * Makes of a `Respond` what n8n wants as the pagination function of a declarative operation. n8n calls it
 * for each input item, with the request that it built from the description, as long as `paginate` is set.
 *
 * @param prepare called before anything is sent, also before an album is looked up by its title
 */
export function declarative(respond: Respond, prepare: Prepare = () => {}) {
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const items = await forOneItem(this, async () => {
			prepare(this, requestData.options, { item: this.getItemIndex() });
			const { album, ...about } = await placeIds(this, requestData.options);
			try {
				return await respond(this, requestData, { item: this.getItemIndex(), ...about });
			} catch (error) {
				// the next run looks the title up again
				if (album && refusesAnAlbum(error)) await forgetAlbum(this, album);
				throw asItIs(error);
			}
		});
		return toolAnswer(this.getNode(), items, this.getNodeParameter('resource', ''));
	};
}

/** Where a routed request wants the id of a field; written as in Google's reference. */
export const ALBUM_ID = '{albumId}';
export const MEDIA_ITEM_ID = '{mediaItemId}';
export const SESSION_ID = '{sessionId}';

/**
 * Puts the ids that fields mean into the request: encoded in the path, plain in body and query. A
 * description alone cannot do it, since an id may first have to be looked up by title.
 *
 * @returns what the request is about
 */
async function placeIds(
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<Subject & { album?: KnownAlbum }> {
	const about = { item: context.getItemIndex() };
	const node = context.getNode();
	const body = options.body as { albumId?: string } | undefined;
	const { url = '', qs } = options;
	if (url.includes(ALBUM_ID) || body?.albumId === ALBUM_ID) {
		const locator = context.getNodeParameter('album');
		const given = albumIdOf(node, locator, about);
		const named = given === undefined ? await albumOf(context, locator) : undefined;
		const id = given ?? (named as KnownAlbum).id;
		options.url = url.replace(ALBUM_ID, encodeURIComponent(id));
		if (body?.albumId === ALBUM_ID) body.albumId = id;
		return { parameter: 'Album', what: `album "${named?.title ?? id}"`, album: named };
	}
	if (url.includes(MEDIA_ITEM_ID)) {
		const id = mediaItemIdOf(node, context.getNodeParameter('mediaItem'), about);
		options.url = url.replace(MEDIA_ITEM_ID, encodeURIComponent(id));
		return { parameter: 'Media Item', what: `"${id}"` };
	}
	if (url.includes(SESSION_ID) || qs?.sessionId === SESSION_ID) {
		const id = sessionIdOf(node, context.getNodeParameter('sessionId'), about);
		options.url = url.replace(SESSION_ID, encodeURIComponent(id));
		if (qs?.sessionId === SESSION_ID) qs.sessionId = id;
		return sessionSubject(id);
	}
	return {};
}

/** The album of a title, which takes requests of its own; Request Options hold for them as well. */
async function albumOf(context: IExecutePaginationFunctions, locator: unknown): Promise<KnownAlbum> {
	const options = context.getNodeParameter('requestOptions', {}) as RequestOptions;
	const settings = requestSettings(context.getNode(), options);
	return await resolveAlbum(context, settings, locator, 'refuse', { item: context.getItemIndex() });
}

import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { albumIdOf, resolveAlbum } from '../fields/album';
import { forgetAlbum, isOfAlbum, refusesAnAlbum } from '../fields/knownAlbums';
import type { KnownAlbum } from '../fields/knownAlbums';
import { mediaItemIdOf } from '../fields/mediaItem';
import { sessionIdOf, sessionSubject } from '../fields/pickingSession';
import { comparableTitle } from '../model/album';
import { forOneItem } from '../request/declarative';
import type { Respond, Turn, Writes } from '../request/declarative';
import { asItIs } from '../request/explain';
import type { Subject } from '../request/explain';
import { isTool } from '../request/asTool';
import { MAXIMUM_WAIT_OF_TOOL } from '../request/retry';
import { requestSettings } from '../request/settings';
import type { RequestOptions, RequestSettings } from '../request/settings';
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
 * @param writes for an operation that changes something: its items go out one after the other
 */
export function declarative(respond: Respond, prepare: Prepare = () => {}, writes?: Writes) {
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const work = async (turn: Turn) => {
			settingsOf(this);
			prepare(this, requestData.options, { item: this.getItemIndex() });
			return await turn(async () => await withAlbum(this, requestData, respond));
		};
		const items = await forOneItem(this, work, writes);
		return toolAnswer(this.getNode(), items, this.getNodeParameter('resource', ''));
	};
}

/**
 * Answers an item. When Google refuses the album that was found by its title, or shows it with another one, the title
 * is looked up once more: the album was deleted or renamed since.
 */
async function withAlbum(
	context: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
	respond: Respond,
): Promise<INodeExecutionData[]> {
	const { options } = requestData;
	const { url, body } = structuredClone({ url: options.url, body: options.body });
	const seesTitle = options.method === 'GET' && url === `/v1/albums/${ALBUM_ID}`;
	let before: { id: string; error?: Error } | undefined;
	for (;;) {
		const { album, ...about } = await placeIds(context, options, seesTitle);
		if (before?.error && before.id === album?.id) throw asItIs(before.error);
		const isGone = album && !before ? isOfAlbum : undefined;
		let refused: Error | undefined;
		try {
			const outputs = await respond(context, requestData, { item: context.getItemIndex(), ...about }, isGone);
			if (!album || before || !seesTitle || !isRenamed(album, outputs)) return outputs;
		} catch (error) {
			if (!album || !refusesAnAlbum(error)) throw asItIs(error);
			refused = error;
		}
		await forgetAlbum(context, album);
		if (refused && before) throw asItIs(refused);
		before = { id: album.id, error: refused };
		Object.assign(options, { url, body });
	}
}

function isRenamed(album: KnownAlbum, [{ json }]: INodeExecutionData[]): boolean {
	return comparableTitle(String(json.title ?? '')) !== comparableTitle(album.title);
}

/** Where a routed request wants the id of a field; written as in Google's reference. */
export const ALBUM_ID = '{albumId}';
export const MEDIA_ITEM_ID = '{mediaItemId}';
export const SESSION_ID = '{sessionId}';

/**
 * Puts the ids that fields mean into the request: encoded in the path, plain in body and query. A
 * description alone cannot do it, since an id may first have to be looked up by title.
 *
 * @param seesTitle whether the reply will show how the album is called
 * @returns what the request is about
 */
async function placeIds(
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
	seesTitle: boolean,
): Promise<Subject & { album?: KnownAlbum }> {
	const about = { item: context.getItemIndex() };
	const node = context.getNode();
	const body = options.body as { albumId?: string } | undefined;
	const { url = '', qs } = options;
	if (url.includes(ALBUM_ID) || body?.albumId === ALBUM_ID) {
		const locator = context.getNodeParameter('album');
		const given = albumIdOf(node, locator, about);
		const named = given === undefined ? await albumOf(context, locator, seesTitle) : undefined;
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

/** Request Options. n8n itself passes by a proxy that it cannot use. @throws NodeOperationError if the proxy is no address */
function settingsOf(context: IExecutePaginationFunctions): RequestSettings {
	const options = context.getNodeParameter('requestOptions', {}) as RequestOptions;
	const settings = requestSettings(context.getNode(), options);
	return isTool(context.getNode()) ? { ...settings, maximumWait: MAXIMUM_WAIT_OF_TOOL } : settings;
}

/** The album of a title, which takes requests of its own; Request Options hold for them as well. */
async function albumOf(
	context: IExecutePaginationFunctions,
	locator: unknown,
	seesTitle: boolean,
): Promise<KnownAlbum> {
	return await resolveAlbum(context, settingsOf(context), locator, 'refuse', { item: context.getItemIndex() }, seesTitle);
}

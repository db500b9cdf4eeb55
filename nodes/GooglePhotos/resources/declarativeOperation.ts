import type { DeclarativeRestApiSettings, IExecutePaginationFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { invalidateAlbum, isAlbumFailure, mayMeanDeleted } from '../albums/cache';
import type { AlbumRef } from '../albums/cache';
import { resolveAlbum } from '../albums/resolveAlbum';
import { comparableTitle } from '../api/album';
import { failureOf, rethrow } from '../errors/nodeError';
import { isTool } from '../errors/wording';
import type { ErrorContext } from '../errors/wording';
import { withItemErrors } from '../execution/declarative';
import type { Handler, RunInOrder, Writes } from '../execution/declarative';
import { toolAnswer } from '../execution/toolAnswer';
import { requestSettings } from '../http/requestOptions';
import type { RequestOptions, RequestSettings } from '../http/requestOptions';
import { MAXIMUM_WAIT_OF_TOOL } from '../http/retryPolicy';
import { locatorParts, parseAlbumId } from '../properties/albumLocator';
import { parseMediaItemId } from '../properties/mediaItemLocator';
import { quoteValue } from '../properties/parseValues';
import { parseSessionId, sessionErrorContext } from '../properties/sessionId';

/** Checks the parameters of an input item. Adds to its request what declarative routing cannot express. */
export type PreSend = (
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
	about: ErrorContext,
) => void;

/**
 * Makes the pagination function of a declarative operation from a `Handler`. n8n calls it for each input item, with the
 * request that it built from the node description, if `paginate` is set.
 *
 * @param prepare called before anything is sent, also before an album is looked up by its title
 * @param writes for an operation that changes something: its input items are processed one after the other
 */
export function declarativeOperation(respond: Handler, prepare: PreSend = () => {}, writes?: Writes) {
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const work = async (runInOrder: RunInOrder) => {
			settingsOf(this);
			prepare(this, requestData.options, { item: this.getItemIndex() });
			const subject = writes?.newObject ? { what: writes.newObject(this) } : targetOf(this, requestData.options);
			return await runInOrder(async () => await withAlbum(this, requestData, respond, subject), subject);
		};
		const items = await withItemErrors(this, work, writes);
		return toolAnswer(this.getNode(), items, this.getNodeParameter('resource', ''));
	};
}

/**
 * Processes one input item. If Google rejects the album that was found by its title, or returns it with another title,
 * the album was deleted or renamed meanwhile: the title is looked up once more.
 */
async function withAlbum(
	context: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
	respond: Handler,
	subject: ErrorContext,
): Promise<INodeExecutionData[]> {
	const { options } = requestData;
	const { url, body } = structuredClone({ url: options.url, body: options.body });
	const checksTitle = options.method === 'GET' && url === `/v1/albums/${ALBUM_ID}`;
	let before: { id: string; error?: Error } | undefined;
	for (;;) {
		const { album, ...about } = await resolveIds(context, options, checksTitle);
		if (before?.error && before.id === album?.id) throw rethrow(before.error);
		const mayBeGone = checksTitle ? mayMeanDeleted : isAlbumFailure;
		const isGone = album && !before ? mayBeGone : undefined;
		let refused: Error | undefined;
		try {
			const outputs = await respond(context, requestData, { ...subject, item: context.getItemIndex(), ...about }, isGone);
			if (!album || before || !checksTitle || !isRenamed(album, outputs)) return outputs;
		} catch (error) {
			const failure = failureOf(error);
			if (!album || !failure || !mayBeGone(failure)) throw rethrow(error);
			refused = error;
		}
		await invalidateAlbum(context, album);
		if (refused && before) throw rethrow(refused);
		before = { id: album.id, error: refused };
		Object.assign(options, { url, body });
	}
}

function isRenamed(album: AlbumRef, [{ json }]: INodeExecutionData[]): boolean {
	return comparableTitle(String(json.title ?? '')) !== comparableTitle(album.title);
}

/** Placeholders in a routed request for the ID of a field; written as in Google's reference. */
export const ALBUM_ID = '{albumId}';
export const MEDIA_ITEM_ID = '{mediaItemId}';
export const SESSION_ID = '{sessionId}';

/** Names the album, media item or session of a request by its parameter, for the error of a request that is not sent. */
function targetOf(context: IExecutePaginationFunctions, { url = '', body }: DeclarativeRestApiSettings.HttpRequestOptions): ErrorContext {
	if (usesAlbum(url, body)) return { what: `album "${quoteValue(albumNameIn(context.getNode(), context.getNodeParameter('album')))}"` };
	if (url.includes(MEDIA_ITEM_ID)) return { what: `"${quoteValue(locatorParts(context.getNodeParameter('mediaItem')).value)}"` };
	return url.includes(SESSION_ID) ? { what: `picking session "${quoteValue(context.getNodeParameter('sessionId'))}"` } : {};
}

function albumNameIn(node: INode, locator: unknown): string {
	const { value } = locatorParts(locator);
	try {
		return parseAlbumId(node, locator, {}) ?? value;
	} catch {
		return value;
	}
}

function usesAlbum(url: string, body: unknown): boolean {
	return url.includes(ALBUM_ID) || (body as { albumId?: string } | undefined)?.albumId === ALBUM_ID;
}

/**
 * Replaces the placeholders in the request by IDs: URL-encoded in the path, plain in body and query. Declarative
 * routing cannot do this, since the ID of an album may have to be looked up by its title first.
 *
 * @param checksTitle whether the reply to the request contains the title of the album
 * @returns the context for errors of the request, and the album if it was found by its title
 */
async function resolveIds(
	context: IExecutePaginationFunctions,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
	checksTitle: boolean,
): Promise<ErrorContext & { album?: AlbumRef }> {
	const about = { item: context.getItemIndex() };
	const node = context.getNode();
	const body = options.body as { albumId?: string } | undefined;
	const { url = '', qs } = options;
	if (usesAlbum(url, body)) {
		const locator = context.getNodeParameter('album');
		const given = parseAlbumId(node, locator, about);
		const named = given === undefined ? await albumOf(context, locator, checksTitle) : undefined;
		const id = given ?? (named as AlbumRef).id;
		options.url = url.replace(ALBUM_ID, encodeURIComponent(id));
		if (body?.albumId === ALBUM_ID) body.albumId = id;
		return { parameter: 'Album', what: `album "${named?.title ?? id}"`, album: named };
	}
	if (url.includes(MEDIA_ITEM_ID)) {
		const id = parseMediaItemId(node, context.getNodeParameter('mediaItem'), about);
		options.url = url.replace(MEDIA_ITEM_ID, encodeURIComponent(id));
		return { parameter: 'Media Item', what: `"${id}"` };
	}
	if (url.includes(SESSION_ID) || qs?.sessionId === SESSION_ID) {
		const id = parseSessionId(node, context.getNodeParameter('sessionId'), about);
		options.url = url.replace(SESSION_ID, encodeURIComponent(id));
		if (qs?.sessionId === SESSION_ID) qs.sessionId = id;
		return sessionErrorContext(id);
	}
	return {};
}

/** Request Options. @throws NodeOperationError for an invalid proxy address: n8n itself would bypass the proxy */
function settingsOf(context: IExecutePaginationFunctions): RequestSettings {
	const options = context.getNodeParameter('requestOptions', {}) as RequestOptions;
	const settings = requestSettings(context.getNode(), options);
	return isTool(context.getNode()) ? { ...settings, maximumWait: MAXIMUM_WAIT_OF_TOOL } : settings;
}

/** Looks up an album by its title. The lookup sends requests of its own, with the same Request Options. */
async function albumOf(
	context: IExecutePaginationFunctions,
	locator: unknown,
	checksTitle: boolean,
): Promise<AlbumRef> {
	return await resolveAlbum({ n8n: context, settings: settingsOf(context) }, locator, 'refuse', { item: context.getItemIndex() }, checksTitle);
}

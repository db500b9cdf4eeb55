import { createHash } from 'node:crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { MAX_ALBUM_PAGE } from '../GooglePhotos/api/album';
import type { Album } from '../GooglePhotos/api/album';
import { callApi } from '../GooglePhotos/api/client';
import type { ApiCall } from '../GooglePhotos/api/client';
import { MAX_MEDIA_ITEM_PAGE, simplifiedMediaItem } from '../GooglePhotos/api/mediaItem';
import type { MediaItem } from '../GooglePhotos/api/mediaItem';
import type { ErrorContext } from '../GooglePhotos/errors/wording';
import { CREDENTIAL } from '../GooglePhotos/http/credential';
import type { RequestContext } from '../GooglePhotos/http/n8nContext';
import { pageParameters, pagesOf } from '../GooglePhotos/http/paging';
import type { Page } from '../GooglePhotos/http/paging';
import { inputErrorFor, parseBoolean } from '../GooglePhotos/properties/values';
import type { TitledAlbum, TriggerState } from './state';
import { albumToWatch } from './watchedAlbum';

/** What starts the workflow: the trigger's events. */
export type Event = 'newMediaItem' | 'newAlbum';

export type FeedItem = MediaItem | Album;

/** A list at Google of which the trigger wants to know what is new. */
export interface Feed {
	/** tells one list from another: credential, client, event, album */
	source: string;
	/** tells one sign-in of the credential from another */
	signIn: string;
	/** the list from the page of a token on; of none, from its beginning */
	pages(token?: string, pageSize?: number): AsyncGenerator<{ entries: FeedItem[]; nextPageToken?: string }>;
	/** of an album: how many items it has */
	count?(): Promise<number>;
	/** puts new entries into the order in which they are handed on: the oldest first, or that of the album */
	inOrder(entries: FeedItem[]): FeedItem[];
	present(entry: FeedItem): IDataObject;
	/** the album, if it was found by its title */
	titled?: TitledAlbum;
	/** of an album that was found by its title: the source of the one that had the title before */
	movedFrom?: string;
}

/** How to ask for a page, apart from its size and token. */
type Listing = Pick<ApiCall, 'verb' | 'path' | 'body'> & { list: string; largestPage: number };

const LIBRARY: Listing = { list: 'mediaItems', verb: 'GET', path: '/v1/mediaItems', largestPage: MAX_MEDIA_ITEM_PAGE };
const ALBUMS: Listing = { list: 'albums', verb: 'GET', path: '/v1/albums', largestPage: MAX_ALBUM_PAGE };

/**
 * What the parameters say is to be watched.
 *
 * @param maximumWait milliseconds to go on after "too many requests"
 * @param memory what the last poll left
 * @param surely whether to ask anew which album has the title; else that is done from hour to hour
 * @throws NodeApiError or NodeOperationError if there is no such album
 */
export async function feedOf(
	context: IPollFunctions,
	maximumWait: number,
	memory?: TriggerState,
	surely = false,
): Promise<Feed> {
	const api: RequestContext = { n8n: context, settings: { maximumWait } };
	const event = context.getNodeParameter('event') as Event;
	const refuse = inputErrorFor(context.getNode(), {});
	const simplify = parseBoolean(context.getNodeParameter('simplify', true), 'Simplify', refuse);
	const inAlbum = event === 'newMediaItem' && context.getNodeParameter('from', 'library') === 'album';
	const { clientId, oauthTokenData } = await context.getCredentials(CREDENTIAL);
	const credential = context.getNode().credentials?.[CREDENTIAL]?.id;

	const sourceOf = (what: string) => hash(`${credential}\0${clientId}\0${what}`);
	const watch = (listing: Listing, of: string, subject?: ErrorContext) => ({
		source: sourceOf(of),
		signIn: hash(String((oauthTokenData as IDataObject | undefined)?.refresh_token)),
		pages: (token?: string, pageSize = listing.largestPage) =>
			pagesOf<FeedItem>(
				listing.list,
				async (pageToken) => await callApi<Page>(api, pageCall(listing, pageParameters(pageSize, pageToken), subject)),
				token,
			),
	});
	const present = (entry: FeedItem) => (simplify ? simplifiedMediaItem(entry as MediaItem) : { ...entry });
	if (event === 'newAlbum') {
		return { ...watch(ALBUMS, 'albums'), inOrder: (entries) => entries.reverse(), present: (album) => ({ ...album }) };
	}
	if (!inAlbum) return { ...watch(LIBRARY, 'library'), inOrder: byCaptureTime, present };

	// of another credential it says nothing
	const before = memory?.album && memory.source === sourceOf(albumNamed(memory.album.id)) ? memory.album : undefined;
	const { id, name, titled } = await albumToWatch(context, api, before, surely);
	const subject = { parameter: 'Album', what: `album "${name}"` };
	const path = `/v1/albums/${encodeURIComponent(id)}`;
	const inside: Listing = { ...LIBRARY, verb: 'POST', path: '/v1/mediaItems:search', body: { albumId: id } };
	return {
		...watch(inside, albumNamed(id), subject),
		inOrder: (entries) => entries,
		present,
		titled,
		movedFrom: before && titled?.title === before.title ? memory?.source : undefined,
		count: async () => {
			const { mediaItemsCount } = await callApi<Album>(api, { verb: 'GET', path, subject });
			return Number(mediaItemsCount ?? 0);
		},
	};
}

const albumNamed = (id: string) => `album ${id}`;

function pageCall({ verb, path, body }: Listing, page: IDataObject, subject: ErrorContext | undefined): ApiCall {
	const inBody = verb === 'POST';
	return { verb, path, subject, ...(inBody ? { body: { ...body, ...page } } : { qs: page }) };
}

/** The oldest first; of the same time the one that Google lists last. */
function byCaptureTime(entries: FeedItem[]): FeedItem[] {
	const time = (entry: FeedItem) => Date.parse((entry as MediaItem).mediaMetadata?.creationTime ?? '') || 0;
	return entries.reverse().sort((one, other) => time(one) - time(other));
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64').slice(0, 16);
}

import { createHash } from 'node:crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { LARGEST_ALBUM_PAGE } from '../GooglePhotos/fields/albumListing';
import { switchOf } from '../GooglePhotos/fields/choice';
import { refuseFor } from '../GooglePhotos/fields/refuse';
import type { Album } from '../GooglePhotos/model/album';
import type { MediaItem } from '../GooglePhotos/model/mediaItem';
import { simplifiedMediaItem } from '../GooglePhotos/model/mediaItem';
import { CREDENTIAL } from '../GooglePhotos/request/signIn';
import type { Subject } from '../GooglePhotos/request/explain';
import { pageParameters, pagesOf } from '../GooglePhotos/request/pages';
import type { Page } from '../GooglePhotos/request/pages';
import { callApi } from '../GooglePhotos/request/send';
import type { JsonCall } from '../GooglePhotos/request/send';
import type { Memory, TitledAlbum } from './memory';
import { albumToWatch } from './watchedAlbum';

/** What starts the workflow: the trigger's events. */
export type Event = 'newMediaItem' | 'newAlbum';

export type Entry = MediaItem | Album;

/** A list at Google of which the trigger wants to know what is new. */
export interface Watched {
	/** tells one list from another: credential, client, event, album */
	source: string;
	/** tells one sign-in of the credential from another */
	signIn: string;
	/** the list from the page of a token on; of none, from its beginning */
	pages(token?: string, pageSize?: number): AsyncGenerator<{ entries: Entry[]; nextPageToken?: string }>;
	/** of an album: how many items it has */
	count?(): Promise<number>;
	/** puts new entries into the order in which they are handed on: the oldest first, or that of the album */
	inOrder(entries: Entry[]): Entry[];
	present(entry: Entry): IDataObject;
	/** the album, if it was found by its title */
	titled?: TitledAlbum;
	/** of an album that was found by its title: the source of the one that had the title before */
	movedFrom?: string;
}

const LARGEST_MEDIA_PAGE = 100;

/** How to ask for a page, apart from its size and token. */
type Listing = Pick<JsonCall, 'verb' | 'path' | 'body'> & { list: string; largestPage: number };

const LIBRARY: Listing = { list: 'mediaItems', verb: 'GET', path: '/v1/mediaItems', largestPage: LARGEST_MEDIA_PAGE };
const ALBUMS: Listing = { list: 'albums', verb: 'GET', path: '/v1/albums', largestPage: LARGEST_ALBUM_PAGE };

/**
 * What the parameters say is to be watched.
 *
 * @param maximumWait milliseconds to go on after "too many requests"
 * @param memory what the last poll left
 * @param surely whether to ask anew which album has the title; else that is done from hour to hour
 * @throws NodeApiError or NodeOperationError if there is no such album
 */
export async function watchedBy(
	context: IPollFunctions,
	maximumWait: number,
	memory?: Memory,
	surely = false,
): Promise<Watched> {
	const event = context.getNodeParameter('event') as Event;
	const refuse = refuseFor(context.getNode(), {});
	const simplify = switchOf(context.getNodeParameter('simplify', true), 'Simplify', refuse);
	const inAlbum = event === 'newMediaItem' && context.getNodeParameter('from', 'library') === 'album';
	const { clientId, oauthTokenData } = await context.getCredentials(CREDENTIAL);
	const credential = context.getNode().credentials?.[CREDENTIAL]?.id;

	const sourceOf = (what: string) => hash(`${credential}\0${clientId}\0${what}`);
	const watch = (listing: Listing, of: string, subject?: Subject) => ({
		source: sourceOf(of),
		signIn: hash(String((oauthTokenData as IDataObject | undefined)?.refresh_token)),
		pages: (token?: string, pageSize = listing.largestPage) =>
			pagesOf<Entry>(
				listing.list,
				async (pageToken) =>
					await callApi<Page>(context, {}, pageCall(listing, pageParameters(pageSize, pageToken), subject, maximumWait)),
				token,
			),
	});
	const present = (entry: Entry) => (simplify ? simplifiedMediaItem(entry as MediaItem) : { ...entry });
	if (event === 'newAlbum') {
		return { ...watch(ALBUMS, 'albums'), inOrder: (entries) => entries.reverse(), present: (album) => ({ ...album }) };
	}
	if (!inAlbum) return { ...watch(LIBRARY, 'library'), inOrder: byCaptureTime, present };

	// of another credential it says nothing
	const before = memory?.album && memory.source === sourceOf(albumNamed(memory.album.id)) ? memory.album : undefined;
	const { id, name, titled } = await albumToWatch(context, maximumWait, before, surely);
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
			const { mediaItemsCount } = await callApi<Album>(context, {}, { verb: 'GET', path, subject, maximumWait });
			return Number(mediaItemsCount ?? 0);
		},
	};
}

const albumNamed = (id: string) => `album ${id}`;

function pageCall({ verb, path, body }: Listing, page: IDataObject, subject: Subject | undefined, maximumWait: number): JsonCall {
	const inBody = verb === 'POST';
	return { verb, path, subject, maximumWait, ...(inBody ? { body: { ...body, ...page } } : { qs: page }) };
}

/** The oldest first; of the same time the one that Google lists last. */
function byCaptureTime(entries: Entry[]): Entry[] {
	const time = (entry: Entry) => Date.parse((entry as MediaItem).mediaMetadata?.creationTime ?? '') || 0;
	return entries.reverse().sort((one, other) => time(one) - time(other));
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64').slice(0, 16);
}

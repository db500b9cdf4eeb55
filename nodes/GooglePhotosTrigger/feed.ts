import { createHash } from 'node:crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Album } from '../GooglePhotos/api/album';
import { albumItemPages, albumPages, fetchAlbum, mediaItemPages } from '../GooglePhotos/api/libraryCalls';
import { simplifiedMediaItem } from '../GooglePhotos/api/mediaItem';
import type { MediaItem } from '../GooglePhotos/api/mediaItem';
import { CREDENTIAL, grantOf } from '../GooglePhotos/http/credential';
import type { RequestContext } from '../GooglePhotos/http/n8nContext';
import { inputErrorFor, parseBoolean } from '../GooglePhotos/properties/parseValues';
import type { TitledAlbum, TriggerState } from './state';
import { albumToWatch } from './watchedAlbum';

/** Values of the Event parameter. */
export type Event = 'newMediaItem' | 'newAlbum';

export type FeedItem = MediaItem | Album;

/** A list at Google that the trigger watches for new entries. */
export interface Feed {
	/** identifies the list: a hash of credential, client ID, event and album */
	source: string;
	/** identifies the sign-in of the credential: a hash of its refresh token */
	signIn: string;
	/** reads the list from the page of a token on; without a token, from the first page */
	pages(token?: string, pageSize?: number): AsyncGenerator<{ entries: FeedItem[]; nextPageToken?: string }>;
	/** only for an album: its number of items */
	count?(): Promise<number>;
	/** sorts new entries into output order: the oldest first, or the order of the album */
	inOrder(entries: FeedItem[]): FeedItem[];
	present(entry: FeedItem): IDataObject;
	/** the album, if it was found by its title */
	titled?: TitledAlbum;
	/** only for an album that was found by its title: source of the album that had the title at the last poll */
	movedFrom?: string;
}

/**
 * The list that the parameters select.
 *
 * @param maximumWait milliseconds to keep retrying while throttled
 * @param memory memory of the last poll
 * @param recheckTitle whether to check now which album has the title; otherwise that is checked once per hour
 * @throws NodeApiError or NodeOperationError if there is no such album
 */
export async function feedOf(
	context: IPollFunctions,
	maximumWait: number,
	memory?: TriggerState,
	recheckTitle = false,
): Promise<Feed> {
	const api: RequestContext = { n8n: context, settings: { maximumWait } };
	const event = context.getNodeParameter('event') as Event;
	const createError = inputErrorFor(context.getNode(), {});
	const simplify = parseBoolean(context.getNodeParameter('simplify', true), 'Simplify', createError);
	const inAlbum = event === 'newMediaItem' && context.getNodeParameter('from', 'library') === 'album';
	const signIn = hash((await grantOf(context)).id);
	const { clientId } = await context.getCredentials(CREDENTIAL);
	const credential = context.getNode().credentials?.[CREDENTIAL]?.id;

	const sourceOf = (what: string) => hash(`${credential}\0${clientId}\0${what}`);
	const watch = (of: string, pages: Feed['pages']) => ({ source: sourceOf(of), signIn, pages });
	const present = (entry: FeedItem) => (simplify ? simplifiedMediaItem(entry as MediaItem) : { ...entry });
	if (event === 'newAlbum') {
		return {
			...watch('albums', (firstToken, size) => albumPages(api, undefined, { firstToken }, size)),
			inOrder: (entries) => entries.reverse(),
			present: (album) => ({ ...album }),
		};
	}
	if (!inAlbum) {
		return {
			...watch('library', (firstToken, size) => mediaItemPages(api, { firstToken }, size)),
			inOrder: byCaptureTime,
			present,
		};
	}

	// an album that was found with another credential or client ID does not count
	const before = memory?.album && memory.source === sourceOf(albumNamed(memory.album.id)) ? memory.album : undefined;
	const { id, name, titled } = await albumToWatch(context, api, before, recheckTitle);
	const subject = { parameter: 'Album', what: `album "${name}"` };
	return {
		...watch(albumNamed(id), (firstToken, size) => albumItemPages(api, id, subject, { firstToken }, size)),
		inOrder: (entries) => entries,
		present,
		titled,
		movedFrom: before && titled?.title === before.title ? memory?.source : undefined,
		count: async () => {
			const { mediaItemsCount } = await fetchAlbum(api, id, subject);
			return Number(mediaItemsCount ?? 0);
		},
	};
}

const albumNamed = (id: string) => `album ${id}`;

/** The oldest capture time first; among equal times, the entry that Google lists last. */
function byCaptureTime(entries: FeedItem[]): FeedItem[] {
	const time = (entry: FeedItem) => Date.parse((entry as MediaItem).mediaMetadata?.creationTime ?? '') || 0;
	return entries.reverse().sort((one, other) => time(one) - time(other));
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64').slice(0, 16);
}

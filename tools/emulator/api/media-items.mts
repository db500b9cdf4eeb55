import { invalid } from '../http/google-error.mts';
import { mediaItemIds } from '../library/album-entries.mts';
import { pageOf, type PageRequest } from '../library/pages.mts';
import { searchByFilters } from '../library/search-filters.mts';
import { checkedIds, maskOf, unknownId } from './albums.mts';
import type { ApiCall, ApiReply } from './api-call.mts';
import type { SearchRequest } from './resources.mts';
import { mediaItemView } from './views.mts';

const pageSizes = { default: 25, max: 100 };
export const maxDescription = 1000;

export function getMediaItem({ account, parameters }: ApiCall): ApiReply {
	const item = account.library.item(String(parameters.mediaItemId));
	if (!item) throw unknownId(account, 'Invalid media item ID.');
	return { message: mediaItemView(account, item) };
}

export function batchGetMediaItems({ account, parameters }: ApiCall): ApiReply {
	const ids = checkedIds(parameters.mediaItemIds);
	if (new Set(ids).size < ids.length)
		throw invalid('Request must not contain a media item id twice.');
	if (account.switches.malformedId === 'refuse' && !ids.every((id) => /^[\w-]{20,}$/.test(id)))
		throw invalid('Request contains an invalid media item id.');
	const mediaItemResults = ids.map((id) => {
		const item = account.library.item(id);
		return item
			? { mediaItem: mediaItemView(account, item) }
			: { status: { code: 3, message: 'Invalid media item ID.' } };
	});
	return { message: { mediaItemResults } };
}

export function listMediaItems({ account, parameters }: ApiCall): ApiReply {
	const { entries, nextPageToken } = pageOf(
		account.library.newestFirst().filter((item) => !item.archived),
		parameters as PageRequest,
		pageSizes,
		['mediaItems.list', account.id],
		account,
	);
	return {
		message: { mediaItems: entries.map((item) => mediaItemView(account, item)), nextPageToken },
	};
}

export function searchMediaItems({ account, body }: ApiCall): ApiReply {
	const { pageSize, pageToken, ...query } = body as SearchRequest;
	if (query.albumId && (query.filters || query.orderBy))
		throw invalid('The album ID cannot be set if filters are used.');
	const album = query.albumId ? account.library.album(query.albumId) : undefined;
	if (query.albumId && !album) throw invalid('Invalid album ID.');
	const found = album
		? mediaItemIds(album).flatMap((id) => account.library.item(id) ?? [])
		: searchByFilters(account, query);
	const { entries, nextPageToken } = pageOf(
		found,
		{ ...(pageSize ? { pageSize } : {}), ...(pageToken ? { pageToken } : {}) },
		pageSizes,
		['mediaItems.search', account.id, query],
		account,
	);
	const mediaItems = entries.map((item) => mediaItemView(account, item, album));
	return { message: { mediaItems, nextPageToken } };
}

export function patchMediaItem({ account, parameters, body }: ApiCall): ApiReply {
	const item = account.library.item(String(parameters.id));
	if (!item) throw unknownId(account, 'Invalid media item ID.');
	maskOf(parameters.updateMask, ['description']);
	const { description = '' } = body as { description?: string };
	checkDescription(description);
	item.description = description;
	account.changed();
	return { message: mediaItemView(account, item) };
}

/** @throws GoogleError if the description is too long */
export function checkDescription(description: string): void {
	if ([...description].length > maxDescription)
		throw invalid('Description must have at most 1000 characters.');
}

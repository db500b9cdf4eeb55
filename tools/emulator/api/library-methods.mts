import { scopes } from '../accounts/scopes.mts';
import * as albums from './albums.mts';
import type { ApiMethod, Parameter } from './api-call.mts';
import { batchCreate } from './batch-create.mts';
import * as mediaItems from './media-items.mts';

const inPath: Parameter = { type: 'string', location: 'path', required: true };
const text: Parameter = { type: 'string', location: 'query' };
const number: Parameter = { type: 'integer', format: 'int32', location: 'query' };
const flag: Parameter = { type: 'boolean', location: 'query' };
const mask: Parameter = { type: 'string', format: 'google-fieldmask', location: 'query' };
const list: Parameter = { type: 'array', items: { type: 'string' }, location: 'query' };
const paging = { pageSize: number, pageToken: text };

/**
 * All methods of the Library API that still exist.
 * @see https://developers.google.com/photos/overview/authorization for the scopes
 */
export const methods: readonly ApiMethod[] = [
	{
		id: 'photoslibrary.albums.create',
		httpMethod: 'POST',
		flatPath: 'v1/albums',
		scopes: [scopes.append],
		parameters: {},
		request: 'CreateAlbumRequest',
		response: 'Album',
		writes: true,
		description: "Creates an album in a user's Google Photos library.",
		handle: albums.createAlbum,
	},
	{
		id: 'photoslibrary.albums.get',
		httpMethod: 'GET',
		flatPath: 'v1/albums/{albumId}',
		scopes: [scopes.read],
		parameters: { albumId: inPath },
		response: 'Album',
		writes: false,
		description: 'Returns the album with the given id.',
		handle: albums.getAlbum,
	},
	{
		id: 'photoslibrary.albums.list',
		httpMethod: 'GET',
		flatPath: 'v1/albums',
		scopes: [scopes.read],
		parameters: { ...paging, excludeNonAppCreatedData: flag },
		response: 'ListAlbumsResponse',
		writes: false,
		description: 'Lists the albums that this app created.',
		handle: albums.listAlbums,
	},
	{
		id: 'photoslibrary.albums.patch',
		httpMethod: 'PATCH',
		flatPath: 'v1/albums/{id}',
		scopes: [scopes.edit],
		parameters: { id: inPath, updateMask: mask },
		request: 'Album',
		bodyField: 'album',
		response: 'Album',
		writes: true,
		description: 'Changes title or cover of an album.',
		handle: albums.patchAlbum,
	},
	{
		id: 'photoslibrary.albums.batchAddMediaItems',
		httpMethod: 'POST',
		flatPath: 'v1/albums/{albumId}:batchAddMediaItems',
		scopes: [scopes.append, scopes.edit],
		parameters: { albumId: inPath },
		request: 'BatchAddMediaItemsToAlbumRequest',
		response: 'BatchAddMediaItemsToAlbumResponse',
		writes: true,
		description: 'Adds media items to the end of an album, all or none.',
		handle: albums.addMediaItems,
	},
	{
		id: 'photoslibrary.albums.batchRemoveMediaItems',
		httpMethod: 'POST',
		flatPath: 'v1/albums/{albumId}:batchRemoveMediaItems',
		scopes: [scopes.edit],
		parameters: { albumId: inPath },
		request: 'BatchRemoveMediaItemsFromAlbumRequest',
		response: 'BatchRemoveMediaItemsFromAlbumResponse',
		writes: true,
		description: 'Removes media items from an album, all or none.',
		handle: albums.removeMediaItems,
	},
	{
		id: 'photoslibrary.albums.addEnrichment',
		httpMethod: 'POST',
		flatPath: 'v1/albums/{albumId}:addEnrichment',
		scopes: [scopes.append, scopes.edit],
		parameters: { albumId: inPath },
		request: 'AddEnrichmentToAlbumRequest',
		response: 'AddEnrichmentToAlbumResponse',
		writes: true,
		description: 'Adds a text, a location or a map at a position of an album.',
		handle: albums.addEnrichment,
	},
	{
		id: 'photoslibrary.mediaItems.batchCreate',
		httpMethod: 'POST',
		flatPath: 'v1/mediaItems:batchCreate',
		scopes: [scopes.append],
		parameters: {},
		request: 'BatchCreateMediaItemsRequest',
		response: 'BatchCreateMediaItemsResponse',
		writes: true,
		description: 'Creates media items of upload tokens, in an album if one is given.',
		handle: batchCreate,
	},
	{
		id: 'photoslibrary.mediaItems.get',
		httpMethod: 'GET',
		flatPath: 'v1/mediaItems/{mediaItemId}',
		scopes: [scopes.read],
		parameters: { mediaItemId: inPath },
		response: 'MediaItem',
		writes: false,
		description: 'Returns the media item with the given id.',
		handle: mediaItems.getMediaItem,
	},
	{
		id: 'photoslibrary.mediaItems.batchGet',
		httpMethod: 'GET',
		flatPath: 'v1/mediaItems:batchGet',
		scopes: [scopes.read],
		parameters: { mediaItemIds: list },
		response: 'BatchGetMediaItemsResponse',
		writes: false,
		description: 'Returns the media items with the given ids, each with a result of its own.',
		handle: mediaItems.batchGetMediaItems,
	},
	{
		id: 'photoslibrary.mediaItems.list',
		httpMethod: 'GET',
		flatPath: 'v1/mediaItems',
		scopes: [scopes.read],
		parameters: paging,
		response: 'ListMediaItemsResponse',
		writes: false,
		description: 'Lists the media items that this app created.',
		handle: mediaItems.listMediaItems,
	},
	{
		id: 'photoslibrary.mediaItems.search',
		httpMethod: 'POST',
		flatPath: 'v1/mediaItems:search',
		scopes: [scopes.read],
		parameters: {},
		request: 'SearchMediaItemsRequest',
		response: 'SearchMediaItemsResponse',
		writes: false,
		description: 'Finds media items by album or by filters.',
		handle: mediaItems.searchMediaItems,
	},
	{
		id: 'photoslibrary.mediaItems.patch',
		httpMethod: 'PATCH',
		flatPath: 'v1/mediaItems/{id}',
		scopes: [scopes.edit],
		parameters: { id: inPath, updateMask: mask },
		request: 'MediaItem',
		bodyField: 'media_item',
		response: 'MediaItem',
		writes: true,
		description: 'Changes the description of a media item.',
		handle: mediaItems.patchMediaItem,
	},
];

/** Methods that Google removed on 2025-03-31. @see https://developers.google.com/photos/support/updates */
export const removedMethods = [
	{ httpMethod: 'POST', flatPath: 'v1/albums/{albumId}:share' },
	{ httpMethod: 'POST', flatPath: 'v1/albums/{albumId}:unshare' },
	{ httpMethod: 'GET', flatPath: 'v1/sharedAlbums' },
	{ httpMethod: 'GET', flatPath: 'v1/sharedAlbums/{shareToken}' },
	{ httpMethod: 'POST', flatPath: 'v1/sharedAlbums:join' },
	{ httpMethod: 'POST', flatPath: 'v1/sharedAlbums:leave' },
] as const;

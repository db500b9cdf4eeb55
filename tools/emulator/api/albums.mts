import type { Account } from '../accounts/account.mts';
import { GoogleError, invalid } from '../http/google-error.mts';
import { indexOfPosition, isItem, mediaItemIds } from '../library/album-entries.mts';
import { enrichmentId } from '../library/library.mts';
import { pageOf, type PageRequest } from '../library/pages.mts';
import type { AlbumRecord } from '../library/records.mts';
import type { ApiCall, ApiReply } from './api-call.mts';
import { enrichmentOf } from './enrichment.mts';
import type { AddEnrichmentRequest } from './resources.mts';
import { albumView } from './views.mts';

export const maxBatch = 50;
const maxTitle = 500;

export function createAlbum({ account, body }: ApiCall): ApiReply {
	const { title } = (body.album ?? {}) as { title?: string };
	const album = account.library.addAlbum(checkedTitle(account, title));
	account.changed();
	const { id, productUrl, isWriteable } = albumView(account, album);
	return { message: { id, title: album.title, productUrl, isWriteable } };
}

export function getAlbum({ account, parameters }: ApiCall): ApiReply {
	return { message: albumView(account, albumOf(account, parameters.albumId)) };
}

export function listAlbums({ account, parameters }: ApiCall): ApiReply {
	const { entries, nextPageToken } = pageOf(
		account.library.appAlbums(),
		parameters as PageRequest,
		{ default: 20, max: 50 },
		['albums.list', account.id],
		account,
	);
	return { message: { albums: entries.map((album) => albumView(account, album)), nextPageToken } };
}

export function patchAlbum({ account, parameters, body }: ApiCall): ApiReply {
	const album = albumOf(account, parameters.id);
	const mask = maskOf(parameters.updateMask, ['title', 'coverPhotoMediaItemId']);
	const { title, coverPhotoMediaItemId } = body as {
		title?: string;
		coverPhotoMediaItemId?: string;
	};
	const newTitle = mask.has('title') ? checkedTitle(account, title) : album.title;
	if (mask.has('coverPhotoMediaItemId')) {
		if (!album.entries.some((entry) => isItem(entry, coverPhotoMediaItemId)))
			throw invalid('Request contains an invalid media item id.');
		album.coverPhotoMediaItemId = coverPhotoMediaItemId as string;
	}
	album.title = newTitle;
	account.changed();
	return { message: albumView(account, album) };
}

export function addMediaItems({ account, parameters, body }: ApiCall): ApiReply {
	const album = writableAlbum(account, parameters.albumId);
	const ids = checkedIds(body.mediaItemIds);
	for (const id of ids)
		if (!account.library.item(id)) throw invalid('Request contains an invalid media item id.');
	const present = new Set(mediaItemIds(album));
	const absent = [...new Set(ids)].filter((id) => !present.has(id));
	if (absent.length < ids.length && account.switches.addExistingItem === 'error')
		throw invalid('Request contains a media item that is already in the album.');
	checkRoom(account, album, absent.length);
	album.entries.push(...absent.map((mediaItemId) => ({ mediaItemId })));
	account.changed();
	return { message: {} };
}

export function removeMediaItems({ account, parameters, body }: ApiCall): ApiReply {
	const album = albumOf(account, parameters.albumId);
	const ids = new Set(checkedIds(body.mediaItemIds));
	if (account.switches.removeTwice === 'refuse' && ids.size < (body.mediaItemIds as string[]).length)
		throw invalid('Request must not contain a media item id twice.');
	for (const id of ids)
		if (!album.entries.some((entry) => isItem(entry, id)))
			throw invalid('Request contains an invalid media item id.');
	album.entries = album.entries.filter(
		(entry) => !('mediaItemId' in entry && ids.has(entry.mediaItemId)),
	);
	if (album.coverPhotoMediaItemId !== undefined && ids.has(album.coverPhotoMediaItemId))
		delete album.coverPhotoMediaItemId;
	account.changed();
	return { message: {} };
}

export function addEnrichment({ account, parameters, body }: ApiCall): ApiReply {
	const album = albumOf(account, parameters.albumId);
	const { newEnrichmentItem, albumPosition } = body as AddEnrichmentRequest;
	const enrichment = enrichmentOf(newEnrichmentItem);
	if (!albumPosition) throw invalid('Request must contain an album position.');
	const index = indexOfPosition(album, albumPosition);
	const id = enrichmentId();
	album.entries.splice(index, 0, { enrichmentId: id, enrichment });
	account.changed();
	return { message: { enrichmentItem: { id } } };
}

/** @throws GoogleError if the album cannot hold that many more media items */
export function checkRoom({ switches }: Account, album: AlbumRecord, added: number): void {
	if (mediaItemIds(album).length + added > switches.albumItems)
		throw invalid(switches.albumFullMessage);
}

/** @throws GoogleError if media items cannot be added to the album */
export function writableAlbum(account: Account, id: unknown): AlbumRecord {
	const album = account.library.album(String(id));
	if (!album) throw invalid('No permission to add media items to this album.');
	return album;
}

/** The error for an id that is unknown to this app. */
export function unknownId({ switches }: Account, message: string): GoogleError {
	return switches.unknownIdStatus === 404
		? new GoogleError('NOT_FOUND', 'Requested entity was not found.')
		: invalid(message);
}

/** The field names in an `updateMask`, in camel case. */
export function maskOf(updateMask: unknown, allowed: readonly string[]): Set<string> {
	const camel = (name: string) =>
		name.trim().replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
	const mask = String(updateMask ?? '')
		.split(',')
		.map(camel)
		.filter(Boolean);
	if (mask.length === 0) throw invalid('Request must contain an update mask.');
	const wrong = mask.find((name) => !allowed.includes(name));
	if (wrong !== undefined) throw invalid(`Invalid field in update mask: ${wrong}.`);
	return new Set(mask);
}

/** @throws GoogleError unless there are 1 to 50 ids */
export function checkedIds(ids: unknown): string[] {
	const list = (ids ?? []) as string[];
	if (list.length === 0) throw invalid('Request must contain at least one media item id.');
	if (list.length > maxBatch) throw invalid('Request must have less than 50 items.');
	return list;
}

function albumOf(account: Account, id: unknown): AlbumRecord {
	const album = account.library.album(String(id));
	if (!album) throw unknownId(account, 'Invalid album ID.');
	return album;
}

function checkedTitle({ switches }: Account, title = ''): string {
	if (title === '') throw invalid('Album title must not be empty.');
	if (switches.longTitles === 'refuse' && [...title].length > maxTitle)
		throw invalid('Album title must have at most 500 characters.');
	return title;
}

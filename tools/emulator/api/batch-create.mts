import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../accounts/account.mts';
import { GoogleError, invalid } from '../http/google-error.mts';
import { indexOfPosition, mediaItemIds } from '../library/album-entries.mts';
import type { AlbumRecord, ItemRecord, UploadRecord } from '../library/records.mts';
import { inspectFile } from '../media/inspect.mts';
import { checkRoom, maxBatch, writableAlbum } from './albums.mts';
import type { ApiCall, ApiReply } from './api-call.mts';
import { checkDescription } from './media-items.mts';
import type { BatchCreateRequest, NewMediaItem } from './resources.mts';
import { freshMediaItemView } from './views.mts';

interface Result {
	uploadToken: string;
	status: { code?: number; message: string };
	mediaItem?: object;
}
type Outcome = { item: ItemRecord } | { code: number; message: string };

const maxFileName = 255;
const badToken = 'Request must contain a valid upload token.';
const couldNotCreate = 'There was an error while trying to create this media item.';

/**
 * Creates media items from upload tokens, each with its own result.
 * @see https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate
 */
export async function batchCreate({ account, body, fault }: ApiCall): Promise<ApiReply> {
	// Reads the switch again on each pass, so that a test can end the delay.
	const arrivedAt = Date.now();
	while (Date.now() - arrivedAt < account.switches.createLatencyMs) await sleep(10);
	const { albumId, albumPosition, newMediaItems = [] } = body as BatchCreateRequest;
	checkRequest(newMediaItems);
	if (albumPosition && !albumId)
		throw invalid('Request must contain an album id when it contains an album position.');
	const album = albumId ? writableAlbum(account, albumId) : undefined;
	if (album) {
		indexOfPosition(album, albumPosition);
		checkAlbum(account, album, newMediaItems);
	}
	if (account.switches.storageFull)
		throw invalid(
			"The remaining storage in the user's account is not enough to perform this operation.",
		);

	const created: ItemRecord[] = [];
	const seen = new Set<string>();
	const results: Result[] = [];
	for (const [index, newItem] of newMediaItems.entries()) {
		const isFaulty = fault?.kind === 'item-status' && (fault.index === undefined || fault.index === index);
		const outcome: Outcome = isFaulty
			? { code: fault.code ?? 13, message: fault.message ?? 'Internal error' }
			: await create(account, newItem, seen);
		if ('item' in outcome) created.push(outcome.item);
		results.push(resultOf(account, newItem, outcome));
	}
	// Looks up the position only after reading the files, because the album may have changed in between.
	if (album) insert(album, created, indexOfPosition(album, albumPosition));
	account.changed();
	return { message: { newMediaItemResults: results }, status: statusOf(account, results) };
}

function checkRequest(newMediaItems: NewMediaItem[]): void {
	if (newMediaItems.length === 0)
		throw invalid('Request must contain at least one new media item.');
	if (newMediaItems.length > maxBatch) throw invalid('Request must have less than 50 items.');
	for (const { description = '', simpleMediaItem } of newMediaItems) {
		checkDescription(description);
		if ([...(simpleMediaItem?.fileName ?? '')].length > maxFileName)
			throw invalid('File name must have at most 255 characters.');
	}
}

/** Counts only items that are new to the album, so that a repeated create (after a lost reply) is no error. */
function checkAlbum(account: Account, album: AlbumRecord, newMediaItems: NewMediaItem[]): void {
	const present = new Set(mediaItemIds(album));
	const added = newMediaItems.filter(({ simpleMediaItem }) => {
		const upload = account.library.upload(simpleMediaItem?.uploadToken ?? '', account.now());
		const item = upload && account.library.itemWithBytes(upload.sha256);
		return !item || !present.has(item.id);
	});
	checkRoom(account, album, added.length);
}

async function create(
	account: Account,
	newItem: NewMediaItem,
	seen: Set<string>,
): Promise<Outcome> {
	const { library, switches } = account;
	const upload = library.upload(newItem.simpleMediaItem?.uploadToken ?? '', account.now());
	if (!upload) return { code: 3, message: badToken };
	const spent = upload.used && switches.usedToken === 'code 6';
	if (spent || seen.has(upload.sha256)) return { code: 6, message: `EXISTS: ${couldNotCreate}` };
	seen.add(upload.sha256);
	const existing = library.itemWithBytes(upload.sha256);
	if (existing && switches.existingBytes === 'code 3')
		return { code: 3, message: `Failed: ${couldNotCreate}` };
	if (existing && switches.existingBytes === 'unreadable') library.hide(existing);
	const outcome = existing ? { item: existing } : await createNew(account, newItem, upload);
	if ('item' in outcome) upload.used = true;
	return outcome;
}

async function createNew(
	account: Account,
	{ description = '', simpleMediaItem }: NewMediaItem,
	upload: UploadRecord,
): Promise<Outcome> {
	const { library, switches } = account;
	const facts = await inspectFile(library.fileOf(upload.sha256), upload.size);
	if (typeof facts === 'string') {
		const prefix = facts === 'undecodable' ? 'BAD_IMAGE' : 'Failed';
		return { code: 3, message: `${prefix}: ${couldNotCreate}` };
	}
	const uploadedAt = account.now();
	const defaultName = `${new Date(uploadedAt).toISOString().slice(0, 10)}.${facts.extension}`;
	const item = library.addItem({
		sha256: upload.sha256,
		size: upload.size,
		filename: simpleMediaItem?.fileName || upload.fileName || defaultName,
		description,
		uploadedAt,
		facts,
		missing: switches.verifyMissing,
	});
	return { item };
}

function insert(album: AlbumRecord, items: ItemRecord[], index: number): void {
	const present = new Set(mediaItemIds(album));
	const absent = items.filter(({ id, missing }) => !missing && !present.has(id));
	album.entries.splice(index, 0, ...absent.map(({ id }) => ({ mediaItemId: id })));
}

function resultOf(account: Account, newItem: NewMediaItem, outcome: Outcome): Result {
	const uploadToken = newItem.simpleMediaItem?.uploadToken ?? '';
	return 'item' in outcome
		? {
				uploadToken,
				status: { message: 'Success' },
				mediaItem: freshMediaItemView(account, outcome.item),
			}
		: { uploadToken, status: outcome };
}

/** @throws GoogleError if the only item has an invalid upload token: the call then fails as a whole */
function statusOf({ switches }: Account, results: Result[]): number {
	const failed = results.filter(({ status }) => (status.code ?? 0) !== 0);
	if (results.length === 1 && failed[0]?.status.message === badToken)
		throw new GoogleError('INVALID_ARGUMENT', badToken);
	return failed.length > 0 && failed.length < results.length ? switches.mixedStatus : 200;
}

import type { Album } from '../model/album';
import type { Reason } from '../request/coalesced';
import { asItIs, explain, failureOf } from '../request/explain';
import type { Failure } from '../request/failure';
import { failureOfMediaItem, getMediaItems } from '../request/mediaItems';
import { callApi } from '../request/send';
import type { AlbumChange } from './albumChange';
import { withoutPermissionNothing } from './contents';

/** https://developers.google.com/photos/library/guides/manage-albums */
const MOST_ITEMS = 20_000;

/** Refusals whose words tell neither the album nor a media item. */
function isUnclear({ kind }: Failure): boolean {
	return kind === 'notFound' || kind === 'invalid';
}

/**
 * What can tell why Google refused to change an album, from the refusal on: the album itself is the reason, or
 * media items that this app does not know, or those that the album has already, or has not.
 */
export function reasonsFor(album: AlbumChange): Array<Reason<'done'>> {
	return [
		async (ids, refusal) => {
			await refuseIfItIsTheAlbum(album, ids, refusal);
			return new Map();
		},
		async (ids, refusal) => await unknownOnes(album, ids, refusal),
		async (ids) => {
			await album.contents.read();
			return album.settled(ids);
		},
	];
}

/** @throws NodeApiError if the album is unknown to this app, or too full for so many */
async function refuseIfItIsTheAlbum(
	{ run, change, album, subject }: AlbumChange,
	ids: string[],
	refusal: Error,
): Promise<void> {
	const failure = failureOf(refusal) as Failure;
	if (!isUnclear(failure)) return;
	const path = `/v1/albums/${encodeURIComponent(album.id)}`;
	const asked = callApi<Album>(run.caller, run.settings, { verb: 'GET', path, subject });
	const { mediaItemsCount = '0' } = (await withoutPermissionNothing(asked)) ?? {};
	if (!change.makesMember || Number(mediaItemsCount) + ids.length <= MOST_ITEMS) return;
	throw asItIs(explain(run.caller.getNode(), { ...failure, kind: 'albumFull' }, subject));
}

async function unknownOnes({ run, subjectOf, subject }: AlbumChange, ids: string[], refusal: Error) {
	const told = new Map<string, Error>();
	if (failureOf(refusal)?.kind === 'alreadyInAlbum') return told;
	const results = await withoutPermissionNothing(getMediaItems(run, ids, subject, !run.continueOnFail));
	for (const [id, result] of results ?? []) {
		const failure = failureOfMediaItem(result);
		const unknown = !result.mediaItem && failure.kind === 'unknownMediaItem';
		if (unknown) told.set(id, explain(run.caller.getNode(), failure, subjectOf(id)));
	}
	return told;
}

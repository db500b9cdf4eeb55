import { fetchAlbum } from '../api/libraryCalls';
import type { Failure } from '../errors/kinds';
import { apiError, failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { failureOfMediaItem, getMediaItems } from '../execution/batchGet';
import type { Diagnosis } from '../execution/batches';
import type { OperationContext } from '../execution/context';
import { ifReadable } from './albumMembership';
import type { AlbumMembership } from './albumMembership';
import type { AlbumRef } from './cache';

/** The edit of an album that Google rejected. */
export interface RejectedEdit {
	readonly context: OperationContext;
	readonly change: { makesMember: boolean };
	readonly album: AlbumRef;
	readonly membership: AlbumMembership;
	/** error context of the album */
	readonly subject: ErrorContext;
	/** error context of a media item */
	subjectOf(id: string): ErrorContext;
	/** results that need no call, known once the album has been read */
	settled(ids: string[]): Map<string, 'done' | Error>;
}

/** https://developers.google.com/photos/library/guides/manage-albums */
const MAX_ITEMS = 20_000;

/** Whether the text of a rejection blames neither the album nor a media item. */
function isUnclear({ kind }: Failure): boolean {
	return kind === 'notFound' || kind === 'invalid';
}

/**
 * Diagnoses of why Google rejected an album edit, in this order: the album itself, media items that are unknown to this
 * app, media items that are already in the album (when adding) or not in it (when removing).
 */
export function diagnosesFor(edit: RejectedEdit): Array<Diagnosis<'done'>> {
	return [
		async (ids, refusal) => {
			await refuseIfItIsTheAlbum(edit, ids, refusal);
			return new Map();
		},
		async (ids, refusal) => await unknownOnes(edit, ids, refusal),
		async (ids) => {
			await edit.membership.read();
			return edit.settled(ids);
		},
	];
}

/** @throws NodeApiError if the album is unknown to this app, or has too little room for these media items */
async function refuseIfItIsTheAlbum(
	{ context, change, album, subject }: RejectedEdit,
	ids: string[],
	refusal: Error,
): Promise<void> {
	const failure = failureOf(refusal) as Failure;
	if (!isUnclear(failure)) return;
	const { mediaItemsCount = '0' } = (await ifReadable(fetchAlbum(context, album.id, subject))) ?? {};
	if (!change.makesMember || Number(mediaItemsCount) + ids.length <= MAX_ITEMS) return;
	throw rethrow(apiError(context.node, { ...failure, kind: 'albumFull' }, subject));
}

async function unknownOnes({ context, subjectOf, subject }: RejectedEdit, ids: string[], refusal: Error) {
	const errors = new Map<string, Error>();
	if (failureOf(refusal)?.kind === 'alreadyInAlbum') return errors;
	const results = await ifReadable(getMediaItems(context, ids, subject, !context.continueOnFail));
	for (const [id, result] of results ?? []) {
		const failure = failureOfMediaItem(result);
		const unknown = !result.mediaItem && failure.kind === 'unknownMediaItem';
		if (unknown) errors.set(id, apiError(context.node, failure, subjectOf(id)));
	}
	return errors;
}

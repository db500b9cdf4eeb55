import { callApi } from '../api/callApi';
import { isServerFault, isTransient } from '../errors/kinds';
import type { FailureKind } from '../errors/kinds';
import { failureOf, inputError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { runInBatches } from '../execution/batches';
import type { BatchOutcome, BatchTask } from '../execution/batches';
import { BisectionBudget } from '../execution/bisectionBudget';
import { stopsExecution } from '../execution/context';
import type { OperationContext } from '../execution/context';
import { MEDIA_ITEMS } from '../properties/mediaItemLocator';
import { AlbumMembership } from './albumMembership';
import type { AlbumRef } from './cache';
import { diagnosesFor } from './diagnoseRejection';

/** A kind of album edit: adding or removing media items. */
export interface Change {
	/** method of the Library API */
	method: 'albums.batchAddMediaItems' | 'albums.batchRemoveMediaItems';
	/** output key that confirms the edit, and its word in errors */
	done: 'added' | 'removed';
	preposition: 'to' | 'from';
	/** whether the album contains the media item afterwards */
	makesMember: boolean;
}

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems */
export const ADD: Change = {
	method: 'albums.batchAddMediaItems',
	done: 'added',
	preposition: 'to',
	makesMember: true,
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems */
export const REMOVE: Change = {
	method: 'albums.batchRemoveMediaItems',
	done: 'removed',
	preposition: 'from',
	makesMember: false,
};

/** Failures after which no more edits of the album can succeed; edits of other albums may. */
const endOfAlbum: ReadonlySet<FailureKind | undefined> = new Set<FailureKind>([
	'albumFull',
	'foreignAlbum',
	'unknownAlbum',
	'notFound',
	'forbidden',
]);

/** After so many media items rejected for an unknown reason, and none accepted, the album is taken as the cause. */
const MAX_UNEXPLAINED = 3;

/** The edit of one album in an execution: adds or removes media items in batches of 50, one call at a time. */
export class AlbumEdit implements BatchTask<'done'> {
	readonly subject: ErrorContext;
	readonly membership: AlbumMembership;
	readonly bisection: BisectionBudget;
	/** media items that an attempt without a reply may have added or removed */
	readonly possiblyDone = new Set<string>();
	private taken = 0;
	private unexplained = 0;
	private failed = false;
	private end?: Error;

	constructor(
		readonly context: OperationContext,
		readonly change: Change,
		readonly album: AlbumRef,
	) {
		this.subject = { parameter: 'Album', what: `album "${album.title || album.id}"` };
		this.bisection = new BisectionBudget(context.n8n);
		this.membership = new AlbumMembership(context, album.id, this.subject);
	}

	/** @param ids IDs of media items, in the order in which they are added */
	async run(ids: string[]): Promise<BatchOutcome<'done'>> {
		const ends = (error: Error) =>
			stopsExecution(this.context, error) || endOfAlbum.has(failureOf(error)?.kind);
		const { results, end } = await runInBatches(ids, this, 1, ends);
		return { results, end: end ?? this.end };
	}

	readonly subjectOf = (id: string): ErrorContext => ({ parameter: MEDIA_ITEMS, what: `"${id}"` });

	readonly call = async (ids: string[], oneTry: boolean): Promise<Map<string, 'done' | Error>> => {
		const results = this.settled(ids);
		const left = ids.filter((id) => !results.has(id));
		if (left.length === 0) return results;
		const { context, change, album, subject } = this;
		await callApi(context, {
			method: change.method,
			id: album.id,
			body: { mediaItemIds: left },
			subject,
			...(oneTry && { callerRecovers: isServerFault }),
			onAttemptFailed: ({ outcomeUnknown }) => {
				if (outcomeUnknown) for (const id of left) this.possiblyDone.add(id);
			},
		});
		this.taken += left.length;
		this.membership.changed(left, change.makesMember);
		for (const id of left) results.set(id, 'done');
		return results;
	};

	/**
	 * Results that need no call, known once the album has been read. When adding, a media item already in the album is
	 * done. When removing, one that is not in the album is done if this execution may have removed it, else an error.
	 */
	settled(ids: string[]): Map<string, 'done' | Error> {
		const settled = new Map<string, 'done' | Error>();
		const { makesMember } = this.change;
		for (const id of ids) {
			const isMember = this.membership.has(id);
			if (isMember !== makesMember) continue;
			if (makesMember || this.possiblyDone.has(id)) settled.set(id, 'done');
			else settled.set(id, this.failure(this.notInAlbum(id)));
		}
		return settled;
	}

	readonly diagnoses = diagnosesFor(this).map((reason) => async (ids: string[], why: Error) => {
		const explained = await reason(ids, why);
		this.failed ||= [...explained.values()].some((result) => result instanceof Error);
		return explained;
	});

	readonly onRefused = (id: string, error: Error): 'done' | Error => {
		const failure = failureOf(error);
		const kind = failure?.kind;
		const fault = failure !== undefined && isTransient(failure);
		if (this.change.makesMember && kind === 'alreadyInAlbum') return 'done';
		// an earlier attempt may have succeeded, and whether the album contains it is unknown
		if (!fault && this.possiblyDone.has(id) && this.membership.has(id) === undefined) return 'done';
		const own = this.failure(withContext(error, this.subjectOf(id)));
		if (kind === 'invalid' && this.taken === 0 && ++this.unexplained === MAX_UNEXPLAINED) this.end = error;
		return own;
	};

	readonly shouldStop = (): boolean => this.end !== undefined || (this.failed && !this.context.continueOnFail);

	private failure(error: Error): Error {
		this.failed = true;
		return error;
	}

	private notInAlbum(id: string): Error {
		return inputError(
			this.context.node,
			'The media item is not in the album',
			`Choose another album, or leave the media item out. The album is "${this.album.title || this.album.id}".`,
			this.subjectOf(id),
		);
	}
}

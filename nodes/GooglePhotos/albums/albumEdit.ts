import { callApi } from '../api/client';
import { isTransient } from '../errors/kinds';
import type { FailureKind } from '../errors/kinds';
import { failureOf, inputError, isFatal, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { runInBatches } from '../execution/batches';
import type { BatchOutcome, BatchTask } from '../execution/batches';
import type { OperationContext } from '../execution/context';
import { FaultBisection } from '../execution/faultBisection';
import { MEDIA_ITEMS } from '../properties/mediaItemLocator';
import { diagnosesFor } from './diagnoseRejection';
import { AlbumMembership } from './membership';
import type { AlbumRef } from './state';

/** What can be done with media items and an album. */
export interface Change {
	/** Google's method */
	method: 'batchAddMediaItems' | 'batchRemoveMediaItems';
	/** the key of the output that says it was done, and the word for it in errors */
	done: 'added' | 'removed';
	preposition: 'to' | 'from';
	/** whether the album then has the media item */
	makesMember: boolean;
}

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems */
export const ADD: Change = {
	method: 'batchAddMediaItems',
	done: 'added',
	preposition: 'to',
	makesMember: true,
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems */
export const REMOVE: Change = {
	method: 'batchRemoveMediaItems',
	done: 'removed',
	preposition: 'from',
	makesMember: false,
};

/** After these an album takes nothing more, while others may. */
const endOfAlbum: ReadonlySet<FailureKind | undefined> = new Set<FailureKind>([
	'albumFull',
	'foreignAlbum',
	'unknownAlbum',
	'notFound',
	'forbidden',
]);

/** So many media items refused for no reason that can be found out, and none taken: it is the album. */
const MAX_UNEXPLAINED = 3;

/** One album's part of a run: media items are added to it, or removed from it, by 50 and one call at a time. */
export class AlbumEdit implements BatchTask<'done'> {
	readonly subject: ErrorContext;
	readonly membership: AlbumMembership;
	readonly bisection: FaultBisection;
	/** those that a try may have changed although its reply was lost */
	readonly perhapsDone = new Set<string>();
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
		this.bisection = new FaultBisection(context.n8n);
		this.membership = new AlbumMembership(context, album.id, this.subject);
	}

	/** @param ids media items, in the order in which they are added */
	async run(ids: string[]): Promise<BatchOutcome<'done'>> {
		const ends = (error: Error) =>
			!this.context.continueOnFail || isFatal(error) || endOfAlbum.has(failureOf(error)?.kind);
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
			verb: 'POST',
			path: `/v1/albums/${encodeURIComponent(album.id)}:${change.method}`,
			body: { mediaItemIds: left },
			subject,
			...(oneTry && { callerRecovers: isTransient }),
			onAttemptFailed: ({ outcomeUnknown }) => {
				if (outcomeUnknown) for (const id of left) this.perhapsDone.add(id);
			},
		});
		this.taken += left.length;
		this.membership.changed(left, change.makesMember);
		for (const id of left) results.set(id, 'done');
		return results;
	};

	/**
	 * What is clear without a call, once the album has been read: that it has a media item already is as good as
	 * adding it; that it has it no more is as good as removing it, if it was this run that may have done it.
	 */
	settled(ids: string[]): Map<string, 'done' | Error> {
		const settled = new Map<string, 'done' | Error>();
		const { makesMember } = this.change;
		for (const id of ids) {
			const isMember = this.membership.has(id);
			if (isMember !== makesMember) continue;
			if (makesMember || this.perhapsDone.has(id)) settled.set(id, 'done');
			else settled.set(id, this.failure(this.notInAlbum(id)));
		}
		return settled;
	}

	readonly diagnoses = diagnosesFor(this).map((reason) => async (ids: string[], why: Error) => {
		const told = await reason(ids, why);
		this.failed ||= [...told.values()].some((result) => result instanceof Error);
		return told;
	});

	readonly refused = (id: string, error: Error): 'done' | Error => {
		const failure = failureOf(error);
		const kind = failure?.kind;
		const fault = failure !== undefined && isTransient(failure);
		if (this.change.makesMember && kind === 'alreadyInAlbum') return 'done';
		// its first call may have worked, and the album cannot be looked into
		if (!fault && this.perhapsDone.has(id) && this.membership.has(id) === undefined) return 'done';
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
			this.context.n8n.getNode(),
			'The media item is not in the album',
			`Choose another album than "${this.album.title || this.album.id}", or leave the media item out.`,
			this.subjectOf(id),
		);
	}
}

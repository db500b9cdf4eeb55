import type { KnownAlbum } from '../fields/knownAlbums';
import { MEDIA_ITEMS } from '../fields/mediaItem';
import { coalesced } from '../request/coalesced';
import type { Coalesced, BatchTask } from '../request/coalesced';
import { failureOf, refusal, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import type { FailureKind } from '../request/failure';
import { FaultHalves } from '../request/faultHalves';
import { endsTheRun } from '../request/outcome';
import { isFault } from '../request/retry';
import type { Run } from '../request/run';
import { callApi } from '../request/send';
import type { Change } from './change';
import { AlbumContents } from './contents';
import { reasonsFor } from './reasons';

/** After these an album takes nothing more, while others may. */
const endOfAlbum: ReadonlySet<FailureKind | undefined> = new Set<FailureKind>([
	'albumFull',
	'foreignAlbum',
	'unknownAlbum',
	'notFound',
	'forbidden',
]);

/** So many media items refused for no reason that can be found out, and none taken: it is the album. */
const MOST_UNEXPLAINED = 3;

/** One album's part of a run: media items are added to it, or removed from it, by 50 and one call at a time. */
export class AlbumChange implements BatchTask<'done'> {
	readonly subject: Subject;
	readonly contents: AlbumContents;
	readonly halves: FaultHalves;
	/** those that a try may have changed although its reply was lost */
	readonly perhapsDone = new Set<string>();
	private taken = 0;
	private unexplained = 0;
	private failed = false;
	private end?: Error;

	constructor(
		readonly run: Run,
		readonly change: Change,
		readonly album: KnownAlbum,
	) {
		this.subject = { parameter: 'Album', what: `album "${album.title || album.id}"` };
		this.halves = new FaultHalves(run.caller);
		this.contents = new AlbumContents(run, album.id, this.subject);
	}

	/** @param ids media items, in the order in which they are added */
	async of(ids: string[]): Promise<Coalesced<'done'>> {
		const ends = (error: Error) =>
			!this.run.continueOnFail || endsTheRun(error) || endOfAlbum.has(failureOf(error)?.kind);
		const { results, end } = await coalesced(ids, this, 1, ends);
		return { results, end: end ?? this.end };
	}

	readonly subjectOf = (id: string): Subject => ({ parameter: MEDIA_ITEMS, what: `"${id}"` });

	readonly call = async (ids: string[], oneTry: boolean): Promise<Map<string, 'done' | Error>> => {
		const results = this.settled(ids);
		const left = ids.filter((id) => !results.has(id));
		if (left.length === 0) return results;
		const { run, change, album, subject } = this;
		await callApi(run.caller, run.settings, {
			verb: 'POST',
			path: `/v1/albums/${encodeURIComponent(album.id)}:${change.method}`,
			body: { mediaItemIds: left },
			subject,
			...(oneTry && { mendedByCaller: isFault }),
			tried: ({ mayHaveActed }) => {
				if (mayHaveActed) for (const id of left) this.perhapsDone.add(id);
			},
		});
		this.taken += left.length;
		this.contents.changed(left, change.makesMember);
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
			const isMember = this.contents.has(id);
			if (isMember !== makesMember) continue;
			if (makesMember || this.perhapsDone.has(id)) settled.set(id, 'done');
			else settled.set(id, this.failure(this.notInAlbum(id)));
		}
		return settled;
	}

	readonly reasons = reasonsFor(this).map((reason) => async (ids: string[], why: Error) => {
		const told = await reason(ids, why);
		this.failed ||= [...told.values()].some((result) => result instanceof Error);
		return told;
	});

	readonly refused = (id: string, error: Error): 'done' | Error => {
		const failure = failureOf(error);
		const kind = failure?.kind;
		const fault = failure !== undefined && isFault(failure);
		if (this.change.makesMember && kind === 'alreadyInAlbum') return 'done';
		// its first call may have worked, and the album cannot be looked into
		if (!fault && this.perhapsDone.has(id) && this.contents.has(id) === undefined) return 'done';
		const own = this.failure(sameFor(error, this.subjectOf(id)));
		if (kind === 'invalid' && this.taken === 0 && ++this.unexplained === MOST_UNEXPLAINED) this.end = error;
		return own;
	};

	readonly ended = (): boolean => this.end !== undefined || (this.failed && !this.run.continueOnFail);

	private failure(error: Error): Error {
		this.failed = true;
		return error;
	}

	private notInAlbum(id: string): Error {
		return refusal(
			this.run.caller.getNode(),
			'The media item is not in the album',
			`Choose another album than "${this.album.title || this.album.id}", or leave the media item out.`,
			this.subjectOf(id),
		);
	}
}

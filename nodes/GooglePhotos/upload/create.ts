import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { explain, failureOf, sameFor } from '../request/explain';
import type { Failure } from '../request/failure';
import { failureOfStatus } from '../request/itemStatus';
import { endsTheRun, notSent } from '../request/outcome';
import { delayBeforeRetry } from '../request/retry';
import type { Run } from '../request/run';
import type { Batch, SentFile } from './batch';
import { positionBefore } from './before';
import type { Group } from './placement';
import { callCreate } from './sharedCreate';
import { subjectOf } from './source';

/** What became of a sent file. */
export type Created = { mediaItem: MediaItem; alreadyExisted: boolean } | { error: Error };

export interface CreateOptions {
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** sends the bytes of a file again, whose token then is another; left out where the bytes are not here */
	sendAgain?: (file: SentFile) => Promise<void>;
}

/**
 * Makes media items of a batch, and repeats for those files that Google could not create just now: the same
 * bytes become the same media item however often they are created.
 *
 * @returns the outcome of each file; every result's own status counts, since the reply as a whole is a
 *   success also when no file was taken
 */
export async function createMediaItems(
	run: Run,
	batch: Batch,
	options: CreateOptions,
): Promise<Map<SentFile, Created>> {
	return await new Creating(run, batch, options).all();
}

/** A file that is to be created once more. */
interface Again {
	file: SentFile;
	failure: Failure;
	/** milliseconds until then */
	wait: number;
}

/** So many files refused alone while none was created, and it is not single files that Google refuses. */
const ENOUGH_REFUSED = 3;

class Creating {
	private readonly outcomes = new Map<SentFile, Created>();
	/** the media items of this batch by the hash of their bytes */
	private readonly byBytes = new Map<string, MediaItem>();
	private readonly existed = new Set<SentFile>();
	private readonly sentAgain = new Set<SentFile>();
	/** what shares no call with other executions: the cause of a refusal, or a twin of a file of theirs */
	private readonly alone = new Set<SentFile>();
	/** when Google first answered with a failure of a single file, in milliseconds since 1970 */
	private failingSince?: number;
	private tries = 0;
	private refusedAlone = 0;
	/** what no further call can survive */
	private end?: Error;

	constructor(
		private readonly run: Run,
		private readonly batch: Batch,
		private readonly options: CreateOptions,
	) {}

	async all(): Promise<Map<SentFile, Created>> {
		let left = this.batch.files;
		while (left.length > 0) {
			this.tries++;
			const again: Again[] = [];
			for (const group of this.batch.placement.groups(left)) again.push(...(await this.create(group)));
			await clock.delay(Math.max(0, ...again.map(({ wait }) => wait)), cancelSignalOf(this.run.caller));
			await Promise.all(again.map(async (one) => await this.renewToken(one)));
			left = again.map(({ file }) => file).filter((file) => !this.outcomes.has(file));
		}
		return this.outcomes;
	}

	/** Creates files that go to one place. @returns those that are to be created once more */
	private async create(group: Group): Promise<Again[]> {
		const { files } = group;
		if (this.end) {
			for (const file of files) {
				const about = subjectOf(file.source);
				this.fail(file, notSent(this.end, file.source.item, about.what, about.file));
			}
			return [];
		}
		const reply = await this.call(group);
		if ('results' in reply) return files.flatMap((file, index) => this.read(file, reply.results[index]));
		const { error } = reply;
		for (const file of files) this.alone.add(file);
		if (endsTheRun(error)) this.end = error;
		const failure = failureOf(error);
		if (files.length === 1) this.refusedAlone++;
		if (this.mayBeOfSingleFiles(failure)) {
			if (files.length > 1) return await this.createHalves(files);
			return this.refused(files[0], failure as Failure, error);
		}
		// where it is about upload tokens, all files have their bytes sent again
		return files.flatMap((file) => (failure ? this.refused(file, failure, error) : this.fail(file, error)));
	}

	/** Google refuses a call for one bad file in it, without saying which: half of it may go well. */
	private async createHalves(files: SentFile[]): Promise<Again[]> {
		const middle = Math.ceil(files.length / 2);
		const again: Again[] = [];
		for (const half of [files.slice(0, middle), files.slice(middle)]) {
			for (const group of this.batch.placement.groups(half)) again.push(...(await this.create(group)));
		}
		return again;
	}

	private mayBeOfSingleFiles(failure: Failure | undefined): boolean {
		const ofTokens = failure?.kind === 'uploadTokenRefused';
		if (!ofTokens && failure?.kind !== 'invalid') return false;
		// a token that is not here any more is the only one of its file: whether it is good has to be found out
		if (ofTokens && !this.options.sendAgain) return true;
		return this.byBytes.size > 0 || this.refusedAlone < ENOUGH_REFUSED;
	}

	private async call(group: Group): ReturnType<typeof callCreate> {
		const {
			run,
			batch,
			options: { maximumWait },
		} = this;
		const { album } = batch.placement;
		const { files, before, relativeToOwn } = group;
		const found = before && album ? await positionBefore(run, album, before) : undefined;
		if (before && !found) {
			run.hint('Some files are at the end of the album instead of in input order: Google could not create them at first.');
		}
		const albumPosition = found ?? group.position;
		const alone = files.some((file) => this.alone.has(file));
		const reply = await callCreate(run, files, { album, albumPosition, maximumWait }, alone);
		if (!relativeToOwn || !('error' in reply) || !refusesAPosition(reply.error)) return reply;
		batch.placement.useAnchors(false);
		const [{ position }] = batch.placement.groups(files);
		const second = await callCreate(run, files, { album, albumPosition: position, maximumWait }, alone);
		if ('results' in second) {
			run.hint('Some files are not in input order in the album: Google does not show one that it created before.');
		} else {
			batch.placement.useAnchors(true);
		}
		return second;
	}

	/** Reads the result of a file. */
	private read(file: SentFile, { mediaItem, status }: MediaItemResult): Again[] {
		if (mediaItem?.id && !status?.code) return this.succeed(file, mediaItem, this.existed.has(file));
		const failure = failureOfStatus(status);
		if (failure.kind === 'alreadyThere') {
			// Google names the first of files with the same bytes only
			const twin = this.byBytes.get(file.sha256 ?? file.uploadToken);
			if (twin) return this.succeed(file, twin, true);
			// its twin has yet to be created; once it exists, Google answers with the media item that is there
			if (!this.existed.has(file)) {
				this.existed.add(file);
				this.alone.add(file);
				return [{ file, failure, wait: 0 }];
			}
		}
		return this.refused(file, failure);
	}

	private succeed(file: SentFile, mediaItem: MediaItem, alreadyExisted: boolean): Again[] {
		this.outcomes.set(file, { mediaItem, alreadyExisted });
		this.byBytes.set(file.sha256 ?? file.uploadToken, mediaItem);
		this.batch.placement.put(file, mediaItem.id);
		return [];
	}

	/** @param error of a call as a whole, which the door has repeated already if that could help */
	private refused(file: SentFile, failure: Failure, error?: Error): Again[] {
		if (failure.kind === 'uploadTokenRefused' && this.options.sendAgain && !this.sentAgain.has(file)) {
			return [{ file, failure, wait: 0 }];
		}
		if (error) return this.fail(file, sameFor(error, subjectOf(file.source)));
		this.failingSince ??= clock.now();
		const history = {
			tries: this.tries,
			elapsed: clock.now() - this.failingSince,
			maximumWait: this.options.maximumWait,
			repeatable: true,
		};
		const wait = delayBeforeRetry(failure, history, clock.random());
		// for a quota the door makes whatever is sent next wait
		if (wait !== undefined) return [{ file, failure, wait: failure.kind === 'tooManyRequests' ? 0 : wait }];
		return this.fail(file, explain(this.run.caller.getNode(), failure, subjectOf(file.source)));
	}

	private fail(file: SentFile, error: Error): Again[] {
		this.outcomes.set(file, { error });
		return [];
	}

	private async renewToken({ file, failure }: Again): Promise<void> {
		if (failure.kind !== 'uploadTokenRefused') return;
		this.sentAgain.add(file);
		try {
			await this.options.sendAgain?.(file);
		} catch (error) {
			this.fail(file, error);
		}
	}
}

/** Whether the position may be what Google refuses: no page says how it does that. */
function refusesAPosition(error: Error): boolean {
	const { kind } = failureOf(error) ?? {};
	return kind === 'invalid' || kind === 'notFound' || kind === 'unknownMediaItem';
}

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
import { createInPlace } from './createInPlace';
import type { Again } from './nextTry';
import type { Group } from './placement';
import { putIntoAlbum } from './sameBytes';
import { SharedByBatches } from './sharedByBatches';
import { subjectOf } from './source';

/** Google answers a token that it does not know as it does a damaged file. */
const ADVICE_FOR_TOKENS =
	'The upload token is wrong or older than a day: upload the file again. If that does not help, the file is damaged or of a format that Google Photos does not take.';

/** What became of a sent file. */
export type Created = { mediaItem: MediaItem; alreadyExisted: boolean } | { error: Error };

export interface CreateOptions {
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** sends the bytes of a file again, whose token then is another; left out where the bytes are not here */
	sendAgain?: (file: SentFile) => Promise<void>;
	/** what the batches of a run have in common */
	shared?: SharedByBatches;
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

/** So many files refused alone while none was created, and it is not single files that Google refuses. */
const ENOUGH_REFUSED = 3;

class Creating {
	private readonly outcomes = new Map<SentFile, Created>();
	private readonly shared: SharedByBatches;
	private madeAny = false;
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
	) {
		this.shared = options.shared ?? new SharedByBatches(run.caller);
	}

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
	private async create(group: Group, oneTry = false): Promise<Again[]> {
		const { files } = group;
		const { halves } = this.shared;
		if (this.end) {
			for (const file of files) this.fail(file, this.left(file, this.end));
			return [];
		}
		const alone = files.some((file) => this.alone.has(file));
		const { maximumWait } = this.options;
		const reply = await createInPlace(this.run, this.batch, group, { maximumWait, oneTry, alone });
		if ('results' in reply) {
			halves.succeeded();
			return await this.readAll(files, reply.results);
		}
		const { error } = reply;
		if (oneTry) halves.failed();
		for (const file of files) this.alone.add(file);
		if (endsTheRun(error)) this.end = error;
		const failure = failureOf(error);
		if (files.length === 1) this.refusedAlone++;
		if (this.mayBeOfSingleFiles(failure)) {
			if (files.length > 1) return await this.createHalves(files, oneTry);
			return this.refused(files[0], failure as Failure, error);
		}
		if (files.length > 1 && halves.goOn && halves.mayMeanOneMember(error)) return await this.createHalves(files, true, error);
		// where it is about upload tokens, all files have their bytes sent again
		return files.flatMap((file) => (failure ? this.refused(file, failure, error) : this.fail(file, error)));
	}

	/**
	 * Google refuses a call for one bad file in it, without saying which: half of it may go well.
	 *
	 * @param fault what the call ended with, if it was one
	 */
	private async createHalves(files: SentFile[], oneTry: boolean, fault?: Error): Promise<Again[]> {
		const middle = Math.ceil(files.length / 2);
		const again: Again[] = [];
		for (const half of [files.slice(0, middle), files.slice(middle)]) {
			for (const group of this.batch.placement.groups(half)) {
				if (fault && !this.shared.halves.goOn) {
					for (const file of group.files) this.fail(file, sameFor(fault, subjectOf(file.source)));
					continue;
				}
				if (fault) await this.shared.halves.pause();
				again.push(...(await this.create(group, oneTry)));
			}
		}
		return again;
	}

	private mayBeOfSingleFiles(failure: Failure | undefined): boolean {
		const ofTokens = failure?.kind === 'uploadTokenRefused';
		if (!ofTokens && failure?.kind !== 'invalid') return false;
		// a token that is not here any more is the only one of its file: whether it is good has to be found out
		if (ofTokens && !this.options.sendAgain) return true;
		return this.madeAny || this.refusedAlone < ENOUGH_REFUSED;
	}

	private async readAll(files: SentFile[], results: MediaItemResult[]): Promise<Again[]> {
		const again: Again[] = [];
		for (const [index, file] of files.entries()) again.push(...(await this.read(file, results[index])));
		return again;
	}

	/** Reads the result of a file. */
	private async read(file: SentFile, { mediaItem, status }: MediaItemResult): Promise<Again[]> {
		const failure = failureOfStatus(status);
		const isThere = failure.kind === 'alreadyThere';
		if (mediaItem?.id && (!status?.code || isThere)) return this.succeed(file, mediaItem, isThere || this.existed.has(file));
		if (!isThere) {
			if (failure.mayHaveActed) file.unanswered = true;
			return this.refused(file, failure);
		}
		// Google names the first of files with the same bytes only
		const twin = this.shared.sameBytes.inPlace(file);
		if (twin) return this.succeed(file, twin, true);
		return await this.createExisting(file, failure);
	}

	/** Google says only that it has a file: asked once more it may say as what, at the latest for another upload token. */
	private async createExisting(file: SentFile, failure: Failure): Promise<Again[]> {
		this.alone.add(file);
		if (!this.existed.has(file)) {
			// its twin may have yet to be created
			this.existed.add(file);
			return [{ file, failure, wait: 0 }];
		}
		if (this.options.sendAgain && !this.sentAgain.has(file)) return [{ file, failure, wait: 0, freshToken: true }];
		const twin = this.shared.sameBytes.anywhere(file);
		const { album } = file.source;
		if (!twin || !album) return this.refused(file, failure);
		try {
			await putIntoAlbum(this.run, twin, album);
			return this.succeed(file, twin, true);
		} catch (error) {
			return this.fail(file, sameFor(error, subjectOf(file.source)));
		}
	}

	/** @param existed whether Google said that it had it */
	private succeed(file: SentFile, mediaItem: MediaItem, existed: boolean): Again[] {
		const ofThisRun = this.shared.sameBytes.anywhere(file)?.id === mediaItem.id;
		// what a request of this run may have created was perhaps not there before
		this.outcomes.set(file, { mediaItem, alreadyExisted: ofThisRun || (existed && !file.unanswered) });
		this.madeAny = true;
		this.shared.sameBytes.made(file, mediaItem);
		this.batch.placement.put(file, mediaItem.id);
		return [];
	}

	/** @param error of a call as a whole, which the door has repeated already if that could help */
	private refused(file: SentFile, failure: Failure, error?: Error): Again[] {
		if (failure.kind === 'uploadTokenRefused' && this.options.sendAgain && !this.sentAgain.has(file)) {
			return [{ file, failure, wait: 0, freshToken: true }];
		}
		if (error) return this.fail(file, sameFor(error, { ...subjectOf(file.source), mayBeDone: false }));
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
		const byTokenOnly = failure.kind === 'unsupportedFile' && !this.options.sendAgain;
		const subject = { ...subjectOf(file.source), ...(byTokenOnly && { advice: ADVICE_FOR_TOKENS }) };
		return this.fail(file, explain(this.run.caller.getNode(), failure, subject));
	}

	/** The error of a file that no call carried any more, after what had ended the run. */
	private left(file: SentFile, end: Error): Error {
		const about = subjectOf(file.source);
		return file.unanswered ? sameFor(end, { ...about, notSent: false }) : notSent(end, file.source.item, about.what, about.file);
	}

	private fail(file: SentFile, error: Error): Again[] {
		const unsure = file.unanswered && failureOf(error)?.kind !== 'alreadyThere';
		this.outcomes.set(file, { error: unsure ? sameFor(error, { mayBeDone: false, mayBeInLibrary: true, notSent: false }) : error });
		return [];
	}

	private async renewToken({ file, freshToken }: Again): Promise<void> {
		if (!freshToken) return;
		this.sentAgain.add(file);
		try {
			await this.options.sendAgain?.(file);
		} catch (error) {
			this.fail(file, error);
		}
	}
}

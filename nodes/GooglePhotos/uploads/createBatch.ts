import { failureOfStatus } from '../api/batchStatus';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import { apiError, failureOf, isFatal, skippedError, withContext } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { cancelSignalOf } from '../http/n8nContext';
import { backoffDelay } from '../http/retryBudget';
import type { Batch, OrderedGroup } from './albumOrder';
import { createInPlace } from './createInPlace';
import { putIntoAlbum, SharedByBatches } from './twins';
import { errorContextOf } from './types';
import type { RetryItem, UploadedFile } from './types';

/** Google answers a token that it does not know as it does a damaged file. */
const ADVICE_FOR_TOKENS =
	'The upload token is wrong or older than a day: upload the file again. If that does not help, the file is damaged or of a format that Google Photos does not take.';

/** What became of a sent file. */
export type CreateOutcome = { mediaItem: MediaItem; alreadyExisted: boolean } | { error: Error };

export interface CreateOptions {
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** sends the bytes of a file again, whose token then is another; left out where the bytes are not here */
	sendAgain?: (file: UploadedFile) => Promise<void>;
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
	context: OperationContext,
	batch: Batch,
	options: CreateOptions,
): Promise<Map<UploadedFile, CreateOutcome>> {
	return await new BatchCreator(context, batch, options).all();
}

/** So many files refused alone while none was created, and it is not single files that Google refuses. */
const MAX_SINGLE_REJECTIONS = 3;

class BatchCreator {
	private readonly outcomes = new Map<UploadedFile, CreateOutcome>();
	private readonly shared: SharedByBatches;
	private madeAny = false;
	private readonly existed = new Set<UploadedFile>();
	private readonly sentAgain = new Set<UploadedFile>();
	/** what shares no call with other executions: the cause of a refusal, or a twin of a file of theirs */
	private readonly exclusive = new Set<UploadedFile>();
	/** when Google first answered with a failure of a single file, in milliseconds since 1970 */
	private failingSince?: number;
	private tries = 0;
	private refusedAlone = 0;
	/** what no further call can survive */
	private end?: Error;

	constructor(
		private readonly context: OperationContext,
		private readonly batch: Batch,
		private readonly options: CreateOptions,
	) {
		this.shared = options.shared ?? new SharedByBatches(context.n8n);
	}

	async all(): Promise<Map<UploadedFile, CreateOutcome>> {
		let left = this.batch.files;
		while (left.length > 0) {
			this.tries++;
			const again: RetryItem[] = [];
			for (const group of this.batch.placement.groups(left)) again.push(...(await this.create(group)));
			await clock.delay(Math.max(0, ...again.map(({ wait }) => wait)), cancelSignalOf(this.context.n8n));
			await Promise.all(again.map(async (one) => await this.renewToken(one)));
			left = again.map(({ file }) => file).filter((file) => !this.outcomes.has(file));
		}
		return this.outcomes;
	}

	/** Creates files that go to one place. @returns those that are to be created once more */
	private async create(group: OrderedGroup, oneTry = false): Promise<RetryItem[]> {
		const { files } = group;
		const { halves } = this.shared;
		if (this.end) {
			for (const file of files) this.fail(file, this.left(file, this.end));
			return [];
		}
		const alone = files.some((file) => this.exclusive.has(file));
		const { maximumWait } = this.options;
		const reply = await createInPlace(this.context, this.batch, group, { maximumWait, oneTry, alone });
		if ('results' in reply) {
			halves.succeeded();
			return await this.readAll(files, reply.results);
		}
		const { error } = reply;
		if (oneTry) halves.failed();
		for (const file of files) this.exclusive.add(file);
		if (isFatal(error)) this.end = error;
		const failure = failureOf(error);
		if (files.length === 1) this.refusedAlone++;
		if (this.mayBeOfSingleFiles(failure)) {
			if (files.length > 1) return await this.createHalves(files, oneTry);
			return this.refused(files[0], failure as Failure, error);
		}
		if (files.length > 1 && halves.mayContinue && halves.mayBeOneMember(error)) return await this.createHalves(files, true, error);
		// where it is about upload tokens, all files have their bytes sent again
		return files.flatMap((file) => (failure ? this.refused(file, failure, error) : this.fail(file, error)));
	}

	/**
	 * Google refuses a call for one bad file in it, without saying which: half of it may go well.
	 *
	 * @param fault what the call ended with, if it was one
	 */
	private async createHalves(files: UploadedFile[], oneTry: boolean, fault?: Error): Promise<RetryItem[]> {
		const middle = Math.ceil(files.length / 2);
		const again: RetryItem[] = [];
		for (const half of [files.slice(0, middle), files.slice(middle)]) {
			for (const group of this.batch.placement.groups(half)) {
				if (fault && !this.shared.halves.mayContinue) {
					for (const file of group.files) this.fail(file, withContext(fault, errorContextOf(file.source)));
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
		return this.madeAny || this.refusedAlone < MAX_SINGLE_REJECTIONS;
	}

	private async readAll(files: UploadedFile[], results: MediaItemResult[]): Promise<RetryItem[]> {
		const again: RetryItem[] = [];
		for (const [index, file] of files.entries()) again.push(...(await this.read(file, results[index])));
		return again;
	}

	/** Reads the result of a file. */
	private async read(file: UploadedFile, { mediaItem, status }: MediaItemResult): Promise<RetryItem[]> {
		const failure = failureOfStatus(status);
		const isThere = failure.kind === 'alreadyThere';
		if (mediaItem?.id && (!status?.code || isThere)) return this.succeed(file, mediaItem, isThere || this.existed.has(file));
		if (!isThere) {
			if (failure.outcomeUnknown) file.unanswered = true;
			return this.refused(file, failure);
		}
		// Google names the first of files with the same bytes only
		const twin = this.shared.sameBytes.inPlace(file);
		if (twin) return this.succeed(file, twin, true);
		return await this.createExisting(file, failure);
	}

	/** Google says only that it has a file: asked once more it may say as what, at the latest for another upload token. */
	private async createExisting(file: UploadedFile, failure: Failure): Promise<RetryItem[]> {
		this.exclusive.add(file);
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
			await putIntoAlbum(this.context, twin, album);
			return this.succeed(file, twin, true);
		} catch (error) {
			return this.fail(file, withContext(error, errorContextOf(file.source)));
		}
	}

	/** @param existed whether Google said that it had it */
	private succeed(file: UploadedFile, mediaItem: MediaItem, existed: boolean): RetryItem[] {
		const ofThisRun = this.shared.sameBytes.anywhere(file)?.id === mediaItem.id;
		// what a request of this run may have created was perhaps not there before
		this.outcomes.set(file, { mediaItem, alreadyExisted: ofThisRun || (existed && !file.unanswered) });
		this.madeAny = true;
		this.shared.sameBytes.add(file, mediaItem);
		this.batch.placement.markCreated(file, mediaItem.id);
		return [];
	}

	/** @param error of a call as a whole, which the door has repeated already if that could help */
	private refused(file: UploadedFile, failure: Failure, error?: Error): RetryItem[] {
		if (failure.kind === 'uploadTokenRefused' && this.options.sendAgain && !this.sentAgain.has(file)) {
			return [{ file, failure, wait: 0, freshToken: true }];
		}
		if (error) return this.fail(file, withContext(error, { ...errorContextOf(file.source), mayBeDone: false }));
		this.failingSince ??= clock.now();
		const history = {
			tries: this.tries,
			elapsed: clock.now() - this.failingSince,
			maximumWait: this.options.maximumWait,
			repeatable: true,
		};
		const wait = backoffDelay(failure, history, clock.random());
		// for a quota the door makes whatever is sent next wait
		if (wait !== undefined) return [{ file, failure, wait: failure.kind === 'tooManyRequests' ? 0 : wait }];
		const byTokenOnly = failure.kind === 'unsupportedFile' && !this.options.sendAgain;
		const subject = { ...errorContextOf(file.source), ...(byTokenOnly && { advice: ADVICE_FOR_TOKENS }) };
		return this.fail(file, apiError(this.context.n8n.getNode(), failure, subject));
	}

	/** The error of a file that no call carried any more, after what had ended the run. */
	private left(file: UploadedFile, end: Error): Error {
		const about = errorContextOf(file.source);
		return file.unanswered ? withContext(end, { ...about, notSent: false }) : skippedError(end, file.source.item, about.what, about.file);
	}

	private fail(file: UploadedFile, error: Error): RetryItem[] {
		const unsure = file.unanswered && failureOf(error)?.kind !== 'alreadyThere';
		this.outcomes.set(file, { error: unsure ? withContext(error, { mayBeDone: false, mayBeInLibrary: true, notSent: false }) : error });
		return [];
	}

	private async renewToken({ file, freshToken }: RetryItem): Promise<void> {
		if (!freshToken) return;
		this.sentAgain.add(file);
		try {
			await this.options.sendAgain?.(file);
		} catch (error) {
			this.fail(file, error);
		}
	}
}

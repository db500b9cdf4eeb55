import { failureOfStatus } from '../api/batchEntryStatus';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import { apiError, failureOf, isFatal, skippedError, withContext } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { backoffDelay } from '../http/retryPolicy';
import { createInPlace } from './albumOrder';
import type { Batch, OrderedGroup } from './albumOrder';
import { addToAlbum, SharedByBatches } from './identicalFiles';
import { errorContextOf } from './types';
import type { RetryItem, UploadedFile } from './types';

/** Google answers an unknown upload token as it answers a damaged file. */
const ADVICE_FOR_TOKENS =
	'Upload the file again: the upload token is wrong, or older than a day. If that does not help, the file is damaged, or in a format that Google Photos does not support.';

/** Result of creating one file. */
export type CreateOutcome = { mediaItem: MediaItem; alreadyExisted: boolean } | { error: Error };

export interface CreateOptions {
	/** milliseconds to keep retrying while throttled */
	maximumWait: number;
	/** sends the bytes of a file again and sets its new upload token; undefined if the bytes are not available */
	sendAgain?: (file: UploadedFile) => Promise<void>;
	/** state that the batches of an execution share */
	shared?: SharedByBatches;
}

/**
 * Creates the media items of a batch, and retries the files that Google temporarily could not create. This is
 * idempotent: the same bytes always become the same media item.
 *
 * @returns the outcome of each file, from the status of its own result: the response as a whole is a success even if no
 *   file was accepted
 */
export async function createMediaItems(
	context: OperationContext,
	batch: Batch,
	options: CreateOptions,
): Promise<Map<UploadedFile, CreateOutcome>> {
	return await new BatchCreator(context, batch, options).all();
}

/** After this many rejected calls of a single file, with none created, the cause is not a single file. */
const MAX_SINGLE_REJECTIONS = 3;

class BatchCreator {
	private readonly outcomes = new Map<UploadedFile, CreateOutcome>();
	private readonly shared: SharedByBatches;
	private createdAny = false;
	private readonly existed = new Set<UploadedFile>();
	private readonly sentAgain = new Set<UploadedFile>();
	/** not to share a call with other executions: possible cause of a rejection, or same bytes as one of their files */
	private readonly exclusive = new Set<UploadedFile>();
	/** when Google first reported a failure of a single file, in milliseconds since 1970 */
	private failingSince?: number;
	private tries = 0;
	private singleRejections = 0;
	/** error after which no further call can succeed */
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
			const retries: RetryItem[] = [];
			for (const group of this.batch.albumOrder.groups(left)) retries.push(...(await this.create(group)));
			await clock.delay(Math.max(0, ...retries.map(({ wait }) => wait)), this.context.signal);
			await Promise.all(retries.map(async (one) => await this.renewToken(one)));
			left = retries.map(({ file }) => file).filter((file) => !this.outcomes.has(file));
		}
		return this.outcomes;
	}

	/** Creates files at one position. @returns the files to be created again */
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
		if (files.length === 1) this.singleRejections++;
		if (this.mayBeOfSingleFiles(failure)) {
			if (files.length > 1) return await this.createHalves(files, oneTry);
			return this.onRefused(files[0], failure as Failure, error);
		}
		if (files.length > 1 && halves.mayContinue && halves.mayBeOneMember(error)) return await this.createHalves(files, true, error);
		// if upload tokens were rejected, the bytes of all files are sent again
		return files.flatMap((file) => (failure ? this.onRefused(file, failure, error) : this.fail(file, error)));
	}

	/**
	 * Google rejects a whole call for one bad file without naming it, so the files are sent again in two halves.
	 *
	 * @param fault error of the call, if it was a server fault
	 */
	private async createHalves(files: UploadedFile[], oneTry: boolean, fault?: Error): Promise<RetryItem[]> {
		const middle = Math.ceil(files.length / 2);
		const retries: RetryItem[] = [];
		for (const half of [files.slice(0, middle), files.slice(middle)]) {
			for (const group of this.batch.albumOrder.groups(half)) {
				if (fault && !this.shared.halves.mayContinue) {
					for (const file of group.files) this.fail(file, withContext(fault, errorContextOf(file.source)));
					continue;
				}
				if (fault) await this.shared.halves.pause();
				retries.push(...(await this.create(group, oneTry)));
			}
		}
		return retries;
	}

	private mayBeOfSingleFiles(failure: Failure | undefined): boolean {
		const ofTokens = failure?.kind === 'uploadTokenRefused';
		if (!ofTokens && failure?.kind !== 'invalid') return false;
		// without the bytes a token cannot be replaced: only a call of its own shows whether it is valid
		if (ofTokens && !this.options.sendAgain) return true;
		return this.createdAny || this.singleRejections < MAX_SINGLE_REJECTIONS;
	}

	private async readAll(files: UploadedFile[], results: MediaItemResult[]): Promise<RetryItem[]> {
		const retries: RetryItem[] = [];
		for (const [index, file] of files.entries()) retries.push(...(await this.read(file, results[index])));
		return retries;
	}

	/** Evaluates the result of a file; returns the file if it is to be created again. */
	private async read(file: UploadedFile, { mediaItem, status }: MediaItemResult): Promise<RetryItem[]> {
		const failure = failureOfStatus(status);
		const isThere = failure.kind === 'alreadyThere';
		if (mediaItem?.id && (!status?.code || isThere)) return this.succeed(file, mediaItem, isThere || this.existed.has(file));
		if (!isThere) {
			if (failure.outcomeUnknown) file.unanswered = true;
			return this.onRefused(file, failure);
		}
		// of several files with the same bytes, Google returns the media item for the first only
		const twin = this.shared.sameBytes.inPlace(file);
		if (twin) return this.succeed(file, twin, true);
		return await this.createExisting(file, failure);
	}

	/** Google said only that it has the file. Another call, or one with a new token, may return the media item. */
	private async createExisting(file: UploadedFile, failure: Failure): Promise<RetryItem[]> {
		this.exclusive.add(file);
		if (!this.existed.has(file)) {
			// the file with the same bytes may not be created yet
			this.existed.add(file);
			return [{ file, failure, wait: 0 }];
		}
		if (this.options.sendAgain && !this.sentAgain.has(file)) return [{ file, failure, wait: 0, freshToken: true }];
		const twin = this.shared.sameBytes.anywhere(file);
		const { album } = file.source;
		if (!twin || !album) return this.onRefused(file, failure);
		try {
			await addToAlbum(this.context, twin, album);
			return this.succeed(file, twin, true);
		} catch (error) {
			return this.fail(file, withContext(error, errorContextOf(file.source)));
		}
	}

	/** @param existed whether Google said that the file already existed */
	private succeed(file: UploadedFile, mediaItem: MediaItem, existed: boolean): RetryItem[] {
		const ofThisRun = this.shared.sameBytes.anywhere(file)?.id === mediaItem.id;
		// an earlier request of this execution may have created it, so it did not necessarily exist before
		this.outcomes.set(file, { mediaItem, alreadyExisted: ofThisRun || (existed && !file.unanswered) });
		this.createdAny = true;
		this.shared.sameBytes.add(file, mediaItem);
		this.batch.albumOrder.markCreated(file, mediaItem.id);
		return [];
	}

	/** @param error error of the whole call; the request pipeline has already retried it where that could help */
	private onRefused(file: UploadedFile, failure: Failure, error?: Error): RetryItem[] {
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
		// when throttled, the cool-down of the account delays the next request
		if (wait !== undefined) return [{ file, failure, wait: failure.kind === 'tooManyRequests' ? 0 : wait }];
		const byTokenOnly = failure.kind === 'unsupportedFile' && !this.options.sendAgain;
		const subject = { ...errorContextOf(file.source), ...(byTokenOnly && { advice: ADVICE_FOR_TOKENS }) };
		return this.fail(file, apiError(this.context.node, failure, subject));
	}

	/** Error of a file that no further call carries, because `end` ended the execution. */
	private left(file: UploadedFile, end: Error): Error {
		const about = errorContextOf(file.source);
		return file.unanswered ? withContext(end, about) : skippedError(end, file.source.item, about.what, about.file);
	}

	private fail(file: UploadedFile, error: Error): RetryItem[] {
		const unsure = file.unanswered && failureOf(error)?.kind !== 'alreadyThere';
		this.outcomes.set(file, { error: unsure ? withContext(error, { mayBeInLibrary: true, notSent: false }) : error });
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

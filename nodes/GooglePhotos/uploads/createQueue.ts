import type { MediaItem } from '../api/mediaItem';
import { stateByKey } from '../concurrency/stateByKey';
import { failureOf } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { triesOf } from '../execution/retryOnFail';
import { AlbumOrder } from './albumOrder';
import type { Batch, PlacedFiles } from './albumOrder';
import type { UploadBreaker } from './circuitBreaker';
import { MAX_BATCH_CREATE } from './createCall';
import { createMediaItems } from './createWithBisection';
import type { CreateOptions, CreateOutcome } from './createWithBisection';
import { SharedByBatches } from './identicalFiles';
import { destinationKey } from './types';
import type { NewMediaItem, UploadedFile } from './types';

/**
 * Groups sent files, in input order, into batches for one create call each: same destination, at most 50 files. Input
 * order is album order, so the files of an album must be added in that order.
 */
export class BatchBuilder<S extends NewMediaItem> {
	private readonly albumOrders = new Map<string, AlbumOrder>();
	private readonly open = new Map<string, Batch<S>>();

	/** @param placed what earlier tries of Retry On Fail put into each destination */
	constructor(private readonly placed = new Map<string, PlacedFiles>()) {}

	/** @returns the batch, if this file filled it */
	add(file: UploadedFile<S>): Batch<S> | undefined {
		const key = destinationKey(file.source);
		const { album, albumPosition } = file.source;
		const placed = this.placed.get(key) ?? new Map<string, string>();
		this.placed.set(key, placed);
		const albumOrder = this.albumOrders.get(key) ?? new AlbumOrder(album, albumPosition, placed);
		this.albumOrders.set(key, albumOrder);
		albumOrder.add(file);
		const batch = this.open.get(key) ?? { files: [], albumOrder };
		this.open.set(key, batch);
		batch.files.push(file);
		if (batch.files.length < MAX_BATCH_CREATE) return undefined;
		this.open.delete(key);
		return batch;
	}

	/** @returns the incomplete batches, one per destination */
	remaining(): Array<Batch<S>> {
		const batches = [...this.open.values()];
		this.open.clear();
		return batches;
	}
}

/** A media item created from a file. */
export interface CreatedItem<S extends NewMediaItem> {
	file: UploadedFile<S>;
	mediaItem: MediaItem;
	/** whether Google is known to have returned an existing media item because the bytes are the same */
	alreadyInLibrary: boolean;
}

/** Why a file has no media item, as far as is known. */
export interface FailedItem {
	error: Error;
	/** whether Google was asked to create it and did not say that it was not created */
	mayBeInLibrary: boolean;
}

/** Result of one file. */
export type CreateResult<S extends NewMediaItem> = CreatedItem<S> | FailedItem;

const placedBy = stateByKey<object, Map<string, PlacedFiles>>(() => new Map());

/**
 * Creates media items from files as they are added, in input order, up to 50 per call and one call at a time. A call
 * that is retried keeps its place in that order.
 * https://developers.google.com/photos/library/guides/upload-media
 */
export class CreateQueue<S extends NewMediaItem> {
	private readonly results = new Map<S, CreateResult<S>>();
	private readonly batches: BatchBuilder<S>;
	/** ids of the media items of this execution: a repeated id means that the bytes were the same */
	private readonly ids = new Set<string>();
	private readonly shared: SharedByBatches;
	private creating: Promise<void> = Promise.resolve();

	constructor(
		private readonly context: OperationContext,
		private readonly breaker: UploadBreaker,
		private readonly options: CreateOptions,
	) {
		this.shared = new SharedByBatches(context.n8n);
		const tries = triesOf(context.n8n);
		this.batches = new BatchBuilder(tries && placedBy(tries));
	}

	/** Adds the next file in input order. */
	add(file: UploadedFile<S>): void {
		const batch = this.batches.add(file);
		if (batch) this.create(batch);
	}

	/** Records that a file cannot be created. */
	fail(source: S, error: Error): void {
		this.results.set(source, { error, mayBeInLibrary: false });
		this.breaker.recordFailure(error);
	}

	/** Creates the remaining files. @returns the result of each file */
	async finish(): Promise<Map<S, CreateResult<S>>> {
		for (const batch of this.batches.remaining()) this.create(batch);
		await this.creating;
		return this.results;
	}

	private create(batch: Batch<S>): void {
		this.creating = this.creating.then(async () => {
			const [{ source }] = batch.files;
			const skipError = this.breaker.skipReason(source);
			if (skipError) {
				for (const file of batch.files) {
					this.fail(file.source, this.breaker.skipReason(file.source) as Error);
				}
				return;
			}
			const created = await createMediaItems(this.context, batch, { shared: this.shared, ...this.options });
			for (const file of batch.files) this.settle(file, created.get(file) as CreateOutcome);
			this.closeIfNothingGoes(batch);
		});
	}

	private settle(file: UploadedFile<S>, created: CreateOutcome): void {
		if ('error' in created) {
			const { error } = created;
			const mayBeInLibrary = file.unanswered === true || failureOf(error)?.kind === 'alreadyThere';
			this.results.set(file.source, { error, mayBeInLibrary });
			this.breaker.recordCreateFailure(file.source, error);
			return;
		}
		const { mediaItem, alreadyExisted } = created;
		const alreadyInLibrary = alreadyExisted || this.ids.has(mediaItem.id);
		this.ids.add(mediaItem.id);
		this.results.set(file.source, { file, mediaItem, alreadyInLibrary });
	}

	/** Google may not name a full album as the reason: if a whole batch is rejected, later ones are not sent. */
	private closeIfNothingGoes({ files }: Batch<S>): void {
		const errors = files.map(({ source }) => {
			const result = this.results.get(source) as CreateResult<S>;
			return 'error' in result ? result.error : undefined;
		});
		const last = errors.at(-1);
		if (last && errors.length > 1 && errors.every((error) => failureOf(error)?.kind === 'invalid')) {
			this.breaker.tripAlbum(files[0].source, last);
		}
	}
}

import type { MediaItem } from '../api/mediaItem';
import { failureOf } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { AlbumOrder } from './albumOrder';
import type { Batch } from './albumOrder';
import { MAX_BATCH_CREATE } from './batchCreate';
import type { UploadBreaker } from './breaker';
import { createMediaItems } from './createBatch';
import type { CreateOptions, CreateOutcome } from './createBatch';
import { SharedByBatches } from './twins';
import { destinationKey } from './types';
import type { NewMediaItem, UploadedFile } from './types';

/**
 * Gathers sent files, in input order, into batches that one call can create: all for the same place, at most
 * 50. Input order is album order, so the files of an album must come in that order.
 */
export class BatchBuilder<S extends NewMediaItem> {
	private readonly placements = new Map<string, AlbumOrder>();
	private readonly open = new Map<string, Batch<S>>();

	/** @returns the batch that this file has filled, if it has */
	add(file: UploadedFile<S>): Batch<S> | undefined {
		const key = destinationKey(file.source);
		const { album, albumPosition } = file.source;
		const placement = this.placements.get(key) ?? new AlbumOrder(album, albumPosition);
		this.placements.set(key, placement);
		placement.add(file);
		const batch = this.open.get(key) ?? { files: [], placement };
		this.open.set(key, batch);
		batch.files.push(file);
		if (batch.files.length < MAX_BATCH_CREATE) return undefined;
		this.open.delete(key);
		return batch;
	}

	/** @returns what is left, one batch a place */
	rest(): Array<Batch<S>> {
		const batches = [...this.open.values()];
		this.open.clear();
		return batches;
	}
}

/** A media item made of a file. */
export interface CreatedItem<S extends NewMediaItem> {
	file: UploadedFile<S>;
	mediaItem: MediaItem;
	/** whether it is known that Google gave a media item that it had before, as its bytes are the same */
	alreadyInLibrary: boolean;
}

/** Why no media item came of a file, as far as this side knows. */
export interface FailedItem {
	error: Error;
	/** Google was asked to make it, and did not say that it has not */
	mayBeInLibrary: boolean;
}

/** What became of a file. */
export type CreateResult<S extends NewMediaItem> = CreatedItem<S> | FailedItem;

/**
 * Makes media items of files as they come, in input order, up to 50 a call and one call at a time: also one
 * that is being repeated keeps its place.
 * https://developers.google.com/photos/library/guides/upload-media
 */
export class CreateQueue<S extends NewMediaItem> {
	private readonly results = new Map<S, CreateResult<S>>();
	private readonly batches = new BatchBuilder<S>();
	/** the media items of this run: the same again means that its bytes were the same */
	private readonly ids = new Set<string>();
	private readonly shared: SharedByBatches;
	private creating: Promise<void> = Promise.resolve();

	constructor(
		private readonly context: OperationContext,
		private readonly breaker: UploadBreaker,
		private readonly options: CreateOptions,
	) {
		this.shared = new SharedByBatches(context.n8n);
	}

	/** Adds the next file in input order. */
	add(file: UploadedFile<S>): void {
		const batch = this.batches.add(file);
		if (batch) this.create(batch);
	}

	/** Says that a file cannot be created. */
	fail(source: S, error: Error): void {
		this.results.set(source, { error, mayBeInLibrary: false });
		this.breaker.recordFailure(error);
	}

	/** Creates what is left. @returns the result of each file */
	async finish(): Promise<Map<S, CreateResult<S>>> {
		for (const batch of this.batches.rest()) this.create(batch);
		await this.creating;
		return this.results;
	}

	private create(batch: Batch<S>): void {
		this.creating = this.creating.then(async () => {
			const [{ source }] = batch.files;
			const against = this.breaker.skipReason(source);
			if (against) {
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

	/** A full album may answer without saying so: when all files of a batch are refused, the next ones wait at home. */
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

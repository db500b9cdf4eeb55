import type { MediaItem } from '../model/mediaItem';
import { failureOf } from '../request/explain';
import type { Run } from '../request/run';
import { Batches } from './batch';
import type { Batch, SentFile } from './batch';
import { createMediaItems } from './create';
import type { Created, CreateOptions } from './create';
import type { Ending } from './ending';
import { SharedByBatches } from './sharedByBatches';
import type { NewMediaItem } from './source';

/** A media item made of a file. */
export interface Made<S extends NewMediaItem> {
	file: SentFile<S>;
	mediaItem: MediaItem;
	/** whether it is known that Google gave a media item that it had before, as its bytes are the same */
	alreadyInLibrary: boolean;
}

/** Why no media item came of a file, as far as this side knows. */
export interface NotMade {
	error: Error;
	/** Google was asked to make it, and did not say that it has not */
	mayBeInLibrary: boolean;
}

/** What became of a file. */
export type Result<S extends NewMediaItem> = Made<S> | NotMade;

/**
 * Makes media items of files as they come, in input order, up to 50 a call and one call at a time: also one
 * that is being repeated keeps its place.
 * https://developers.google.com/photos/library/guides/upload-media
 */
export class Creation<S extends NewMediaItem> {
	private readonly results = new Map<S, Result<S>>();
	private readonly batches = new Batches<S>();
	/** the media items of this run: the same again means that its bytes were the same */
	private readonly ids = new Set<string>();
	private readonly shared: SharedByBatches;
	private creating: Promise<void> = Promise.resolve();

	constructor(
		private readonly run: Run,
		private readonly ending: Ending,
		private readonly options: CreateOptions,
	) {
		this.shared = new SharedByBatches(run.caller);
	}

	/** Adds the next file in input order. */
	add(file: SentFile<S>): void {
		const batch = this.batches.add(file);
		if (batch) this.create(batch);
	}

	/** Says that a file cannot be created. */
	fail(source: S, error: Error): void {
		this.results.set(source, { error, mayBeInLibrary: false });
		this.ending.note(error);
	}

	/** Creates what is left. @returns the result of each file */
	async finish(): Promise<Map<S, Result<S>>> {
		for (const batch of this.batches.rest()) this.create(batch);
		await this.creating;
		return this.results;
	}

	private create(batch: Batch<S>): void {
		this.creating = this.creating.then(async () => {
			const [{ source }] = batch.files;
			const against = this.ending.againstCreating(source);
			if (against) {
				for (const file of batch.files) {
					this.fail(file.source, this.ending.againstCreating(file.source) as Error);
				}
				return;
			}
			const created = await createMediaItems(this.run, batch, { shared: this.shared, ...this.options });
			for (const file of batch.files) this.settle(file, created.get(file) as Created);
			this.closeIfNothingGoes(batch);
		});
	}

	private settle(file: SentFile<S>, created: Created): void {
		if ('error' in created) {
			const { error } = created;
			const mayBeInLibrary = file.unanswered === true || failureOf(error)?.kind === 'alreadyThere';
			this.results.set(file.source, { error, mayBeInLibrary });
			this.ending.noteOfCreation(file.source, error);
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
			const result = this.results.get(source) as Result<S>;
			return 'error' in result ? result.error : undefined;
		});
		const last = errors.at(-1);
		if (last && errors.length > 1 && errors.every((error) => failureOf(error)?.kind === 'invalid')) {
			this.ending.closeDestination(files[0].source, last);
		}
	}
}

import type { INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from '../request/outcome';
import { endsTheRun, notSent, outputOf } from '../request/outcome';
import { DEFAULT_MAXIMUM_WAIT } from '../request/retry';
import type { Run } from '../request/run';
import { Batches } from './batch';
import type { Batch, SentFile } from './batch';
import { sendBytes } from './bytes';
import type { SendingLimits } from './bytes';
import { collect } from './collect';
import type { CollectOptions, Entry } from './collect';
import { createMediaItems } from './create';
import type { Created } from './create';
import { withDestinations } from './destination';
import { uploadOutput } from './output';
import { failureWithLibrary } from './stop';
import { subjectOf } from './source';
import type { Source } from './source';

/** The Options of the upload form. */
interface UploadOptions extends Partial<CollectOptions> {
	parallelUploads?: number;
	/** minutes */
	maximumWait?: number;
}

const MINUTE = 60_000;

/** An expression may give what is no number; the standard is then better than waiting for ever. */
function numberOr(value: unknown, standard: number): number {
	const number = Number(value ?? standard);
	return Number.isFinite(number) && number >= 0 ? number : standard;
}

/**
 * Files in, media items out: every file comes out as one media item or one error, in input order and paired.
 *
 * Bytes go out in parallel; media items are created in input order, up to 50 a call, one call at a time,
 * while later files are still being sent.
 * https://developers.google.com/photos/library/guides/upload-media
 */
export async function uploadFiles(run: Run): Promise<INodeExecutionData[]> {
	if (run.items.length === 0) return [];
	const options = run.parameter<UploadOptions>('options', 0, {});
	const limits = {
		parallel: Math.min(Math.max(Math.trunc(numberOr(options.parallelUploads, 5)), 1), 10),
		maximumWait: numberOr(options.maximumWait, DEFAULT_MAXIMUM_WAIT / MINUTE) * MINUTE,
	};
	const files = await collect(run, {
		itemsWithoutFiles: options.itemsWithoutFiles ?? 'error',
		unsupportedFiles: options.unsupportedFiles ?? 'error',
	});
	const entries = await withDestinations(run, files);
	const upload = new Upload(run, limits);
	const outcomes = await upload.of(entries.flatMap(sourceOf));
	const outputs = entries.map((entry) => outputFor(run, entry, outcomes));
	if (upload.end && !run.continueOnFail) throw failureWithLibrary(upload.end, outputs);
	return outputs;
}

function sourceOf(entry: Entry): Source[] {
	return 'source' in entry ? [entry.source] : [];
}

function outputFor(run: Run, entry: Entry, outcomes: Map<Source, Outcome>): INodeExecutionData {
	const item = run.indexOf(entry.position);
	if ('passThrough' in entry) return { ...run.items[entry.position], pairedItem: { item } };
	if ('error' in entry) return outputOf(entry, item);
	return outputOf(outcomes.get(entry.source) as Outcome, item);
}

/** One run of the pipeline. */
class Upload {
	private readonly outcomes = new Map<Source, Outcome>();
	private readonly batches = new Batches();
	/** the media items of this run: the same again means that its bytes were the same */
	private readonly ids = new Set<string>();
	/** creates of this run, one after the other: also one that is being repeated must keep its place */
	private creating: Promise<void> = Promise.resolve();
	private readonly limits: SendingLimits;
	/** what ended the run: what is not yet sent then stays where it is */
	end?: Error;

	constructor(
		private readonly run: Run,
		limits: Omit<SendingLimits, 'stillWanted' | 'failed'>,
	) {
		this.limits = {
			...limits,
			stillWanted: (source) => this.stopIfEnded(source),
			failed: (error) => this.endIfItMust(error),
		};
	}

	async of(sources: Source[]): Promise<Map<Source, Outcome>> {
		const sending = sources.map(async (source) => await this.send(source));
		for (const sent of sending) {
			const file = await sent;
			const batch = file && this.batches.add(file);
			if (batch) this.create(batch);
		}
		for (const batch of this.batches.rest()) this.create(batch);
		await this.creating;
		return this.outcomes;
	}

	private async send(source: Source): Promise<SentFile | undefined> {
		try {
			const sent = await sendBytes(this.run, source, this.limits);
			return { source, ...sent };
		} catch (error) {
			this.fail(source, error);
			return undefined;
		}
	}

	/** @throws what ended the run, as this file's own error */
	private stopIfEnded(source: Source): void {
		if (this.end) throw this.notSentAfter(this.end, source);
	}

	private notSentAfter(end: Error, source: Source): Error {
		return notSent(end, source.item, subjectOf(source).what);
	}

	private fail(source: Source, error: Error): void {
		this.outcomes.set(source, { error });
		this.endIfItMust(error);
	}

	/** Without Continue On Fail any failure ends the run; with it, one that no further request can survive. */
	private endIfItMust(error: Error): void {
		if (!this.run.continueOnFail || endsTheRun(error)) this.end ??= error;
	}

	private create(batch: Batch): void {
		this.creating = this.creating.then(async () => {
			// what was sent is created also after a failure, unless no request can succeed any more
			if (this.end && endsTheRun(this.end)) {
				for (const { source } of batch) this.fail(source, this.notSentAfter(this.end, source));
				return;
			}
			const created = await createMediaItems(this.run, batch, this.limits.maximumWait);
			for (const file of batch) {
				const result = created.get(file) as Created;
				if ('error' in result) {
					this.fail(file.source, result.error);
				} else {
					const { mediaItem, alreadyExisted } = result;
					const known = alreadyExisted || this.ids.has(mediaItem.id);
					this.ids.add(mediaItem.id);
					this.outcomes.set(file.source, { json: uploadOutput(file, mediaItem, known) });
				}
			}
		});
	}
}

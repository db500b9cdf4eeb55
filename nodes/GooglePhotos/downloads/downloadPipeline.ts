import type { IBinaryData } from 'n8n-workflow';
import { isProcessing, isVideo, mediaKindOf } from '../api/mediaItem';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { mediaBytes } from '../api/methods';
import { isFatal, rethrow, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import { stopsExecution } from '../execution/context';
import type { OperationContext } from '../execution/context';
import type { MediaKind } from '../files/fileType';
import { downloadMedia } from '../http/mediaDownload';
import { BaseUrls } from './baseUrls';
import { saveFile } from './saveFile';
import { dependsOnKind, fetchOfEitherKind, isNotThere, noVideoInside, renditionOf } from './variant';
import type { Variant } from './variant';
import { mediaItemOf, VideoReadiness } from './videoReadiness';

/** Download of one media item in one variant. Input items that need the same file share it. */
export interface DownloadTask {
	id: string;
	variant: Variant;
	/** maximum wait for Google to process a video */
	minutes: number;
	/** index of the first input item that needs it */
	item: number;
}

export type DownloadOutcome =
	| { mediaItem: MediaItem; file: IBinaryData }
	| { error: Error }
	/** not started, because this error had stopped the execution */
	| { endedBefore: Error };

/**
 * Low-water mark: with no more files than these in progress, the next batch of media items is read. Late, since base
 * URLs expire; early enough that the connection is never idle.
 */
const PREFETCH_THRESHOLD = 20;

/** Download pipeline of one execution: media items are read in batches of 50, their bytes are downloaded concurrently. */
export class DownloadPipeline {
	private readonly fetched = new Map<DownloadTask, DownloadOutcome>();
	/** the error that stopped the execution: no further file is started */
	private end?: Error;
	private endedBy?: DownloadTask;
	/** aborts the downloads in progress when their result is not needed any more */
	private readonly stop = new AbortController();
	private readonly processing: VideoReadiness;
	private underWay = 0;
	private proceed = () => {};

	constructor(private readonly context: OperationContext) {
		this.processing = new VideoReadiness(context, this.stop.signal);
	}

	/**
	 * @param wanted each pair of media item and variant once
	 * @throws without Continue On Fail, the first failure
	 */
	async run(wanted: DownloadTask[]): Promise<Map<DownloadTask, DownloadOutcome>> {
		const files: Array<Promise<void>> = [];
		for (let start = 0; start < wanted.length; start += MAX_BATCH_GET) {
			while (this.underWay > PREFETCH_THRESHOLD) await new Promise<void>((resolve) => (this.proceed = resolve));
			files.push(...(await this.begin(wanted.slice(start, start + MAX_BATCH_GET))));
		}
		await Promise.all(files);
		if (this.end && !this.context.continueOnFail) throw this.end;
		return this.fetched;
	}

	private async begin(batch: DownloadTask[]): Promise<Array<Promise<void>>> {
		if (this.end) {
			for (const wanted of batch) this.skip(wanted);
			return [];
		}
		let results: Map<string, MediaItemResult>;
		try {
			const ids = [...new Set(batch.map(({ id }) => id))];
			results = await getMediaItems(this.context, ids, subjectOf(batch[0]));
		} catch (error) {
			for (const wanted of batch) this.fail(wanted, withContext(error, subjectOf(wanted)));
			return [];
		}
		const items = [...results.values()].flatMap(({ mediaItem }) => (mediaItem?.id ? [mediaItem] : []));
		const urls = new BaseUrls(this.context, items);
		return batch.map(async (wanted) => await this.fetch(wanted, results.get(wanted.id), urls));
	}

	private async fetch(wanted: DownloadTask, result: MediaItemResult | undefined, urls: BaseUrls): Promise<void> {
		const subject = subjectOf(wanted);
		try {
			let item = mediaItemOf(this.context, result, subject);
			let from = urls;
			if (isProcessing(item)) {
				item = await this.processing.ready(wanted.id, wanted.minutes, subject);
				from = new BaseUrls(this.context, [item]);
			}
			this.fetched.set(wanted, { mediaItem: item, file: await this.file(wanted, item, from) });
		} catch (error) {
			if (this.end && error === this.end && this.endedBy !== wanted) this.skip(wanted);
			else this.fail(wanted, error);
		}
		urls.done(wanted.id);
	}

	/** Counts as in progress while it uses a base URL, not while Google processes the video. */
	private async file(wanted: DownloadTask, item: MediaItem, urls: BaseUrls): Promise<IBinaryData> {
		const { variant } = wanted;
		const kind = mediaKindOf(item);
		const fetch = async (of: MediaKind) => await this.rendition(wanted, item, urls, of);
		this.underWay++;
		try {
			return await (kind === undefined && dependsOnKind(variant) ? fetchOfEitherKind(fetch) : fetch(kind ?? 'photo'));
		} catch (error) {
			const isMotionPhoto = variant.onlyVideo && !isVideo(item);
			throw rethrow(isMotionPhoto && isNotThere(error) ? noVideoInside(this.context, subjectOf(wanted)) : error);
		} finally {
			this.underWay--;
			this.proceed();
		}
	}

	private async rendition(wanted: DownloadTask, item: MediaItem, urls: BaseUrls, of: MediaKind): Promise<IBinaryData> {
		const subject = subjectOf(wanted);
		const { parameters, kind } = renditionOf(of, wanted.variant);
		const end = `=${parameters}`;
		return await downloadMedia(this.context, {
			method: mediaBytes,
			subject,
			signal: this.stop.signal,
			onGiveUp: (error) => {
				if (!isFatal(error)) return;
				if (!this.end) this.endedBy = wanted;
				this.recordFailure(error);
			},
			urlProvider: async (failed) => {
				if (this.end) throw this.end;
				return `${await urls.get(wanted.id, subject, failed?.slice(0, -end.length))}${end}`;
			},
			save: async (reply) => await saveFile(this.context, reply, { ...item, kind }, subject),
		});
	}

	private fail(wanted: DownloadTask, error: Error): void {
		this.fetched.set(wanted, { error });
		this.recordFailure(error);
	}

	private recordFailure(error: Error): void {
		if (!stopsExecution(this.context, error)) return;
		this.end ??= error;
		if (!this.context.continueOnFail) this.stop.abort(this.end);
	}

	private skip(wanted: DownloadTask): void {
		this.fetched.set(wanted, { endedBefore: this.end as Error });
	}
}

function subjectOf({ id, item }: DownloadTask): ErrorContext {
	return { item, parameter: 'Media Item', what: `"${id}"` };
}

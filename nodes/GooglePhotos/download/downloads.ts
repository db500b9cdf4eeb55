import type { IBinaryData } from 'n8n-workflow';
import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { isVideo, mediaKindOf } from '../model/mediaItem';
import type { MediaKind } from '../model/mediaKind';
import { fetchMediaBytes } from '../request/bytes';
import { asItIs, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { getMediaItems, LARGEST_BATCH_GET } from '../request/mediaItems';
import { mediaBytes } from '../request/methods';
import { endsTheRun } from '../request/outcome';
import type { Run } from '../request/run';
import { BaseUrls } from './baseUrls';
import type { Fetched, Wanted } from './download';
import { ProcessingVideos } from './processing';
import { isProcessing, mediaItemOf } from './readable';
import { storeFile } from './storeFile';
import { fetchOfEitherKind, isNotThere } from './unknownKind';
import { dependsOnKind, noVideoInside, renditionOf } from './variant';

/**
 * When no more files than these are still to come, the next media items are asked for: late, since base URLs
 * die, but early enough that the line is never idle.
 */
const FEW = 20;

/** One run of the pipeline: media items are asked for by 50, their bytes come in several at once. */
export class Downloads {
	private readonly fetched = new Map<Wanted, Fetched>();
	/** what ended the run: what has not begun then is not begun any more */
	private end?: Error;
	private endedBy?: Wanted;
	/** ends also what is under way, when all of it is in vain */
	private readonly stop = new AbortController();
	private readonly processing: ProcessingVideos;
	private underWay = 0;
	private proceed = () => {};

	constructor(private readonly run: Run) {
		this.processing = new ProcessingVideos(run, this.stop.signal);
	}

	/**
	 * @param wanted each pair of media item and variant once
	 * @throws without Continue On Fail, the first failure in this order
	 */
	async of(wanted: Wanted[]): Promise<Map<Wanted, Fetched>> {
		const files: Array<Promise<void>> = [];
		for (let start = 0; start < wanted.length; start += LARGEST_BATCH_GET) {
			while (this.underWay > FEW) await new Promise<void>((resolve) => (this.proceed = resolve));
			files.push(...(await this.begin(wanted.slice(start, start + LARGEST_BATCH_GET))));
		}
		await Promise.all(files);
		if (this.end && !this.run.continueOnFail) throw this.firstFailure(wanted) ?? this.end;
		return this.fetched;
	}

	private async begin(batch: Wanted[]): Promise<Array<Promise<void>>> {
		if (this.end) {
			for (const wanted of batch) this.leave(wanted);
			return [];
		}
		let results: Map<string, MediaItemResult>;
		try {
			const ids = [...new Set(batch.map(({ id }) => id))];
			results = await getMediaItems(this.run, ids, subjectOf(batch[0]));
		} catch (error) {
			for (const wanted of batch) this.fail(wanted, sameFor(error, subjectOf(wanted)));
			return [];
		}
		const items = [...results.values()].flatMap(({ mediaItem }) => (mediaItem?.id ? [mediaItem] : []));
		const urls = new BaseUrls(this.run, items);
		return batch.map(async (wanted) => await this.fetch(wanted, results.get(wanted.id), urls));
	}

	private async fetch(wanted: Wanted, result: MediaItemResult | undefined, urls: BaseUrls): Promise<void> {
		const subject = subjectOf(wanted);
		try {
			let item = mediaItemOf(this.run, result, subject);
			let from = urls;
			if (isProcessing(item)) {
				item = await this.processing.ready(wanted.id, wanted.minutes, subject);
				from = new BaseUrls(this.run, [item]);
			}
			this.fetched.set(wanted, { mediaItem: item, file: await this.file(wanted, item, from) });
		} catch (error) {
			if (this.end && error === this.end && this.endedBy !== wanted) this.leave(wanted);
			else this.fail(wanted, error);
		}
		urls.done(wanted.id);
	}

	/** What is under way is what holds a base URL, not what waits for Google to process it. */
	private async file(wanted: Wanted, item: MediaItem, urls: BaseUrls): Promise<IBinaryData> {
		const { variant } = wanted;
		const kind = mediaKindOf(item);
		const fetch = async (of: MediaKind) => await this.rendition(wanted, item, urls, of);
		this.underWay++;
		try {
			return await (kind === undefined && dependsOnKind(variant) ? fetchOfEitherKind(fetch) : fetch(kind ?? 'photo'));
		} catch (error) {
			const inside = variant.onlyVideo && !isVideo(item);
			throw asItIs(inside && isNotThere(error) ? noVideoInside(this.run, subjectOf(wanted)) : error);
		} finally {
			this.underWay--;
			this.proceed();
		}
	}

	private async rendition(wanted: Wanted, item: MediaItem, urls: BaseUrls, of: MediaKind): Promise<IBinaryData> {
		const subject = subjectOf(wanted);
		const { parameters, kind } = renditionOf(of, wanted.variant);
		const end = `=${parameters}`;
		return await fetchMediaBytes(this.run.caller, this.run.settings, {
			method: mediaBytes,
			subject,
			unwanted: this.stop.signal,
			failed: (error) => {
				if (!endsTheRun(error)) return;
				if (!this.end) this.endedBy = wanted;
				this.note(error);
			},
			address: async (failed) => {
				if (this.end) throw this.end;
				return `${await urls.of(wanted.id, subject, failed?.slice(0, -end.length))}${end}`;
			},
			store: async (reply) => await storeFile(this.run, reply, { ...item, kind }, subject),
		});
	}

	private fail(wanted: Wanted, error: Error): void {
		this.fetched.set(wanted, { error });
		this.note(error);
	}

	private note(error: Error): void {
		if (this.run.continueOnFail) {
			if (endsTheRun(error)) this.end ??= error;
		} else {
			this.end ??= error;
			this.stop.abort(this.end);
		}
	}

	private firstFailure(wanted: Wanted[]): Error | undefined {
		for (const one of wanted) {
			const fetched = this.fetched.get(one);
			if (fetched && 'error' in fetched) return fetched.error;
		}
		return undefined;
	}

	private leave(wanted: Wanted): void {
		this.fetched.set(wanted, { endedBefore: this.end as Error });
	}
}

function subjectOf({ id, item }: Wanted): Subject {
	return { item, parameter: 'Media Item', what: `"${id}"` };
}

import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { clock } from '../request/clock';
import { refusal, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { getMediaItems } from '../request/mediaItems';
import type { Run } from '../request/run';
import { mediaItemOf } from './readable';

/** Base URLs live for 60 minutes; users have seen them die after 30. In milliseconds. */
const FRESH = 20 * 60_000;

/**
 * The base URLs of media items that were asked for together. They die together as well, and are then asked
 * for together again: one request, however many files wait for it.
 */
export class BaseUrls {
	private readonly results: Map<string, MediaItemResult>;
	/** ids of which no base URL is needed any more */
	private readonly left = new Set<string>();
	private askedAt = clock.now();
	private asking?: Promise<void>;

	/** @param items as Google has just sent them, up to 50 */
	constructor(
		private readonly run: Run,
		items: MediaItem[],
	) {
		this.results = new Map(items.map((mediaItem) => [mediaItem.id, { mediaItem }]));
	}

	/**
	 * The base URL of a media item, asked for anew if it is no longer fresh.
	 *
	 * @param failed one that Google refused, or whose bytes broke off
	 * @throws NodeApiError made by `explain` if it cannot be asked for; NodeOperationError if Google gives none
	 */
	async of(id: string, subject: Subject, failed?: string): Promise<string> {
		// the same media item may be wanted in several variants
		this.left.delete(id);
		const old = clock.now() - this.askedAt > FRESH;
		if (old || (failed !== undefined && failed === this.urlOf(id))) await this.askAnew(subject);
		const { baseUrl } = mediaItemOf(this.run, this.results.get(id), subject);
		if (baseUrl) return baseUrl;
		const advice = 'Run this item again in some minutes.';
		throw refusal(this.run.caller.getNode(), 'Google gave no address for the file', advice, subject);
	}

	/** The file is there, or will not come: its base URL is not asked for again. */
	done(id: string): void {
		this.left.add(id);
	}

	private urlOf(id: string): string | undefined {
		return this.results.get(id)?.mediaItem?.baseUrl;
	}

	private async askAnew(subject: Subject): Promise<void> {
		this.asking ??= this.ask(subject).finally(() => {
			this.asking = undefined;
		});
		try {
			await this.asking;
		} catch (error) {
			throw sameFor(error, subject);
		}
	}

	private async ask(subject: Subject): Promise<void> {
		const ids = [...this.results.keys()].filter((id) => !this.left.has(id));
		for (const [id, result] of await getMediaItems(this.run, ids, subject)) this.results.set(id, result);
		this.askedAt = clock.now();
	}
}

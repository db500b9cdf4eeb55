import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { inputError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { getMediaItems } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { mediaItemOf } from './videoReadiness';

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
		private readonly context: OperationContext,
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
	async get(id: string, subject: ErrorContext, failed?: string): Promise<string> {
		// the same media item may be wanted in several variants
		this.left.delete(id);
		const old = clock.now() - this.askedAt > FRESH;
		if (old || (failed !== undefined && failed === this.urlOf(id))) await this.refresh(subject);
		const { baseUrl } = mediaItemOf(this.context, this.results.get(id), subject);
		if (baseUrl) return baseUrl;
		const advice = 'Run this item again in some minutes.';
		throw inputError(this.context.n8n.getNode(), 'Google gave no address for the file', advice, subject);
	}

	/** The file is there, or will not come: its base URL is not asked for again. */
	done(id: string): void {
		this.left.add(id);
	}

	private urlOf(id: string): string | undefined {
		return this.results.get(id)?.mediaItem?.baseUrl;
	}

	private async refresh(subject: ErrorContext): Promise<void> {
		this.asking ??= this.ask(subject).finally(() => {
			this.asking = undefined;
		});
		try {
			await this.asking;
		} catch (error) {
			throw withContext(error, subject);
		}
	}

	private async ask(subject: ErrorContext): Promise<void> {
		const ids = [...this.results.keys()].filter((id) => !this.left.has(id));
		for (const [id, result] of await getMediaItems(this.context, ids, subject)) this.results.set(id, result);
		this.askedAt = clock.now();
	}
}

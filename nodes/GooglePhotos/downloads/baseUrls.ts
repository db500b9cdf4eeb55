import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { inputError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { getMediaItems } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { mediaItemOf } from './videoReadiness';

/** Maximum age in milliseconds. Base URLs are valid for 60 minutes; users have seen them expire after 30. */
const FRESH = 20 * 60_000;

/**
 * Base URLs of media items that were requested together. They also expire together, and are then requested again
 * together: one request, however many files wait for it.
 */
export class BaseUrls {
	private readonly results: Map<string, MediaItemResult>;
	/** ids of media items that no longer need a base URL */
	private readonly pending = new Set<string>();
	private refreshedAt = clock.now();
	private refreshing?: Promise<void>;

	/** @param items as Google has just returned them, up to 50 */
	constructor(
		private readonly context: OperationContext,
		items: MediaItem[],
	) {
		this.results = new Map(items.map((mediaItem) => [mediaItem.id, { mediaItem }]));
	}

	/**
	 * Base URL of a media item, requested again if it is too old or has failed.
	 *
	 * @param failed base URL that Google rejected, or whose download broke off
	 * @throws NodeApiError if the request fails; NodeOperationError if Google returns no base URL
	 */
	async get(id: string, subject: ErrorContext, failed?: string): Promise<string> {
		// the same media item may be requested in several variants
		this.pending.delete(id);
		const old = clock.now() - this.refreshedAt > FRESH;
		if (old || (failed !== undefined && failed === this.urlOf(id))) await this.refresh(subject);
		const { baseUrl } = mediaItemOf(this.context, this.results.get(id), subject);
		if (baseUrl) return baseUrl;
		const advice = 'Run this item again in a few minutes.';
		throw inputError(this.context.node, 'Google provided no URL for the file', advice, subject);
	}

	/** Marks a media item as finished, downloaded or failed: its base URL is not requested again. */
	done(id: string): void {
		this.pending.add(id);
	}

	private urlOf(id: string): string | undefined {
		return this.results.get(id)?.mediaItem?.baseUrl;
	}

	private async refresh(subject: ErrorContext): Promise<void> {
		this.refreshing ??= this.ask(subject).finally(() => {
			this.refreshing = undefined;
		});
		try {
			await this.refreshing;
		} catch (error) {
			throw withContext(error, subject);
		}
	}

	private async ask(subject: ErrorContext): Promise<void> {
		const ids = [...this.results.keys()].filter((id) => !this.pending.has(id));
		for (const [id, result] of await getMediaItems(this.context, ids, subject)) this.results.set(id, result);
		this.refreshedAt = clock.now();
	}
}

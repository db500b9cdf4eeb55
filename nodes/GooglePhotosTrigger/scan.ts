import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, rethrow } from '../GooglePhotos/errors/nodeError';
import type { Feed, FeedItem } from './feed';
import { SeenIds } from './seenIds';
import type { FullScan, TriggerState } from './state';

/** Where a read of pages stopped. */
export interface Cursor {
	/** token of the next page; undefined at the end of the list */
	next?: string;
	/** token of the page that was read last; undefined for the first page */
	last?: string;
	/** whether it stopped at the deadline with pages left */
	outOfTime: boolean;
	/** number of pages read */
	pages: number;
	/** whether Google rejected the token and the list was read from its first page */
	restarted?: boolean;
}

/** Maximum number of page tokens remembered per full scan. */
const MAX_TOKENS = 2000;

/** The pages of one list that one poll reads, without duplicate entries. */
export class Scan {
	/** in the order of the list */
	readonly items: FeedItem[] = [];
	private readonly ids = new Set<string>();

	/** @param deadline no further page is requested after this time, in milliseconds since 1970 */
	constructor(
		private readonly feed: Feed,
		readonly known: SeenIds,
		private readonly deadline: number,
	) {}

	/** The entries whose IDs are not known. */
	get found(): FeedItem[] {
		return this.items.filter(({ id }) => !this.known.has(id));
	}

	/**
	 * Reads pages from that of a token on, at least one.
	 *
	 * @param enough whether to stop after a page; not called for a page without entries
	 * @param passed page tokens that were already seen: a next token among them ends the list; new ones are added
	 */
	async pages(
		token?: string,
		enough: (page: FeedItem[]) => boolean = () => false,
		passed: SeenIds = new SeenIds(),
	): Promise<Cursor> {
		let last = token;
		let next = token;
		let pages = 0;
		for await (const { entries, nextPageToken } of this.feed.pages(token)) {
			last = next;
			next = nextPageToken;
			pages++;
			for (const entry of entries) {
				if (!this.ids.has(entry.id)) this.items.push(entry);
				this.ids.add(entry.id);
			}
			if (entries.length > 0 && enough(entries)) break;
			if (next !== undefined && passed.has(next)) return { last, outOfTime: false, pages };
			passed.markRecent(next === undefined ? [] : [next]);
			if (clock.now() >= this.deadline) return { next, last, outOfTime: next !== undefined, pages };
		}
		return { next, last, outOfTime: false, pages };
	}

	/**
	 * Continues where an earlier poll stopped. Google does not document how long page tokens are valid: if it rejects
	 * this one, reads from the first page.
	 */
	async continueAt(token?: string, passed?: SeenIds, enough?: (page: FeedItem[]) => boolean): Promise<Cursor> {
		try {
			return await this.pages(token, enough, passed);
		} catch (error) {
			if (token === undefined || failureOf(error)?.kind !== 'invalid') throw rethrow(error);
			return { ...(await this.pages(undefined, enough)), restarted: true };
		}
	}

	/**
	 * Continues a full scan until the deadline.
	 *
	 * @param enough whether to stop after a page
	 * @returns where it stopped, and the rest of the scan; no rest at the end of the list or if page tokens repeat
	 */
	async continueScan(fullScan: FullScan, enough?: (page: FeedItem[]) => boolean): Promise<{ stop: Cursor; left?: FullScan }> {
		const passed = new SeenIds(fullScan.passed, MAX_TOKENS);
		const stop = await this.continueAt(fullScan.token, passed, enough);
		if (stop.next === undefined) return { stop };
		const tokens = stop.restarted ? undefined : passed.toString();
		return { stop, left: { ...fullScan, token: stop.next, passed: tokens } };
	}
}

/** Context of one poll. Times are in milliseconds since 1970. */
export interface PollContext {
	feed: Feed;
	memory: TriggerState;
	scan: Scan;
	/** when the poll began */
	now: number;
	/** no further page is requested after this time */
	deadline: number;
	/** whether a full scan is due: its interval is over, or the credential has a new sign-in */
	due: boolean;
}

/** Result of a poll: the new entries in the order of the list, and the memory for the next poll. */
export interface PollResult {
	found: FeedItem[];
	memory: TriggerState;
}

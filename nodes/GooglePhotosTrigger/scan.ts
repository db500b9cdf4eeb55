import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, rethrow } from '../GooglePhotos/errors/nodeError';
import type { Feed, FeedItem } from './feed';
import { SeenIds } from './seenIds';
import type { FullScan } from './state';

/** Where a reading of pages ended. */
export interface Cursor {
	/** the page that would have come next; none if this was the end of the list */
	next?: string;
	/** the page that was read last; none if it is the first one */
	last?: string;
	/** there was no time for more */
	outOfTime: boolean;
	/** how many pages were read */
	pages: number;
	/** the token was refused, and the list was read from its beginning */
	restarted?: boolean;
}

/** How many tokens of one walk are remembered. */
const MAX_TOKENS = 2000;

/** What one poll reads: pages of one list, each entry once. */
export class Scan {
	/** in the order in which they were read */
	readonly items: FeedItem[] = [];
	private readonly ids = new Set<string>();

	/** @param deadline no further page is asked for after this, in milliseconds since 1970 */
	constructor(
		private readonly watched: Feed,
		readonly known: SeenIds,
		private readonly deadline: number,
	) {}

	/** What is not known. */
	get found(): FeedItem[] {
		return this.items.filter(({ id }) => !this.known.has(id));
	}

	/**
	 * Reads pages from that of a token on, one at least.
	 *
	 * @param enough whether to stop after a page; a page without entries does not stop it
	 * @param passed tokens that lead nowhere new
	 */
	async pages(
		token?: string,
		enough: (page: FeedItem[]) => boolean = () => false,
		passed: SeenIds = new SeenIds(),
	): Promise<Cursor> {
		let last = token;
		let next = token;
		let pages = 0;
		for await (const { entries, nextPageToken } of this.watched.pages(token)) {
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
	 * Reads on where an earlier poll stopped, to the end. Google does not say how long page tokens live: when
	 * it refuses this one, from the beginning.
	 */
	async rest(token?: string, passed?: SeenIds, enough?: (page: FeedItem[]) => boolean): Promise<Cursor> {
		try {
			return await this.pages(token, enough, passed);
		} catch (error) {
			if (token === undefined || failureOf(error)?.kind !== 'invalid') throw rethrow(error);
			return { ...(await this.pages(undefined, enough)), restarted: true };
		}
	}

	/**
	 * Goes on with a walk, as far as there is time.
	 *
	 * @param enough whether to stop after a page
	 * @returns where it stopped, and the walk that is left; none if it has come to its end, also by tokens that go round
	 */
	async walkOn(walk: FullScan, enough?: (page: FeedItem[]) => boolean): Promise<{ stop: Cursor; left?: FullScan }> {
		const passed = new SeenIds(walk.passed, MAX_TOKENS);
		const stop = await this.rest(walk.token, passed, enough);
		if (stop.next === undefined) return { stop };
		const tokens = stop.restarted ? undefined : passed.toString();
		return { stop, left: { ...walk, token: stop.next, passed: tokens } };
	}
}

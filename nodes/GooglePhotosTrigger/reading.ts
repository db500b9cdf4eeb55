import { clock } from '../GooglePhotos/request/clock';
import { asItIs, failureOf } from '../GooglePhotos/request/explain';
import { Known } from './known';
import type { Walk } from './memory';
import type { Entry, Watched } from './watched';

/** Where a reading of pages ended. */
export interface Stop {
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
const MOST_TOKENS = 2000;

/** What one poll reads: pages of one list, each entry once. */
export class Reading {
	/** in the order in which they were read */
	readonly sighted: Entry[] = [];
	private readonly ids = new Set<string>();

	/** @param deadline no further page is asked for after this, in milliseconds since 1970 */
	constructor(
		private readonly watched: Watched,
		readonly known: Known,
		private readonly deadline: number,
	) {}

	/** What is not known. */
	get found(): Entry[] {
		return this.sighted.filter(({ id }) => !this.known.has(id));
	}

	/**
	 * Reads pages from that of a token on, one at least.
	 *
	 * @param enough whether to stop after a page; a page without entries does not stop it
	 * @param passed tokens that lead nowhere new
	 */
	async pages(
		token?: string,
		enough: (page: Entry[]) => boolean = () => false,
		passed: Known = new Known(),
	): Promise<Stop> {
		let last = token;
		let next = token;
		let pages = 0;
		for await (const { entries, nextPageToken } of this.watched.pages(token)) {
			last = next;
			next = nextPageToken;
			pages++;
			for (const entry of entries) {
				if (!this.ids.has(entry.id)) this.sighted.push(entry);
				this.ids.add(entry.id);
			}
			if (entries.length > 0 && enough(entries)) break;
			if (next !== undefined && passed.has(next)) return { last, outOfTime: false, pages };
			passed.putLast(next === undefined ? [] : [next]);
			if (clock.now() >= this.deadline) return { next, last, outOfTime: next !== undefined, pages };
		}
		return { next, last, outOfTime: false, pages };
	}

	/**
	 * Reads on where an earlier poll stopped, to the end. Google does not say how long page tokens live: when
	 * it refuses this one, from the beginning.
	 */
	async rest(token?: string, passed?: Known, enough?: (page: Entry[]) => boolean): Promise<Stop> {
		try {
			return await this.pages(token, enough, passed);
		} catch (error) {
			if (token === undefined || failureOf(error)?.kind !== 'invalid') throw asItIs(error);
			return { ...(await this.pages(undefined, enough)), restarted: true };
		}
	}

	/**
	 * Goes on with a walk, as far as there is time.
	 *
	 * @param enough whether to stop after a page
	 * @returns where it stopped, and the walk that is left; none if it has come to its end, also by tokens that go round
	 */
	async walkOn(walk: Walk, enough?: (page: Entry[]) => boolean): Promise<{ stop: Stop; left?: Walk }> {
		const passed = new Known(walk.passed, MOST_TOKENS);
		const stop = await this.rest(walk.token, passed, enough);
		if (stop.next === undefined) return { stop };
		const tokens = stop.restarted ? undefined : passed.toString();
		return { stop, left: { ...walk, token: stop.next, passed: tokens } };
	}
}

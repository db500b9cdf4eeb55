import type { Feed, FeedItem } from './feed';
import type { Scan } from './scan';
import type { TriggerState } from './state';

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

import type { Feed, FeedItem } from './feed';
import type { Scan } from './scan';
import type { TriggerState } from './state';

/** Everything one poll goes by; times in milliseconds. */
export interface PollContext {
	watched: Feed;
	memory: TriggerState;
	reading: Scan;
	/** when the poll began, since 1970 */
	now: number;
	/** no further page is asked for after this, since 1970 */
	deadline: number;
	/** a whole reading is due: for its time, or since the credential was signed in anew */
	due: boolean;
}

/** What a poll came to: what is new, in the order of the list, and what to remember. */
export interface PollResult {
	found: FeedItem[];
	memory: TriggerState;
}

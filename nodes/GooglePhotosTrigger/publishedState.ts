import type { IPollFunctions } from 'n8n-workflow';

/**
 * What a trigger keeps in the process until it is published again or n8n restarts. Unlike its memory (state.ts), nothing
 * depends on it but the number of requests.
 */
export interface PublishedState {
	/** the daily quota is used up: the error, and until when no requests are sent, in milliseconds since 1970 */
	backOff?: { until: number; error: Error };
	/** a title that the whole list of albums did not have, and when it was read, in milliseconds since 1970 */
	missing?: { title: string; listedAt: number };
}

const states = new WeakMap<IPollFunctions, PublishedState>();

/**
 * State of a trigger by the context that n8n creates when a workflow is published or n8n starts. Versions of n8n that
 * create a context for each poll have none: they back off themselves after a failed poll.
 */
export function publishedState(context: IPollFunctions): PublishedState {
	const state = states.get(context) ?? {};
	states.set(context, state);
	return state;
}

import type { IPollFunctions } from 'n8n-workflow';
import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, rethrow } from '../GooglePhotos/errors/nodeError';
import { CREDENTIAL } from '../GooglePhotos/http/credential';
import { nextReset } from './failureCause';

const HOUR = 60 * 60 * 1000;

/** The triggers that are polling, each until its promise is settled. */
const polling = new Map<string, Promise<unknown>>();

/** A trigger that asks for nothing, since the requests of the day are used up. */
interface Rest {
	/** milliseconds since 1970 */
	until: number;
	/** why */
	error: Error;
}

/**
 * By the context that n8n makes when a workflow is published or n8n starts: doing that again ends the rest. Where
 * n8n makes one for each poll, n8n itself waits after a failed one.
 */
const resting = new WeakMap<IPollFunctions, Rest>();

/**
 * Lets a trigger poll once at a time: n8n starts the next poll also when the last one has not ended. And once
 * the requests of the day are used up, only from hour to hour until they are granted anew: each poll would be
 * another failed execution.
 *
 * @param remembers whether the trigger has a memory. n8n takes a poll that gives nothing for a success, and one
 *   without memory has not begun to watch: it waits for its turn, and throws again while it rests
 * @returns what `poll` returns, or null if it is not its turn
 */
export async function guardPoll<T>(
	context: IPollFunctions,
	remembers: () => boolean,
	poll: () => Promise<T>,
): Promise<T | null> {
	const { id, credentials } = context.getNode();
	const key = [context.getWorkflow().id, id, credentials?.[CREDENTIAL]?.id].join('\0');
	const rest = resting.get(context);
	if (rest && clock.now() < rest.until) {
		if (remembers()) return null;
		throw rethrow(rest.error);
	}
	if (polling.has(key) && remembers()) return null;
	while (polling.has(key)) await polling.get(key)?.catch(() => undefined);
	resting.delete(context);
	const turn = poll();
	polling.set(key, turn);
	try {
		return await turn;
	} catch (error) {
		if (failureOf(error)?.kind === 'dayQuota') {
			resting.set(context, { until: Math.min(nextReset(clock.now()), clock.now() + HOUR), error });
		}
		throw rethrow(error);
	} finally {
		polling.delete(key);
	}
}

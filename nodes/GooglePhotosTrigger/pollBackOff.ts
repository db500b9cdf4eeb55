import type { IPollFunctions } from 'n8n-workflow';
import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, rethrow } from '../GooglePhotos/errors/nodeError';
import { CREDENTIAL } from '../GooglePhotos/http/credential';
import { nextReset } from './pollErrors';
import { publishedState } from './publishedState';

const HOUR = 60 * 60 * 1000;

/** Running polls by trigger, each until its promise is settled. */
const polling = new Map<string, Promise<unknown>>();

/**
 * Lets each trigger run one poll at a time: n8n starts the next poll even if the last one has not ended. Once the daily
 * quota is used up, it polls once per hour until the quota is reset, since each poll would be another failed execution.
 *
 * @param hasState whether the trigger has a memory. Without one it has not begun to watch, and n8n would take a poll
 *   that returns nothing for a success: so it waits for the running poll, and rethrows the error during the pause
 * @returns what `poll` returns, or null if the poll is skipped
 */
export async function guardPoll<T>(
	context: IPollFunctions,
	hasState: () => boolean,
	poll: () => Promise<T>,
): Promise<T | null> {
	const { id, credentials } = context.getNode();
	const key = [context.getWorkflow().id, id, credentials?.[CREDENTIAL]?.id].join('\0');
	const state = publishedState(context);
	const { backOff } = state;
	if (backOff && clock.now() < backOff.until) {
		if (hasState()) return null;
		throw rethrow(backOff.error);
	}
	if (polling.has(key) && hasState()) return null;
	while (polling.has(key)) await polling.get(key)?.catch(() => undefined);
	state.backOff = undefined;
	const running = poll();
	polling.set(key, running);
	try {
		return await running;
	} catch (error) {
		if (failureOf(error)?.kind === 'dayQuota') {
			state.backOff = { until: Math.min(nextReset(clock.now()), clock.now() + HOUR), error };
		}
		throw rethrow(error);
	} finally {
		polling.delete(key);
	}
}

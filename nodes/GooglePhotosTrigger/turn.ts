import type { IPollFunctions } from 'n8n-workflow';
import { CREDENTIAL } from '../GooglePhotos/request/signIn';
import { clock } from '../GooglePhotos/request/clock';
import { failureOf } from '../GooglePhotos/request/explain';
import { nextReset } from './dayQuota';

const HOUR = 60 * 60 * 1000;

/** The triggers that are polling. */
const polling = new Set<string>();

/** Triggers whose requests of the day are used up, and until when (milliseconds since 1970) they ask for nothing. */
const resting = new Map<string, number>();

/**
 * Lets a trigger poll once at a time: n8n starts the next poll also when the last one has not ended. And once
 * the requests of the day are used up, only from hour to hour until they are granted anew: each poll would be
 * another failed execution.
 *
 * @returns what `poll` returns, or null if it is not its turn
 */
export async function inTurn<T>(context: IPollFunctions, poll: () => Promise<T>): Promise<T | null> {
	const { id, credentials } = context.getNode();
	const key = [context.getWorkflow().id, id, credentials?.[CREDENTIAL]?.id].join('\0');
	if (polling.has(key) || clock.now() < (resting.get(key) ?? 0)) return null;
	polling.add(key);
	resting.delete(key);
	const ended = (error?: unknown) => {
		polling.delete(key);
		if (failureOf(error)?.kind !== 'dayQuota') return;
		resting.set(key, Math.min(nextReset(clock.now()), clock.now() + HOUR));
	};
	return await poll().then(
		(result) => {
			ended();
			return result;
		},
		(error) => {
			ended(error);
			throw error;
		},
	);
}

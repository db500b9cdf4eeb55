import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { inputError, rethrow } from '../GooglePhotos/errors/nodeError';
import { forgetGrant } from '../GooglePhotos/http/credential';
import { DEFAULT_MAXIMUM_WAIT } from '../GooglePhotos/http/retryBudget';
import { inputErrorFor, optionValue, parseNumber } from '../GooglePhotos/properties/values';
import { withFailureCause } from './failureCause';
import { feedOf } from './feed';
import type { Feed, FeedItem } from './feed';
import type { PollResult } from './pollContext';
import { guardPoll } from './pollGuard';
import { keep, recall } from './state';
import type { TriggerState } from './state';
import { runPoll } from './strategies';
import type { PollOptions } from './strategies';
import { mayBeGone } from './watchedAlbum';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/** What a poll may take where n8n does not say it: that of 1.x does not. */
const USUAL_BUDGET = 5 * MINUTE;

/** How many entries a test in the editor shows. */
const SAMPLE = 5;

/**
 * One poll of the trigger: what has come since the last one starts the workflow, everything at once.
 *
 * @returns null if nothing has come, or if the last poll has not ended
 * @throws NodeApiError or NodeOperationError for the user; n8n is told why, if it wants to know
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const budget = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? USUAL_BUDGET;
	const remembers = () => recall(context) !== undefined;
	try {
		forgetGrant(context);
		if (context.getMode() === 'manual') return handedOn(...(await sample(context, budget)));
		return await guardPoll(context, remembers, async () => {
			const habits = { fullCheckEvery: fullCheckOf(context), budget };
			const { watched, found, memory } = await lookOnce(context, recall(context), habits);
			keep(context, memory);
			return found.length > 0 ? handedOn(watched, found) : null;
		});
	} catch (error) {
		throw rethrow(withFailureCause(error, remembers()));
	}
}

async function lookOnce(
	context: IPollFunctions,
	memory: TriggerState | undefined,
	habits: PollOptions,
	surely = false,
): Promise<PollResult & { watched: Feed }> {
	const watched = await feedOf(context, waitOf(habits.budget), memory, surely);
	try {
		return { watched, ...(await runPoll(watched, memory, habits)) };
	} catch (error) {
		// the album is gone, and another one may have its title
		if (surely || !watched.titled || !mayBeGone(error)) throw rethrow(error);
		return await lookOnce(context, memory, habits, true);
	}
}

/** @returns milliseconds to go on after "too many requests" */
function waitOf(budget: number): number {
	return Math.min(budget, DEFAULT_MAXIMUM_WAIT);
}

function handedOn(watched: Feed, entries: FeedItem[]): INodeExecutionData[][] {
	return [watched.inOrder(entries).map((entry) => ({ json: watched.present(entry) }))];
}

/**
 * What a test in the editor shows: the first ones of the list, new or not. Nothing is remembered of it.
 *
 * @throws NodeOperationError if there is none
 */
async function sample(context: IPollFunctions, budget: number): Promise<[Feed, FeedItem[]]> {
	const watched = await feedOf(context, waitOf(budget), recall(context), true);
	for await (const { entries } of watched.pages(undefined, SAMPLE)) {
		if (entries.length > 0) return [watched, entries.slice(0, SAMPLE)];
	}
	throw inputError(
		context.getNode(),
		'There is nothing to show yet',
		'This app has uploaded no photo or video, or made no album, that would start the workflow. Do that with the Google Photos node, then test again.',
	);
}

/** @returns milliseconds @throws NodeOperationError if it is no number from 0 on */
function fullCheckOf(context: IPollFunctions): number {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const rules = { parameter: 'Full Check Every (Hours)', min: 0 };
	return parseNumber(optionValue(options, 'fullCheckEvery', 24), rules, inputErrorFor(context.getNode(), {})) * HOUR;
}

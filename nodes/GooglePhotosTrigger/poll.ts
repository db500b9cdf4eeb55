import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { inputError, rethrow } from '../GooglePhotos/errors/nodeError';
import { forgetGrant } from '../GooglePhotos/http/credential';
import { DEFAULT_MAXIMUM_WAIT } from '../GooglePhotos/http/retryPolicy';
import { feedOf } from './feed';
import type { Feed, FeedItem } from './feed';
import { fullCheckOf } from './fullCheck';
import { guardPoll } from './pollBackOff';
import { withFailureCause } from './pollErrors';
import { runPoll } from './pollStrategy';
import type { PollOptions } from './pollStrategy';
import type { PollResult } from './scan';
import { loadState, saveState } from './state';
import type { TriggerState } from './state';
import { mayBeGone } from './watchedAlbum';

const MINUTE = 60 * 1000;

/** Time budget of a poll in milliseconds where n8n does not provide one: n8n 1.x does not. */
const USUAL_BUDGET = 5 * MINUTE;

/** Maximum number of entries that a test in the editor shows. */
const SAMPLE = 5;

/**
 * One poll of the trigger. All entries that are new since the last poll start the workflow in one execution.
 *
 * @returns null if nothing is new or the poll is skipped; see `guardPoll`
 * @throws NodeApiError or NodeOperationError; carries the failure cause for versions of n8n that read it
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const budget = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? USUAL_BUDGET;
	const hasState = () => loadState(context) !== undefined;
	try {
		forgetGrant(context);
		if (context.getMode() === 'manual') return toOutput(...(await sample(context, budget)));
		return await guardPoll(context, hasState, async () => {
			const options = { fullCheckEvery: fullCheckOf(context), budget };
			const { feed, found, memory } = await pollOnce(context, loadState(context), options);
			saveState(context, memory);
			return found.length > 0 ? toOutput(feed, found) : null;
		});
	} catch (error) {
		throw rethrow(withFailureCause(context.getNode(), error, hasState()));
	}
}

async function pollOnce(
	context: IPollFunctions,
	memory: TriggerState | undefined,
	options: PollOptions,
	recheckTitle = false,
): Promise<PollResult & { feed: Feed }> {
	const feed = await feedOf(context, waitOf(options.budget), memory, recheckTitle);
	try {
		return { feed, ...(await runPoll(feed, memory, options)) };
	} catch (error) {
		// the album may be gone, and another one may have its title: look the title up again
		if (recheckTitle || !feed.titled || !mayBeGone(error)) throw rethrow(error);
		return await pollOnce(context, memory, options, true);
	}
}

/** @returns milliseconds to keep retrying while throttled */
function waitOf(budget: number): number {
	return Math.min(budget, DEFAULT_MAXIMUM_WAIT);
}

function toOutput(feed: Feed, entries: FeedItem[]): INodeExecutionData[][] {
	return [feed.inOrder(entries).map((entry) => ({ json: feed.present(entry) }))];
}

/**
 * Output of a test in the editor: the first entries of the list, new or not. It does not change the memory.
 *
 * @throws NodeOperationError if the list is empty
 */
async function sample(context: IPollFunctions, budget: number): Promise<[Feed, FeedItem[]]> {
	const feed = await feedOf(context, waitOf(budget), loadState(context), true);
	for await (const { entries } of feed.pages(undefined, SAMPLE)) {
		if (entries.length > 0) return [feed, entries.slice(0, SAMPLE)];
	}
	throw inputError(
		context.getNode(),
		'There is no test data yet',
		'Upload a photo or create an album with the Google Photos node, then test again. This app has done neither yet, or nothing that would start the workflow.',
	);
}

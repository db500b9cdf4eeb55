import type { INodeExecutionData } from 'n8n-workflow';
import { simplifiedMediaItem } from '../../api/mediaItem';
import type { MediaItemResult } from '../../api/mediaItem';
import { apiError, skippedError, withContext } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import { batchGetTask, failureOfMediaItem } from '../../execution/batchGet';
import { runInBatches } from '../../execution/batches';
import { stopsExecution } from '../../execution/context';
import type { OperationContext } from '../../execution/context';
import { collectOutputs, parseItems, validRequests } from '../../execution/results';
import type { Outcome } from '../../execution/results';
import { CONCURRENCY_LIMITS } from '../../http/concurrencyLimits';
import { simplify } from '../../properties/listFields';
import { mediaItemLocator, parseMediaItemId } from '../../properties/mediaItemLocator';
import { inputErrorFor, parseBoolean } from '../../properties/parseValues';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

/** Not declarative: 1,000 input items take 20 calls, instead of 1,000 of the 10,000 requests per day. */
export const get: CustomOperation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get media item',
		description: 'Retrieve the details of a photo or video uploaded by this app',
	},
	fields: [
		mediaItemLocator({ displayOptions: shownFor('mediaItem', 'get') }),
		simplify(shownFor('mediaItem', 'get')),
	],
	execute,
};

/**
 * Gets the media items of all input items in batches of 50. Outputs them in input order.
 *
 * @throws the first error in input order, unless Continue On Fail is on
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	const { node } = context;
	const parsed = parseItems(context, (position) => {
		const about = { item: context.indexOf(position) };
		const id = parseMediaItemId(node, context.parameter<unknown>('mediaItem', position, ''), about);
		const simple = parseBoolean(context.parameter<unknown>('simplify', position, true), 'Simplify', inputErrorFor(node, about));
		return [{ id, simple }];
	});
	const ids = validRequests(parsed).map(({ id }) => id);
	const task = batchGetTask(context, { parameter: 'Media Item', item: context.items.length ? context.indexOf(0) : undefined }, !context.continueOnFail);
	const { results, end } = await runInBatches(ids, task, CONCURRENCY_LIMITS.read, (error) => stopsExecution(context, error));
	return collectOutputs(context, parsed, ({ id, simple }, position) => {
		const subject = { item: context.indexOf(position), parameter: 'Media Item', what: `"${id}"` };
		const result = results.get(id);
		if (result) return outcomeOf(context, simple, result, subject);
		return end && context.continueOnFail ? { error: skippedError(end, subject.item, subject.what) } : undefined;
	});
}

function outcomeOf(context: OperationContext, simple: boolean, result: MediaItemResult | Error, subject: ErrorContext): Outcome {
	if (result instanceof Error) return { error: withContext(result, subject) };
	const { mediaItem } = result;
	if (!mediaItem?.id) return { error: apiError(context.node, failureOfMediaItem(result), subject) };
	return { json: simple ? simplifiedMediaItem(mediaItem) : { ...mediaItem } };
}

import type { INodeExecutionData } from 'n8n-workflow';
import { simplifiedMediaItem } from '../../api/mediaItem';
import type { MediaItemResult } from '../../api/mediaItem';
import { apiError, isFatal, skippedError, withContext } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import { batchGetTask, failureOfMediaItem } from '../../execution/batchGet';
import { runInBatches } from '../../execution/batches';
import type { OperationContext } from '../../execution/context';
import { collectOutputs, parseItems, validRequests } from '../../execution/itemRequests';
import type { Outcome } from '../../execution/results';
import { simplify } from '../../properties/lists';
import { mediaItemLocator, parseMediaItemId } from '../../properties/mediaItemLocator';
import { inputErrorFor, parseBoolean } from '../../properties/values';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

/** Not declarative: 1,000 input items are 20 calls, not 1,000 of the 10,000 of a day. */
export const get: CustomOperation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a media item',
		description: 'Get what Google knows of a photo or video that this app uploaded',
	},
	fields: [
		mediaItemLocator({ displayOptions: shownFor('mediaItem', 'get') }),
		simplify(shownFor('mediaItem', 'get')),
	],
	execute,
};

/** As many as the gate lets read at once. */
const CALLS_AT_ONCE = 5;

/**
 * Asks for the media items of all input items, by 50, and gives them out in input order.
 *
 * @throws the first failure, without Continue On Fail
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	const node = context.n8n.getNode();
	const wishes = parseItems(context, (position) => {
		const about = { item: context.indexOf(position) };
		const id = parseMediaItemId(node, context.parameter<unknown>('mediaItem', position, ''), about);
		const simple = parseBoolean(context.parameter<unknown>('simplify', position, true), 'Simplify', inputErrorFor(node, about));
		return [{ id, simple }];
	});
	const ids = validRequests(wishes).map(({ id }) => id);
	const task = batchGetTask(context, { parameter: 'Media Item', item: context.items.length ? context.indexOf(0) : undefined }, !context.continueOnFail);
	const ends = (error: Error) => !context.continueOnFail || isFatal(error);
	const { results, end } = await runInBatches(ids, task, CALLS_AT_ONCE, ends);
	return collectOutputs(context, wishes, ({ id, simple }, position) => {
		const subject = { item: context.indexOf(position), parameter: 'Media Item', what: `"${id}"` };
		const result = results.get(id);
		if (result) return outcomeOf(context, simple, result, subject);
		return end && context.continueOnFail ? { error: skippedError(end, subject.item, subject.what) } : undefined;
	});
}

function outcomeOf(context: OperationContext, simple: boolean, result: MediaItemResult | Error, subject: ErrorContext): Outcome {
	if (result instanceof Error) return { error: withContext(result, subject) };
	const { mediaItem } = result;
	if (!mediaItem?.id) return { error: apiError(context.n8n.getNode(), failureOfMediaItem(result), subject) };
	return { json: simple ? simplifiedMediaItem(mediaItem) : { ...mediaItem } };
}

import type { INodeExecutionData } from 'n8n-workflow';
import { switchOf } from '../../fields/choice';
import { simplify } from '../../fields/limit';
import { mediaItemIdOf, mediaItemLocator } from '../../fields/mediaItem';
import { refuseFor } from '../../fields/refuse';
import type { MediaItemResult } from '../../model/mediaItem';
import { simplifiedMediaItem } from '../../model/mediaItem';
import { coalesced } from '../../request/coalesced';
import { explain, sameFor } from '../../request/explain';
import type { Subject } from '../../request/explain';
import { askingFor, failureOfMediaItem } from '../../request/mediaItems';
import { endsTheRun, notSent } from '../../request/outcome';
import type { Outcome } from '../../request/outcome';
import type { Run } from '../../request/run';
import { outputsOfWishes, wantedIn, wishesOf } from '../../request/wish';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** Not declarative: 1,000 input items are 20 calls, not 1,000 of the 10,000 of a day. */
export const get: Operation = {
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
};

/** As many as the gate lets read at once. */
const CALLS_AT_ONCE = 5;

/**
 * Asks for the media items of all input items, by 50, and gives them out in input order.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function getEachMediaItem(run: Run): Promise<INodeExecutionData[]> {
	const node = run.caller.getNode();
	const wishes = wishesOf(run, (position) => {
		const about = { item: run.indexOf(position) };
		const id = mediaItemIdOf(node, run.parameter<unknown>('mediaItem', position, ''), about);
		const simple = switchOf(run.parameter<unknown>('simplify', position, true), 'Simplify', refuseFor(node, about));
		return [{ id, simple }];
	});
	const ids = wantedIn(wishes).map(({ id }) => id);
	const task = askingFor(run, { parameter: 'Media Item', item: run.items.length ? run.indexOf(0) : undefined }, !run.continueOnFail);
	const ends = (error: Error) => !run.continueOnFail || endsTheRun(error);
	const { results, end } = await coalesced(ids, task, CALLS_AT_ONCE, ends);
	return outputsOfWishes(run, wishes, ({ id, simple }, position) => {
		const subject = { item: run.indexOf(position), parameter: 'Media Item', what: `"${id}"` };
		const result = results.get(id);
		if (result) return outcomeOf(run, simple, result, subject);
		return end && run.continueOnFail ? { error: notSent(end, subject.item, subject.what) } : undefined;
	});
}

function outcomeOf(run: Run, simple: boolean, result: MediaItemResult | Error, subject: Subject): Outcome {
	if (result instanceof Error) return { error: sameFor(result, subject) };
	const { mediaItem } = result;
	if (!mediaItem?.id) return { error: explain(run.caller.getNode(), failureOfMediaItem(result), subject) };
	return { json: simple ? simplifiedMediaItem(mediaItem) : { ...mediaItem } };
}

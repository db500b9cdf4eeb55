import type { IExecuteData, INode, INodeExecutionData } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';

/** What an input item, or a list of them, came to, and of which item it was the first. */
interface Finished {
	first: INodeExecutionData | undefined;
	outcome: { results: INodeExecutionData[] } | { error: Error };
}

const finished = new WeakMap<IExecuteData, Map<number, Finished>>();

/** As much of n8n's contexts as is needed to know that a run is a repetition. */
interface Repeatable {
	getNode(): INode;
	getExecuteData(): IExecuteData;
}

/**
 * Does something once for the tries of Retry On Fail. n8n runs a node again, with the same data, when it threw, and
 * also when its first output item says `error`: what has an outcome is not sent again then, so that nothing is made
 * twice. What failed by throwing is done again, unless that could make it twice.
 *
 * @param item index of the input item; of a run over all items, 0
 * @param first the input item, or the first of all
 * @param isFinal whether what failed with this error must not be done again
 * @returns what the work gives; in a later try of the same run, what it gave before
 */
export async function oncePerExecution(
	context: Repeatable,
	item: number,
	first: INodeExecutionData | undefined,
	work: () => Promise<INodeExecutionData[]>,
	isFinal: (error: Error) => boolean = () => false,
): Promise<INodeExecutionData[]> {
	const { retryOnFail, type } = context.getNode();
	// a tool is called many times with the same data
	if (retryOnFail !== true || type.endsWith('Tool')) return await work();
	const run = context.getExecuteData();
	const ofRun = finished.get(run) ?? new Map<number, Finished>();
	finished.set(run, ofRun);
	const before = ofRun.get(item);
	if (before && before.first === first) {
		if ('error' in before.outcome) throw before.outcome.error;
		return before.outcome.results;
	}
	try {
		const results = await work();
		ofRun.set(item, { first, outcome: { results } });
		return results;
	} catch (error) {
		if (isFinal(error)) ofRun.set(item, { first, outcome: { error } });
		throw rethrow(error);
	}
}

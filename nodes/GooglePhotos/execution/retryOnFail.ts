import type { IExecuteData, INode, INodeExecutionData } from 'n8n-workflow';
import { stateByKey } from '../concurrency/stateByKey';
import { rethrow } from '../errors/nodeError';
import { isTool } from '../errors/wording';

/** Outcome of an input item or of a list of them, identified by the (first) input item. */
interface Finished {
	first: INodeExecutionData | undefined;
	outcome: { results: INodeExecutionData[] } | { error: Error };
}

const finishedOf = stateByKey<IExecuteData, Map<number, Finished>>(() => new Map());

/** The part of n8n's contexts that is needed to recognize a later try of Retry On Fail. */
interface Repeatable {
	getNode(): INode;
	getExecuteData(): IExecuteData;
}

/**
 * Runs `work` once for all tries of Retry On Fail. n8n executes a node again, with the same data, when it threw,
 * and also when its first output item has an `error`. Work that has an outcome is not repeated then, so that nothing is
 * created twice. Work that threw is repeated, unless that could create something twice.
 *
 * @param item index of the input item; 0 for an execution over all items
 * @param first the input item, or the first of all
 * @param isFinal whether work that failed with this error must not be repeated
 * @returns the result of `work`; in a later try of the same execution, the earlier result
 */
export async function oncePerExecution(
	context: Repeatable,
	item: number,
	first: INodeExecutionData | undefined,
	work: () => Promise<INodeExecutionData[]>,
	isFinal: (error: Error) => boolean = () => false,
): Promise<INodeExecutionData[]> {
	const run = triesOf(context);
	if (!run) return await work();
	const finished = finishedOf(run);
	const before = finished.get(item);
	if (before && before.first === first) {
		if ('error' in before.outcome) throw before.outcome.error;
		return before.outcome.results;
	}
	try {
		const results = await work();
		finished.set(item, { first, outcome: { results } });
		return results;
	} catch (error) {
		if (isFinal(error)) finished.set(item, { first, outcome: { error } });
		throw rethrow(error);
	}
}

/**
 * The object that all tries of Retry On Fail with the same data share.
 *
 * @returns undefined if n8n does not execute the node again
 */
export function triesOf(context: Repeatable): IExecuteData | undefined {
	const node = context.getNode();
	if (node.retryOnFail !== true) return undefined;
	const run = context.getExecuteData();
	return isCalledByAgent(node, run) ? undefined : run;
}

/**
 * Whether an agent calls the node itself, instead of n8n's engine: then all calls have the agent's execute data, and a
 * repeated call cannot be told from another one.
 */
function isCalledByAgent(node: INode, run: Partial<IExecuteData>): boolean {
	return isTool(node) && run.node?.name !== node.name;
}

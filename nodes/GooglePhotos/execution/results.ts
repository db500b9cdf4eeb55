import type { IBinaryKeyData, IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { isFatal, rethrow, skippedError, sourceFileOf } from '../errors/nodeError';
import { appendText } from '../errors/wording';
import type { OperationContext } from './context';

/**
 * The item that n8n hands on for a failure: the JSON of the input item, with the text of the error as `error`, what to
 * do as `errorDescription`, and of a file where it came from. All of it is plain JSON: n8n's expression engine cannot
 * copy an Error, and one in an item makes `$input.all()` and the like null in every node behind.
 *
 * An own, enumerable `error` beside the JSON would make n8n replace the JSON with the message alone. Where the node has
 * an error output, n8n looks for that property, copies the item and adds the input's JSON: one that is not enumerable is
 * seen, and left behind by the copy.
 * https://github.com/n8n-io/n8n/blob/master/packages/core/src/execution-engine/workflow-execute.ts (handleNodeErrorOutput)
 *
 * @param node whose On Error setting says where the item goes
 * @param input JSON of the input item that failed
 * @param item index of the input item
 */
export function errorItem(
	node: INode,
	error: Error & { description?: string | null },
	input: IDataObject,
	item: number,
): INodeExecutionData {
	const { message, description } = error;
	const { field, fileName } = sourceFileOf(error);
	const json: IDataObject = {
		...input,
		error: message,
		...(description && { errorDescription: description }),
		...(field !== undefined && { sourceField: field }),
		...(fileName !== undefined && { sourceFileName: fileName }),
	};
	const output: INodeExecutionData = { json, pairedItem: { item } };
	if (node.onError === 'continueErrorOutput') Object.defineProperty(output, 'error', { value: { message } });
	return output;
}

/** What an operation made of one of its inputs: an output, or why there is none. */
export type Outcome = { json: IDataObject; binary?: IBinaryKeyData } | { error: Error };

/** The failures among the outputs, until `handedOn` makes items for n8n of them. */
const failures = new WeakMap<INodeExecutionData, Error>();

/**
 * Turns an outcome into an output, paired with its input. A failure keeps its error beside an empty item.
 *
 * @param item index of the input item
 */
export function toItem(outcome: Outcome, item: number): INodeExecutionData {
	if (!('error' in outcome)) return { ...outcome, pairedItem: { item } };
	const { error } = outcome;
	const output = { json: {}, error: error as INodeExecutionData['error'], pairedItem: { item } };
	failures.set(output, error);
	return output;
}

/**
 * The items that n8n gets for the outputs of a run.
 *
 * @param inputOf the input item of an index
 */
export function toN8nItems(
	node: INode,
	outputs: INodeExecutionData[],
	inputOf: (item: number) => INodeExecutionData | undefined,
): INodeExecutionData[] {
	return outputs.map((output) => {
		const error = failures.get(output);
		if (!error) return output;
		const { item } = output.pairedItem as IPairedItemData;
		return errorItem(node, error, inputOf(item)?.json ?? {}, item);
	});
}

/**
 * Does the same for each input item, one after the other. Under Continue On Fail a failure is the outcome of
 * its item; after one that no further request can survive, what is left is not sent.
 *
 * @param made names what an output stands for, if the work has made it
 * @throws the first failure, without Continue On Fail; it says what was made before it
 */
export async function forEachItem(
	context: OperationContext,
	work: (position: number) => Promise<Outcome>,
	made?: { done: string; nameOf: (output: IDataObject) => string | undefined },
): Promise<INodeExecutionData[]> {
	const names: string[] = [];
	const outputs: INodeExecutionData[] = [];
	let end: Error | undefined;
	for (let position = 0; position < context.items.length; position++) {
		const item = context.indexOf(position);
		try {
			const output = toItem(end ? { error: skippedError(end, item) } : await work(position), item);
			outputs.push(output);
			const name = made?.nameOf(output.json);
			if (name) names.push(`${name} [item ${item}]`);
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(made ? withDoneSummary(error, made.done, names) : error);
			if (isFatal(error)) end = error;
			outputs.push(toItem({ error }, item));
		}
	}
	return outputs;
}

/** As many as one reads in an error. */
const MAX_NAMED = 20;

/**
 * The error that stops a run, saying what the run has done before it: whoever runs it again should know.
 *
 * @param done `created`, `added`, …
 * @param names what was done, in that order
 */
export function withDoneSummary(
	error: Error,
	done: string,
	names: string[],
): Error {
	if (names.length === 0) return error;
	const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
	const list = `${names.slice(0, MAX_NAMED).join(', ')}${more}`;
	return appendText(error, `Already ${done}: ${list}.`);
}

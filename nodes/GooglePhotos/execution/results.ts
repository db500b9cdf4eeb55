import type { IBinaryKeyData, IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { rethrow, skippedError, sourceFileOf } from '../errors/nodeError';
import { appendText } from '../errors/wording';
import { stopsExecution } from './context';
import type { OperationContext } from './context';

/**
 * Makes the output item of a failure: the JSON of the input item, with the error message as `error`, the advice as
 * `errorDescription`, and for a file its source. All of it is plain JSON: n8n's expression engine cannot copy an Error,
 * and one in an item makes `$input.all()` and similar expressions null in every later node.
 *
 * An own, enumerable `error` property beside `json` would make n8n replace the JSON with the message alone. For an
 * error output, n8n checks for that property, copies the item and adds the input's JSON. The check finds a property
 * that is not enumerable, and the copy drops it.
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

/** Outcome of one input: an output, or the error that prevented it. */
export type Outcome = { json: IDataObject; binary?: IBinaryKeyData } | { error: Error };

/** Errors of failed outputs, from `toItem` for `toN8nItems`. */
const failures = new WeakMap<INodeExecutionData, Error>();

/**
 * Turns an outcome into an output item, paired with its input item. A failure keeps its error beside empty JSON.
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
 * Makes the node's output items from the outputs of an execution: failures become error items.
 *
 * @param inputOf gives the input item with an index
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
 * Runs `work` for each input item, one after the other. Under Continue On Fail a failure is the outcome of its item.
 * After a fatal failure the remaining items are not sent.
 *
 * @param created names the object of an output, if `work` has made one
 * @throws the first error, without Continue On Fail; it says what was made before it
 */
export async function forEachItem(
	context: OperationContext,
	work: (position: number) => Promise<Outcome>,
	created?: { done: string; nameOf: (output: IDataObject) => string | undefined },
): Promise<INodeExecutionData[]> {
	const names: string[] = [];
	const outputs: INodeExecutionData[] = [];
	let end: Error | undefined;
	for (let position = 0; position < context.items.length; position++) {
		const item = context.indexOf(position);
		try {
			const output = toItem(end ? { error: skippedError(end, item) } : await work(position), item);
			outputs.push(output);
			const name = created?.nameOf(output.json);
			if (name) names.push(`${name} [item ${item}]`);
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(created ? withDoneSummary(error, created.done, names) : error);
			if (stopsExecution(context, error)) end = error;
			outputs.push(toItem({ error }, item));
		}
	}
	return outputs;
}

/** Maximum number of names listed in an error. */
const MAX_NAMED = 20;

/**
 * Adds to the error that stops an execution what was done before it: the user may execute the workflow again.
 *
 * @param done `created`, `added`, …
 * @param names objects of what was done, in that order
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

/** Work that an input item asks for, or the error of reading it. An item can have several entries. */
export type ParsedItem<T> = { position: number } & ({ request: T } | { error: Error });

/**
 * Reads the work that each input item asks for, before anything is sent.
 *
 * @throws the first error, without Continue On Fail
 */
export function parseItems<T>(context: OperationContext, read: (position: number) => T[]): Array<ParsedItem<T>> {
	return context.items.flatMap((_, position): Array<ParsedItem<T>> => {
		try {
			return read(position).map((request) => ({ position, request }));
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(error);
			return [{ position, error }];
		}
	});
}

/** The entries that could be read. */
export function validRequests<T>(parsed: Array<ParsedItem<T>>): T[] {
	return parsed.flatMap((entry) => ('request' in entry ? [entry.request] : []));
}

/**
 * Makes one output item for each entry, in input order and paired.
 *
 * @param outcomeOf gives the outcome of an entry; undefined if it was skipped because the execution stopped before
 * @throws the first error, without Continue On Fail
 */
export function collectOutputs<T>(
	context: OperationContext,
	parsed: Array<ParsedItem<T>>,
	outcomeOf: (request: T, position: number) => Outcome | undefined,
): INodeExecutionData[] {
	return parsed.flatMap((entry) => {
		const outcome = 'request' in entry ? outcomeOf(entry.request, entry.position) : entry;
		if (!outcome) return [];
		if ('error' in outcome && !context.continueOnFail) throw rethrow(outcome.error);
		return [toItem(outcome, context.indexOf(entry.position))];
	});
}

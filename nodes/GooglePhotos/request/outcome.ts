import type { IBinaryKeyData, IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { errorItem } from './errorItem';
import { asItIs, failureOf, sameFor } from './explain';
import type { Subject } from './explain';
import { isTerminal } from './failure';
import type { Run } from './run';
import { alsoSaying } from './wording';

/** What an operation made of one of its inputs: an output, or why there is none. */
export type Outcome = { json: IDataObject; binary?: IBinaryKeyData } | { error: Error };

/** The failures among the outputs, until `handedOn` makes items for n8n of them. */
const failures = new WeakMap<INodeExecutionData, Error>();

/**
 * Turns an outcome into an output, paired with its input. A failure keeps its error beside an empty item.
 *
 * @param item index of the input item
 */
export function outputOf(outcome: Outcome, item: number): INodeExecutionData {
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
export function handedOn(
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
export async function outcomePerItem(
	run: Run,
	work: (position: number) => Promise<Outcome>,
	made?: { done: string; nameOf: (output: IDataObject) => string | undefined },
): Promise<INodeExecutionData[]> {
	const names: string[] = [];
	const outputs: INodeExecutionData[] = [];
	let end: Error | undefined;
	for (let position = 0; position < run.items.length; position++) {
		const item = run.indexOf(position);
		try {
			const output = outputOf(end ? { error: notSent(end, item) } : await work(position), item);
			outputs.push(output);
			const name = made?.nameOf(output.json);
			if (name) names.push(`${name} [item ${item}]`);
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(made ? sayingWhatIsDone(error, made.done, names) : error);
			if (endsTheRun(error)) end = error;
			outputs.push(outputOf({ error }, item));
		}
	}
	return outputs;
}

/** As many as one reads in an error. */
const MOST_NAMED = 20;

/**
 * The error that stops a run, saying what the run has done before it: whoever runs it again should know.
 *
 * @param done `created`, `added`, …
 * @param names what was done, in that order
 */
export function sayingWhatIsDone(
	error: Error,
	done: string,
	names: string[],
): Error {
	if (names.length === 0) return error;
	const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
	const list = `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
	return alsoSaying(error, `Already ${done}: ${list}.`);
}

/** Whether no further request of the run can succeed after this error. */
export function endsTheRun(error: Error): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isTerminal(failure);
}

/**
 * The error of something that was left because the run ended before: what ended it, for another item.
 *
 * @param end an error for which `endsTheRun` holds
 * @param file where it came from, if it is a file
 */
export function notSent(end: Error, item: number, what?: string, file?: Subject['file']): Error {
	return sameFor(end, { item, what, file, mayBeDone: false, mayBeInLibrary: false, notSent: true });
}

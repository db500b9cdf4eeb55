import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { asItIs, failureOf, sameFor } from './explain';
import { isTerminal } from './failure';
import type { Run } from './run';

/** What an operation made of one of its inputs: an output, or why there is none. */
export type Outcome = { json: IDataObject; binary?: IBinaryKeyData } | { error: Error };

/**
 * Turns an outcome into the item that n8n hands on, paired with its input. A failure keeps its error beside
 * an empty item: n8n then puts the message into it and sends it to the error output. With the message in it
 * from the start, Retry On Fail would run the node again over everything that has succeeded.
 *
 * @param item index of the input item
 */
export function outputOf(outcome: Outcome, item: number): INodeExecutionData {
	if (!('error' in outcome)) return { ...outcome, pairedItem: { item } };
	const { error } = outcome;
	return {
		json: {},
		error: error as INodeExecutionData['error'],
		pairedItem: { item },
	};
}

/**
 * Does the same for each input item, one after the other. Under Continue On Fail a failure is the outcome of
 * its item; after one that no further request can survive, what is left is not sent.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function outcomePerItem(
	run: Run,
	work: (position: number) => Promise<Outcome>,
): Promise<INodeExecutionData[]> {
	const outputs: INodeExecutionData[] = [];
	let end: Error | undefined;
	for (let position = 0; position < run.items.length; position++) {
		const item = run.indexOf(position);
		try {
			outputs.push(outputOf(end ? { error: notSent(end, item) } : await work(position), item));
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			if (endsTheRun(error)) end = error;
			outputs.push(outputOf({ error }, item));
		}
	}
	return outputs;
}

/** Whether no further request of the run can succeed after this error. */
export function endsTheRun(error: Error): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isTerminal(failure);
}

const NOT_SENT = 'Not sent: ';

/**
 * The error of something that was left because the run ended before: what ended it, for another item.
 *
 * @param end an error for which `endsTheRun` holds
 */
export function notSent(end: Error, item: number, what?: string): Error {
	const error = sameFor(end, { item, what, mayBeDone: false });
	if (!error.message.startsWith(NOT_SENT)) error.message = `${NOT_SENT}${error.message}`;
	return error;
}

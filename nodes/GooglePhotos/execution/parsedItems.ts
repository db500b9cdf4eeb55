import type { INodeExecutionData } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import type { OperationContext } from './context';
import { toItem } from './results';
import type { Outcome } from './results';

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

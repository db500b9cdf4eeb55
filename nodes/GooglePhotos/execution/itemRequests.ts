import type { INodeExecutionData } from 'n8n-workflow';
import { rethrow } from '../errors/nodeError';
import type { OperationContext } from './context';
import { toItem } from './results';
import type { Outcome } from './results';

/** Something that an input item wants, or why that cannot be told. An item can have several wishes. */
export type ParsedItem<T> = { position: number } & ({ wanted: T } | { error: Error });

/**
 * Reads what each input item wants, before anything is sent.
 *
 * @throws the first error, without Continue On Fail
 */
export function parseItems<T>(context: OperationContext, read: (position: number) => T[]): Array<ParsedItem<T>> {
	return context.items.flatMap((_, position): Array<ParsedItem<T>> => {
		try {
			return read(position).map((wanted) => ({ position, wanted }));
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(error);
			return [{ position, error }];
		}
	});
}

/** What all items want, without what could not be told. */
export function validRequests<T>(wishes: Array<ParsedItem<T>>): T[] {
	return wishes.flatMap((wish) => ('wanted' in wish ? [wish.wanted] : []));
}

/**
 * One output for each wish, in input order and paired.
 *
 * @param outcomeOf what came of a wish; undefined if it was left because the run stopped before
 * @throws the first failure, without Continue On Fail
 */
export function collectOutputs<T>(
	context: OperationContext,
	wishes: Array<ParsedItem<T>>,
	outcomeOf: (wanted: T, position: number) => Outcome | undefined,
): INodeExecutionData[] {
	return wishes.flatMap((wish) => {
		const outcome = 'wanted' in wish ? outcomeOf(wish.wanted, wish.position) : wish;
		if (!outcome) return [];
		if ('error' in outcome && !context.continueOnFail) throw rethrow(outcome.error);
		return [toItem(outcome, context.indexOf(wish.position))];
	});
}

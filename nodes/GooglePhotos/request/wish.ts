import type { INodeExecutionData } from 'n8n-workflow';
import { asItIs } from './explain';
import { outputOf } from './outcome';
import type { Outcome } from './outcome';
import type { Run } from './run';

/** Something that an input item wants, or why that cannot be told. An item can have several wishes. */
export type Wish<T> = { position: number } & ({ wanted: T } | { error: Error });

/**
 * Reads what each input item wants, before anything is sent.
 *
 * @throws the first error, without Continue On Fail
 */
export function wishesOf<T>(run: Run, read: (position: number) => T[]): Array<Wish<T>> {
	return run.items.flatMap((_, position): Array<Wish<T>> => {
		try {
			return read(position).map((wanted) => ({ position, wanted }));
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			return [{ position, error }];
		}
	});
}

/** What all items want, without what could not be told. */
export function wantedIn<T>(wishes: Array<Wish<T>>): T[] {
	return wishes.flatMap((wish) => ('wanted' in wish ? [wish.wanted] : []));
}

/**
 * One output for each wish, in input order and paired.
 *
 * @param outcomeOf what came of a wish; undefined if it was left because the run stopped before
 * @throws the first failure, without Continue On Fail
 */
export function outputsOfWishes<T>(
	run: Run,
	wishes: Array<Wish<T>>,
	outcomeOf: (wanted: T, position: number) => Outcome | undefined,
): INodeExecutionData[] {
	return wishes.flatMap((wish) => {
		const outcome = 'wanted' in wish ? outcomeOf(wish.wanted, wish.position) : wish;
		if (!outcome) return [];
		if ('error' in outcome && !run.continueOnFail) throw asItIs(outcome.error);
		return [outputOf(outcome, run.indexOf(wish.position))];
	});
}

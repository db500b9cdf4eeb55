import type { INodeExecutionData } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { cancelledError, skippedError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { stopsExecution } from './context';
import type { OperationContext } from './context';
import { toItem } from './results';
import type { Outcome } from './results';

/** Task group: the input items of an execution are processed concurrently, and a failure that stops it stops them all. */
export class StopScope {
	private end?: Error;
	private readonly over = new AbortController();
	/** aborted when the execution stops or is cancelled; the reason is the error that stopped it, or n8n's own */
	readonly signal: AbortSignal;

	constructor(readonly context: OperationContext) {
		const cancelled = context.signal;
		this.signal = cancelled ? AbortSignal.any([cancelled, this.over.signal]) : this.over.signal;
	}

	/**
	 * Runs the work of one input item.
	 *
	 * @returns its outcomes, or its error as the only one; see `stopsExecution` for when an error stops the others
	 */
	async run(subject: ErrorContext, work: () => Promise<Outcome[]>): Promise<Outcome[]> {
		try {
			this.throwIfStopped(subject);
			return await work();
		} catch (error) {
			const { item, what } = subject;
			if (error === this.end) return [{ error: this.context.continueOnFail ? skippedError(error, item ?? 0, what) : error }];
			if (stopsExecution(this.context, error)) this.endWith(error);
			// several items may wait for the same request: each gets the error with its own context
			return [{ error: withContext(error, { item }) }];
		}
	}

	private endWith(error: Error): void {
		this.end ??= error;
		this.over.abort(this.end);
	}

	/** @throws the error that stopped the execution */
	throwIfStopped(subject: ErrorContext): void {
		if (this.end) throw this.end;
		if (!this.signal.aborted) return;
		throw cancelledError(this.context.node, subject);
	}

	/**
	 * Waits, but not beyond the end of the execution.
	 *
	 * @throws the error that stopped it
	 */
	async wait(milliseconds: number, subject: ErrorContext): Promise<void> {
		await clock.delay(milliseconds, this.signal);
		this.throwIfStopped(subject);
	}

	/**
	 * Output items in input order, paired.
	 *
	 * @param outcomes of each input item, by position
	 * @throws the first failure in input order, without Continue On Fail
	 */
	outputs(outcomes: Outcome[][]): INodeExecutionData[] {
		if (this.end && !this.context.continueOnFail) throw this.firstFailure(outcomes.flat()) ?? this.end;
		return outcomes.flatMap((ofOne, position) =>
			ofOne.map((outcome) => toItem(outcome, this.context.indexOf(position))),
		);
	}

	/** Ignores items that were skipped because another error had stopped the execution. */
	private firstFailure(outcomes: Outcome[]): Error | undefined {
		for (const outcome of outcomes) if ('error' in outcome && outcome.error !== this.end) return outcome.error;
		return undefined;
	}
}

import type { INodeExecutionData } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { cancelledError, isFatal, skippedError, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { cancelSignalOf } from '../http/n8nContext';
import type { OperationContext } from './context';
import { toItem } from './results';
import type { Outcome } from './results';

/** What all input items of a run share while they are worked on at once: when one ends the run, the others end too. */
export class StopScope {
	private end?: Error;
	private readonly over = new AbortController();
	/** raised when nothing more is wanted: its reason is what ended the run, or n8n's own */
	readonly signal: AbortSignal;

	constructor(readonly context: OperationContext) {
		const cancelled = cancelSignalOf(context.n8n);
		this.signal = cancelled ? AbortSignal.any([cancelled, this.over.signal]) : this.over.signal;
	}

	/**
	 * What a piece of work came to. A failure of it ends the run without Continue On Fail, and with it if no
	 * further request can succeed after it.
	 */
	async run(subject: ErrorContext, work: () => Promise<Outcome[]>): Promise<Outcome[]> {
		try {
			this.throwIfStopped(subject);
			return await work();
		} catch (error) {
			const { item, what } = subject;
			if (error === this.end) return [{ error: this.context.continueOnFail ? skippedError(error, item ?? 0, what) : error }];
			if (!this.context.continueOnFail || isFatal(error)) this.endWith(error);
			// several items may wait for the same request: each is told of its failure as its own
			return [{ error: withContext(error, { item }) }];
		}
	}

	private endWith(error: Error): void {
		this.end ??= error;
		this.over.abort(this.end);
	}

	/** @throws what ended the run: nothing more is to be sent */
	throwIfStopped(subject: ErrorContext): void {
		if (this.end) throw this.end;
		if (!this.signal.aborted) return;
		throw cancelledError(this.context.n8n.getNode(), subject);
	}

	/**
	 * Waits, but not longer than until the run ends or is cancelled.
	 *
	 * @throws what ended it
	 */
	async wait(milliseconds: number, subject: ErrorContext): Promise<void> {
		await clock.delay(milliseconds, this.signal);
		this.throwIfStopped(subject);
	}

	/**
	 * The items that n8n hands on, in input order and paired.
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

	/** Not of what was left because something else had ended the run. */
	private firstFailure(outcomes: Outcome[]): Error | undefined {
		for (const outcome of outcomes) if ('error' in outcome && outcome.error !== this.end) return outcome.error;
		return undefined;
	}
}

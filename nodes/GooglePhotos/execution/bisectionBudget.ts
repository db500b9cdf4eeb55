import { clock } from '../concurrency/clock';
import { isServerFault } from '../errors/kinds';
import { failureOf } from '../errors/nodeError';
import { cancelSignalOf } from '../http/n8nContext';
import type { N8nContext } from '../http/n8nContext';

/** Limit of failed halves in a row. Single bad members cause fewer: isolating two of 50 causes seven. */
const MAX_FAILED = 8;

/** Google asks for at least one second before a retry after a server fault. In milliseconds. */
const PAUSE = 1000;

/**
 * Decides whether a call for several media items that ended with a server fault, after all its attempts, is sent again
 * in halves: a single media item can cause the fault. A half gets one attempt, so that an outage costs an execution
 * only a few more requests.
 * https://github.com/gilesknap/gphotos-sync/issues/33
 */
export class BisectionBudget {
	private failedInARow = 0;

	/** @param n8n context whose cancel signal ends the pauses */
	constructor(private readonly n8n: N8nContext) {}

	/** Whether a single member can be the cause of the failure. A lost connection tells nothing about the members. */
	mayBeOneMember(error: unknown): boolean {
		const failure = failureOf(error);
		return failure !== undefined && isServerFault(failure);
	}

	/** Whether another half may be sent. */
	get mayContinue(): boolean {
		return this.failedInARow < MAX_FAILED;
	}

	/** Records a successful call: the server is not down. */
	succeeded(): void {
		this.failedInARow = 0;
	}

	/** Records a failed half. */
	failed(): void {
		this.failedInARow++;
	}

	/** Waits before a half is sent. */
	async pause(): Promise<void> {
		await clock.delay(PAUSE, cancelSignalOf(this.n8n));
	}
}

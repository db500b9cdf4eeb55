import { clock } from '../concurrency/clock';
import { failureOf } from '../errors/nodeError';
import { cancelSignalOf } from '../http/n8nContext';
import type { N8nContext } from '../http/n8nContext';

/** So many halves in a row that fail, and it is not single members: of 50, the way down to two bad ones takes seven. */
const MAX_FAILED = 8;

/** Google asks for a second at least after a fault. In milliseconds. */
const PAUSE = 1000;

/**
 * Whether a call for several media items that ended with a fault, after all its tries, is sent once more in
 * halves: Google can have a fault because of one of them. A half has one try, so that a server that is down for
 * everybody costs a run only a few more requests.
 * https://github.com/gilesknap/gphotos-sync/issues/33
 */
export class FaultBisection {
	private failedInARow = 0;

	/** @param n8n whose stop ends the pauses */
	constructor(private readonly n8n: N8nContext) {}

	/** Whether one member may be why a call failed so: a connection that breaks says nothing of the members. */
	mayBeOneMember(error: unknown): boolean {
		return failureOf(error)?.kind === 'serverFault';
	}

	/** Whether another half is to be sent. */
	get mayContinue(): boolean {
		return this.failedInARow < MAX_FAILED;
	}

	/** A call went well: the server is not down. */
	succeeded(): void {
		this.failedInARow = 0;
	}

	/** A half failed. */
	failed(): void {
		this.failedInARow++;
	}

	/** Waits before a half is sent. */
	async pause(): Promise<void> {
		await clock.delay(PAUSE, cancelSignalOf(this.n8n));
	}
}

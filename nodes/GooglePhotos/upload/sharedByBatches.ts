import type { Caller } from '../request/caller';
import { FaultHalves } from '../request/faultHalves';
import { SameBytes } from './sameBytes';

/** What one batch of a run has found out that holds for the next ones as well. */
export class SharedByBatches {
	readonly sameBytes = new SameBytes();
	readonly halves: FaultHalves;

	constructor(caller: Caller) {
		this.halves = new FaultHalves(caller);
	}
}

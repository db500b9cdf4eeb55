import { cancelSignalOf } from '../request/caller';
import type { Caller } from '../request/caller';
import { asItIs, explain, failureOf, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { orCancelled } from './turn';

type Settled<T> = { value: T } | { error: Error };

/**
 * Work that several executions want at the same time is done once, on behalf of the first; the others wait for it.
 * Who is cancelled leaves at once. When it is the one who does it, the next one does it anew.
 */
export class SingleFlight<T> {
	private readonly underWay = new Map<string, Promise<Settled<T>>>();

	/**
	 * @param key what has the same key is the same work
	 * @param subject what the caller's error is about
	 * @throws what `work` throws, for each caller about its own subject
	 */
	async do(key: string, caller: Caller, subject: Subject | undefined, work: () => Promise<T>): Promise<T> {
		const cancelled = () =>
			explain(caller.getNode(), { kind: 'cancelled', message: '', mayHaveActed: false }, subject);
		for (;;) {
			const others = this.underWay.get(key);
			const settled = others ?? this.begin(key, work);
			if (others) await orCancelled(others.then(() => {}), cancelSignalOf(caller), cancelled);
			const outcome = await settled;
			if ('value' in outcome) return outcome.value;
			if (!others) throw asItIs(outcome.error);
			// that somebody else was cancelled is no reason to stop
			if (failureOf(outcome.error)?.kind !== 'cancelled') throw sameFor(outcome.error, { ...subject });
		}
	}

	private async begin(key: string, work: () => Promise<T>): Promise<Settled<T>> {
		const settled = work().then(
			(value): Settled<T> => ({ value }),
			(error: Error): Settled<T> => ({ error }),
		);
		const underWay = settled.finally(() => this.underWay.delete(key));
		this.underWay.set(key, underWay);
		return await underWay;
	}
}

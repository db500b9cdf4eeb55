import { raceAbort } from '../concurrency/keyedMutex';
import { cancelledError, failureOf, rethrow, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { cancelSignalOf } from '../http/n8nContext';
import type { N8nContext } from '../http/n8nContext';

type Settled<T> = { value: T } | { error: Error };

/**
 * Single flight: work that several executions need at the same time is done once, by the first; the others wait for
 * its result. A cancelled waiter stops waiting at once. If the first is cancelled, the next waiter does the work again.
 */
export class SingleFlight<T> {
	private readonly underWay = new Map<string, Promise<Settled<T>>>();

	/**
	 * @param key identifies the work
	 * @param subject context of the caller's error
	 * @throws what `work` throws, with the context of each caller; NodeApiError if the caller is cancelled
	 */
	async run(key: string, n8n: N8nContext, subject: ErrorContext | undefined, work: () => Promise<T>): Promise<T> {
		const cancelled = () => cancelledError(n8n.getNode(), subject);
		for (;;) {
			const others = this.underWay.get(key);
			const settled = others ?? this.begin(key, work);
			if (others) await raceAbort(others.then(() => {}), cancelSignalOf(n8n), cancelled);
			const outcome = await settled;
			if ('value' in outcome) return outcome.value;
			if (!others) throw rethrow(outcome.error);
			// the cancellation of another execution does not stop this one
			if (failureOf(outcome.error)?.kind !== 'cancelled') throw withContext(outcome.error, { ...subject });
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

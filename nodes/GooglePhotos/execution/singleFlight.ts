import { raceAbort } from '../concurrency/keyedMutex';
import { cancelledError, failureOf, rethrow, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { cancelSignalOf } from '../http/n8nContext';
import type { N8nContext } from '../http/n8nContext';

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
	async run(key: string, n8n: N8nContext, subject: ErrorContext | undefined, work: () => Promise<T>): Promise<T> {
		const cancelled = () => cancelledError(n8n.getNode(), subject);
		for (;;) {
			const others = this.underWay.get(key);
			const settled = others ?? this.begin(key, work);
			if (others) await raceAbort(others.then(() => {}), cancelSignalOf(n8n), cancelled);
			const outcome = await settled;
			if ('value' in outcome) return outcome.value;
			if (!others) throw rethrow(outcome.error);
			// that somebody else was cancelled is no reason to stop
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

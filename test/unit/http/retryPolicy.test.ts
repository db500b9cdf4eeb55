import type { Failure, FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { RetryBudget } from '../../../nodes/GooglePhotos/http/retryPolicy';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const failureOf = (kind: FailureKind): Failure => ({ kind, message: '', outcomeUnknown: false });
const fault = failureOf('serverFault');

/** The delays after consecutive failures, in seconds. */
async function waits(budget: RetryBudget, failures: Failure[]): Promise<Array<number | undefined>> {
	const seconds: Array<number | undefined> = [];
	for (const failure of failures) {
		const delay = budget.nextDelay(failure);
		seconds.push(delay && delay / SECOND);
		await time.clock.pass(delay ?? 0);
	}
	return seconds;
}

const times = (count: number, failure: Failure) => Array.from({ length: count }, () => failure);

test('after progress, the retry budget starts again with the full number of attempts', async () => {
	const budget = new RetryBudget();
	await waits(budget, times(6, fault));
	await time.clock.pass(20 * MINUTE);
	budget.reset();
	expect(await waits(budget, times(6, fault))).toEqual([1, 2, 4, 8, 16, undefined]);
});

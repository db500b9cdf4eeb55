import type { Failure, FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { RetryBudget } from '../../../nodes/GooglePhotos/http/retryBudget';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const failureOf = (kind: FailureKind): Failure => ({ kind, message: '', outcomeUnknown: false });
const fault = failureOf('serverFault');

/** The waits after so many failures in a row, in seconds. */
async function waits(patience: RetryBudget, failures: Failure[]): Promise<Array<number | undefined>> {
	const seconds: Array<number | undefined> = [];
	for (const failure of failures) {
		const delay = patience.nextDelay(failure);
		seconds.push(delay && delay / SECOND);
		await time.clock.pass(delay ?? 0);
	}
	return seconds;
}

const times = (count: number, failure: Failure) => Array.from({ length: count }, () => failure);

test('what has got on since begins anew', async () => {
	const patience = new RetryBudget();
	await waits(patience, times(6, fault));
	await time.clock.pass(20 * MINUTE);
	patience.reset();
	expect(await waits(patience, times(6, fault))).toEqual([1, 2, 4, 8, 16, undefined]);
});

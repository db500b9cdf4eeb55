import type { Account } from './account';
import { clock } from './clock';
import type { Traffic } from './methods';

/**
 * Waits until a request may leave: no request of the account does during a cool-down, and then they leave at
 * the pace of their kind.
 *
 * @param latest milliseconds since 1970; then it leaves anyhow, since the user waits no longer
 * @returns when it leaves
 */
export async function departure(
	account: Account,
	traffic: Traffic,
	latest: number,
	signal?: AbortSignal,
): Promise<number> {
	const pace = account.paces[traffic];
	const until = async (time: number) => await clock.delay(Math.min(time, latest) - clock.now(), signal);
	const goOn = () => clock.now() < latest && !signal?.aborted;
	do {
		await until(account.coolDownUntil);
		if (account.coolDownUntil > clock.now()) continue;
		await until(pace.turn(clock.now()));
	} while (account.coolDownUntil > clock.now() && goOn());
	const now = clock.now();
	if (!signal?.aborted) pace.left(now);
	return now;
}

/**
 * Google has refused a request for its quota: the whole account cools down, and requests of this kind leave
 * more slowly afterwards. Not so if something else was writing to the account, such as another worker of n8n: that
 * says nothing about how often Google may be asked.
 *
 * @param leftAt when the request left, in milliseconds since 1970
 * @param delay milliseconds until the next request, if there is one
 */
export function refusedForQuota(
	account: Account,
	traffic: Traffic,
	leftAt: number,
	{ delay = 0, anotherWrites = false }: { delay?: number; anotherWrites?: boolean } = {},
): void {
	account.coolDownUntil = Math.max(account.coolDownUntil, clock.now() + delay);
	if (!anotherWrites) account.paces[traffic].refused(leftAt, clock.now());
}

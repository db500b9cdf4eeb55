import { AdaptiveRateLimiter } from '../concurrency/rateLimiter';
import type { Traffic } from './apiMethod';
import { ConcurrencyLimits } from './concurrencyLimits';
import { CoolDown } from './coolDown';
import { credentialIdOf, grantOf } from './credential';
import type { N8nContext } from './n8nContext';

function forEachTraffic<T>(make: () => T): Record<Traffic, T> {
	return { read: make(), write: make(), upload: make(), bytes: make(), pick: make() };
}

/**
 * State of one Google account in this process, shared by all its executions: Google counts requests per account, not
 * per workflow.
 */
export class AccountState {
	/** Rate limiter of each kind of traffic. */
	readonly rateLimiters = forEachTraffic(() => new AdaptiveRateLimiter());
	/** Cool-down of each kind of traffic. Reads and writes of the Library API share one; its uploads have their own. */
	readonly coolDowns: Record<Traffic, CoolDown>;
	/** Concurrency limit of each kind of traffic. */
	readonly concurrency = new ConcurrencyLimits();

	constructor() {
		const library = new CoolDown();
		this.coolDowns = { ...forEachTraffic(() => new CoolDown()), read: library, write: library };
	}
}

/** Maximum number of accounts kept. An entry is small; an agency with more customers only has to fetch data again. */
const MAX_ACCOUNTS = 1000;

const accounts = new Map<string, AccountState>();

/**
 * State of the account that the caller's requests are made for. Its key is the credential's id and the sign-in:
 * another sign-in with the same credential may be for another Google account.
 */
export async function accountStateOf(n8n: N8nContext): Promise<AccountState> {
	const signIn = await grantOf(n8n);
	const key = `${credentialIdOf(n8n)}\0${signIn.id}`;
	const account = accounts.get(key) ?? new AccountState();
	// moved to the end of the map, so that the least recently used entry is evicted first
	accounts.delete(key);
	accounts.set(key, account);
	if (accounts.size > MAX_ACCOUNTS) accounts.delete(accounts.keys().next().value as string);
	return account;
}

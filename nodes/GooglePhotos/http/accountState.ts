import { AdaptiveRateLimiter } from '../concurrency/rateLimiter';
import { Semaphore } from '../concurrency/semaphore';
import type { AcquireOptions } from '../concurrency/semaphore';
import { CoolDown } from './coolDown';
import { CREDENTIAL, grantOf } from './credential';
import type { Traffic } from './method';
import type { N8nContext } from './n8nContext';

/**
 * How many requests of a kind may be under way at once for one account. Google refuses a second write at
 * the same time ("concurrent write request") and asks to create media items one call after the other.
 * https://developers.google.com/photos/library/guides/upload-media
 */
const limits: Record<Traffic, number> = { read: 5, write: 1, upload: 5, bytes: 5, pick: 5 };

function forEachTraffic<T>(make: () => T): Record<Traffic, T> {
	return { read: make(), write: make(), upload: make(), bytes: make(), pick: make() };
}

/**
 * State of one Google account in this process, shared by all its executions: Google counts requests per account, not
 * per workflow.
 */
export class AccountState {
	/** Rate limit of each kind of traffic. */
	readonly rateLimiters = forEachTraffic(() => new AdaptiveRateLimiter());
	/** Cool-down of each host: the kinds of traffic to one host share it. */
	readonly coolDowns: Record<Traffic, CoolDown>;
	private readonly semaphores = forEachTraffic(() => new Semaphore());

	constructor() {
		const library = new CoolDown();
		this.coolDowns = { ...forEachTraffic(() => new CoolDown()), read: library, write: library };
	}

	/**
	 * Runs a task under the concurrency limit of its kind of traffic. Not re-entrant for one kind.
	 *
	 * @param options `limit` replaces the default limit
	 * @throws the signal's reason if it is aborted while the task waits, else what the task throws
	 */
	async run<T>(traffic: Traffic, task: () => Promise<T>, options: Partial<AcquireOptions> = {}): Promise<T> {
		return await this.semaphores[traffic].run(task, { ...options, limit: options.limit ?? limits[traffic] });
	}
}

/** One entry is small; an agency with more customers than this loses only what it can ask again. */
const MAX_ACCOUNTS = 1000;

const accounts = new Map<string, AccountState>();

/**
 * The account that the caller's requests are made for, known by the credential's id and the sign-in: whoever else
 * signs in with the same credential may have another Google account.
 */
export async function accountStateOf(n8n: N8nContext): Promise<AccountState> {
	const signIn = await grantOf(n8n);
	const key = `${n8n.getNode().credentials?.[CREDENTIAL]?.id ?? ''}\0${signIn.id}`;
	const account = accounts.get(key) ?? new AccountState();
	// set anew, so that the one unused for longest is the first to be forgotten
	accounts.delete(key);
	accounts.set(key, account);
	if (accounts.size > MAX_ACCOUNTS) accounts.delete(accounts.keys().next().value as string);
	return account;
}

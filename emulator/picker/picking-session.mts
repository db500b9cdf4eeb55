import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import { invalid } from '../http/google-error.mts';
import { googleHosts } from '../network/google-hosts.mts';

/** A user's choice in the making. */
export interface PickingSession {
	id: string;
	/** Milliseconds of the account's clock. */
	expiresAt: number;
	maxItemCount: number;
	/** Ids of media items; undefined until the user presses Done. */
	picked: string[] | undefined;
}

const life = 7 * 24 * 3600 * 1000;
const most = 2000;
const timeoutSeconds = 1800;

/** @throws GoogleError for a negative item count. A larger one than 2000 is taken for 2000. */
export function startPicking(account: Account, maxItemCount: string | undefined): PickingSession {
	const count = Number(maxItemCount ?? 0);
	if (count < 0) throw invalid('max_item_count must not be negative.');
	const session: PickingSession = {
		id: randomUUID(),
		expiresAt: account.now() + life,
		maxItemCount: count === 0 ? most : Math.min(count, most),
		picked: undefined,
	};
	account.picking.set(session.id, session);
	return session;
}

/**
 * A session as the API shows it; how to poll it only while nothing is picked.
 * @see https://developers.google.com/photos/picker/reference/rest/v1/sessions
 */
export function sessionView({ switches }: Account, session: PickingSession): object {
	const polling = {
		pollInterval: `${switches.pickerPollSeconds}s`,
		timeoutIn: `${timeoutSeconds}s`,
	};
	return {
		id: session.id,
		pickerUri: `https://${googleHosts.app}/picker/${session.id}`,
		pollingConfig: session.picked ? undefined : polling,
		expireTime: new Date(session.expiresAt).toISOString(),
		pickingConfig: { maxItemCount: String(session.maxItemCount) },
		mediaItemsSet: session.picked !== undefined,
	};
}

import { randomUUID } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import type { ApiCall, ApiReply } from '../api/api-call.mts';
import { GoogleError, invalid } from '../http/google-error.mts';
import { googleHosts } from '../network/google-hosts.mts';

/** A picking session of a user. */
export interface PickingSession {
	id: string;
	/** Milliseconds on the account's clock. */
	expiresAt: number;
	maxItemCount: number;
	/** Ids of media items; undefined until the user presses Done. */
	picked: string[] | undefined;
}

const life = 7 * 24 * 3600 * 1000;
const most = 2000;
const uuidV4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/**
 * @throws GoogleError for a negative item count (more than 2000 counts as 2000), a request id that is not a UUID of
 *   version 4, or if the user has too many sessions
 * @see https://developers.google.com/photos/picker/reference/rest/v1/sessions/create
 */
export function createSession({ account, parameters, body }: ApiCall): ApiReply {
	const { requestId } = parameters as { requestId?: string };
	if (requestId !== undefined && !uuidV4.test(requestId))
		throw invalid('The request ID must be a UUID of version 4.');
	const { maxItemCount = '0' } = (body.pickingConfig ?? {}) as { maxItemCount?: string };
	const count = Number(maxItemCount);
	if (count < 0) throw invalid('max_item_count must not be negative.');
	const open = [...account.picking.values()].filter((session) => !isExpired(account, session));
	const { pickerSessions } = account.switches;
	if (pickerSessions > 0 && open.length >= pickerSessions)
		throw new GoogleError('RESOURCE_EXHAUSTED', 'The user has too many picking sessions.');
	const session: PickingSession = {
		id: randomUUID(),
		expiresAt: account.now() + life,
		maxItemCount: count === 0 ? most : Math.min(count, most),
		picked: undefined,
	};
	account.picking.set(session.id, session);
	return { message: sessionView(account, session) };
}

export function getSession({ account, parameters }: ApiCall): ApiReply {
	return { message: sessionView(account, sessionOf(account, parameters.sessionId)) };
}

export function deleteSession({ account, parameters }: ApiCall): ApiReply {
	account.picking.delete(sessionOf(account, parameters.sessionId).id);
	return { message: {} };
}

export function isExpired(account: Account, { expiresAt }: PickingSession): boolean {
	return account.now() >= expiresAt;
}

/** @throws GoogleError if the session does not exist or has expired */
export function sessionOf(account: Account, id: unknown): PickingSession {
	const session = account.picking.get(String(id));
	if (!session) throw new GoogleError('NOT_FOUND', 'Requested entity was not found.');
	if (isExpired(account, session))
		throw new GoogleError('PERMISSION_DENIED', 'The caller does not have permission');
	return session;
}

/**
 * A session as the API returns it. The polling settings are present only until items are picked.
 * @see https://developers.google.com/photos/picker/reference/rest/v1/sessions
 */
function sessionView({ switches }: Account, session: PickingSession): object {
	const polling = {
		pollInterval: `${switches.pickerPollSeconds}s`,
		timeoutIn: `${switches.pickerTimeoutSeconds}s`,
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

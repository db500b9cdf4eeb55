import type { INode } from 'n8n-workflow';
import { clock } from '../GooglePhotos/concurrency/clock';
import type { Failure, FailureKind } from '../GooglePhotos/errors/kinds';
import { failureOf, inputError, withContext } from '../GooglePhotos/errors/nodeError';
import { appendText } from '../GooglePhotos/errors/wording';
import { isPageTokenError } from '../GooglePhotos/http/paging';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Formatter for the time zone in which Google resets its daily quotas. */
const pacific = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	hourCycle: 'h23',
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: 'numeric',
});

function pacificTime(time: number): { year: number; month: number; day: number; hour: number } {
	const parts = pacific.formatToParts(time).map(({ type, value }) => [type, Number(value)]);
	return Object.fromEntries(parts);
}

/**
 * When Google resets the daily quota: the next midnight of Pacific Time, which is 7 (daylight saving time) or 8 hours
 * after midnight UTC.
 * https://developers.google.com/photos/overview/api-limits-quotas
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970
 */
export function nextReset(now: number): number {
	const { year, month, day } = pacificTime(now);
	const midnight = Date.UTC(year, month - 1, day) + DAY;
	const inSummer = midnight + 7 * HOUR;
	return pacificTime(inSummer).hour === 0 ? inSummer : midnight + 8 * HOUR;
}

/** Why a poll failed, in n8n's format. n8n 2.40 and newer backs off accordingly; older versions ignore it. */
interface Reason {
	cause:
		| 'rate-limited'
		| 'quota-exhausted'
		| 'temporarily-unavailable'
		| 'credential-invalid'
		| 'configuration-invalid';
	/** milliseconds */
	retryAfterMs?: number;
	/** milliseconds since 1970 */
	resetsAtEpochMs?: number;
}

const causes: Partial<Record<FailureKind, Reason['cause']>> = {
	tooManyRequests: 'rate-limited',
	dayQuota: 'quota-exhausted',
	noConnection: 'temporarily-unavailable',
	unknownHost: 'temporarily-unavailable',
	untrustedCertificate: 'temporarily-unavailable',
	connectionLost: 'temporarily-unavailable',
	strangeReply: 'temporarily-unavailable',
	unexpectedReply: 'temporarily-unavailable',
	proxyRefused: 'temporarily-unavailable',
	serverFault: 'temporarily-unavailable',
	conflict: 'temporarily-unavailable',
	renewalFailed: 'temporarily-unavailable',
	signInEnded: 'credential-invalid',
	unauthenticated: 'credential-invalid',
	wrongClient: 'credential-invalid',
	noUserSignIn: 'configuration-invalid',
	missingScope: 'credential-invalid',
	apiDisabled: 'configuration-invalid',
	noGooglePhotos: 'configuration-invalid',
	foreignAlbum: 'configuration-invalid',
	unknownAlbum: 'configuration-invalid',
	notFound: 'configuration-invalid',
};

const NEXT_POLL = 'The next poll tries again; nothing is lost.';

/** Without a memory, the failed poll has prevented the workflow from being published. */
const NOT_WATCHING = 'The trigger is not watching yet: publish or test the workflow again later.';

/**
 * Advice for a failed poll, where that for an operation does not fit: users cannot repeat a poll.
 *
 * @param next what happens next
 */
function adviceFor(kind: FailureKind, next: string, hasState: boolean): string | undefined {
	switch (kind) {
		case 'connectionLost':
			return `Check the network of the machine that runs n8n. No complete response arrived. ${next}`;
		case 'serverFault':
		case 'conflict':
			return `${next} Google is temporarily unavailable.`;
		case 'renewalFailed':
			return `${next} The sign-in may be fine.`;
		case 'invalid':
			return `Check the parameters of the trigger. ${next}`;
		case 'tooManyRequests':
			return `Poll less often, or let other programs that use the same account rest. The poll waited for as long as it may. ${next}`;
		case 'dayQuota': {
			const shared =
				'The quota resets at midnight Pacific Time. Every credential with the same Client ID shares it.';
			return hasState
				? `${shared} Until then the trigger tries again every hour, and when you publish the workflow again; nothing is lost.`
				: `${shared} The trigger is not watching yet: publish or test the workflow again after that.`;
		}
		default:
			return undefined;
	}
}

/** n8n polls for no user in particular, also when the workflow is published: a trigger has no account to watch then. */
function endUserCredentialError(node: INode, { message }: Failure): Error {
	return inputError(
		node,
		'The trigger cannot use an end-user credential',
		`Choose a credential of the kind "Fixed", and create one trigger for each account. n8n polls for no user in particular, so it cannot tell whose Google account to watch. ${message}`,
	);
}

/**
 * Adds to an error why the poll failed and when it can succeed again, for n8n, and the advice for the user.
 *
 * @param hasState whether the trigger has a memory
 * @returns the error with the cause and the advice for a poll; an error without a failure is returned unchanged
 */
export function withFailureCause(node: INode, error: Error, hasState: boolean): Error {
	const failure = failureOf(error);
	if (!failure) return error;
	const next = hasState ? NEXT_POLL : NOT_WATCHING;
	const advice = isPageTokenError(error) ? `${next} The list is then read anew.` : adviceFor(failure.kind, next, hasState);
	const ofPoll = advice === undefined ? appendText(error, next) : withContext(error, { advice });
	const explained = failure.kind === 'noUserSignIn' ? endUserCredentialError(node, failure) : ofPoll;
	const cause = causes[failure.kind];
	return cause ? Object.assign(explained, { failure: { cause, ...waitOf(failure) } }) : explained;
}

function waitOf({ kind, retryAfter }: Failure): Omit<Reason, 'cause'> {
	if (kind === 'dayQuota') return { resetsAtEpochMs: nextReset(clock.now()) };
	return retryAfter === undefined ? {} : { retryAfterMs: retryAfter };
}

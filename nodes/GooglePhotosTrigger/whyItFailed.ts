import { clock } from '../GooglePhotos/request/clock';
import { failureOf } from '../GooglePhotos/request/explain';
import type { Failure, FailureKind } from '../GooglePhotos/request/failure';
import { nextReset } from './dayQuota';

/** Why a poll failed, in the words of n8n (2.40 and newer), which backs off by them. Older ones do not look. */
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
	signInEnded: 'credential-invalid',
	unauthenticated: 'credential-invalid',
	wrongClient: 'credential-invalid',
	missingScope: 'credential-invalid',
	apiDisabled: 'configuration-invalid',
	noGooglePhotos: 'configuration-invalid',
	foreignAlbum: 'configuration-invalid',
	unknownAlbum: 'configuration-invalid',
	notFound: 'configuration-invalid',
};

/** Tells n8n why a poll failed, and from when on it can succeed again. @returns the same error */
export function withReason(error: Error): Error {
	const failure = failureOf(error);
	const cause = failure && causes[failure.kind];
	return cause ? Object.assign(error, { failure: { cause, ...waitOf(failure) } }) : error;
}

function waitOf({ kind, retryAfter }: Failure): Omit<Reason, 'cause'> {
	if (kind === 'dayQuota') return { resetsAtEpochMs: nextReset(clock.now()) };
	return retryAfter === undefined ? {} : { retryAfterMs: retryAfter };
}

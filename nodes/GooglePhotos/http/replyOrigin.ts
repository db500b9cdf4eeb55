import { isOfConnection } from '../errors/kinds';
import type { Failure, FailureKind } from '../errors/kinds';
import type { ApiMethod, Traffic } from './apiMethod';

/** Kinds that the token endpoint reports; n8n calls it for a new token in the middle of a request. */
const signInKinds: ReadonlySet<FailureKind> = new Set(['signInEnded', 'wrongClient']);

/** Kinds that may rest on the status alone, and for which callers drop what they cached or give up their work. */
const needsStatusName: ReadonlySet<FailureKind> = new Set(['forbidden', 'notFound']);

/**
 * Whether an error reply comes from one of Google's APIs: it has the form of one. A kind that rests on the HTTP status
 * alone, such as `notFound`, needs Google's name of that status as well.
 * https://cloud.google.com/apis/design/errors
 */
export function isFromGoogle({ kind, status, statusName, form }: Failure, traffic: Traffic): boolean {
	if (status === undefined) return true;
	if (signInKinds.has(kind)) return form !== undefined;
	if (traffic === 'upload' && form === 'upload') return true;
	return form === 'api' && (statusName !== undefined || !needsStatusName.has(kind));
}

/**
 * Failure of a reply from an intermediary between n8n and Google, such as a proxy. It uses only what the status says of
 * the connection, not the text. An intermediary that inspects replies can block one after Google has acted, so the
 * outcome is unknown for most statuses.
 */
export function foreignFailure(failure: Failure): Failure {
	const status = failure.status as number;
	const kind = foreignKind(status);
	return { ...failure, kind, foreign: true, outcomeUnknown: kind !== 'proxyRefused' && kind !== 'tooManyRequests' };
}

function foreignKind(status: number): FailureKind {
	if (status < 400) return 'strangeReply';
	if (status === 407) return 'proxyRefused';
	if (status === 408) return 'connectionLost';
	if (status === 429) return 'tooManyRequests';
	return status >= 500 ? 'serverFault' : 'unexpectedReply';
}

/**
 * Kind of a failure to fetch the bytes of a file. Google's media hosts answer in HTML or with a picture, so the origin
 * of a reply cannot be verified. But the base URL has just come from Google, so Google has already checked who owns the
 * media item.
 */
export function bytesKind({ kind, status }: Failure): FailureKind {
	if (status === 407) return 'proxyRefused';
	if (kind === 'forbidden') return 'fileRefused';
	if (kind === 'strangeReply') return 'notTheFile';
	return kind === 'notFound' || status === 410 ? 'fileUnknown' : kind;
}

/**
 * Refines a failure for the method that was called: by the origin of the reply, and by what it means for the method.
 */
export function refineForMethod(failure: Failure, { traffic, refine }: ApiMethod): Failure {
	const bytes = traffic === 'bytes';
	if (bytes && isOfConnection(failure.kind)) return { ...failure, ofOneHost: true };
	if (!bytes && !isFromGoogle(failure, traffic)) return foreignFailure(failure);
	const refined = bytes ? { ...failure, kind: bytesKind(failure) } : failure;
	return refine ? { ...refined, kind: refine(refined) } : refined;
}

import { isOfConnection } from '../errors/kinds';
import type { Failure, FailureKind } from '../errors/kinds';
import type { ApiMethod, Traffic } from './method';

/** Kinds that the token endpoint tells; n8n asks it for a new token in the middle of a request. */
const signInKinds: ReadonlySet<FailureKind> = new Set(['signInEnded', 'wrongClient']);

/** Kinds that a status alone has told, and that make others forget or give up what they have. */
const needsStatusName: ReadonlySet<FailureKind> = new Set(['forbidden', 'notFound']);

/**
 * Whether a refusal comes from one of Google's APIs: it has the form of one. What is concluded from its status
 * alone, such as that something is gone, needs Google's own name of that status as well.
 * https://cloud.google.com/apis/design/errors
 */
export function isFromGoogle({ kind, status, statusName, form }: Failure, traffic: Traffic): boolean {
	if (status === undefined || kind === 'cancelled') return true;
	if (signInKinds.has(kind)) return form !== undefined;
	if (traffic === 'upload' && form === 'upload') return true;
	return form === 'api' && (statusName !== undefined || !needsStatusName.has(kind));
}

/**
 * A reply of somebody between n8n and Google. Only what its status says of the connection is believed, not its
 * text. Whoever looks into replies can refuse one after Google has acted.
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
 * What a refusal means for the bytes of a file. Google's media hosts answer in HTML or with a picture, so
 * nobody can tell whether it was them; their address came from Google just now, and who owns the media item
 * has been answered.
 */
export function bytesKind({ kind, status }: Failure): FailureKind {
	if (status === 407) return 'proxyRefused';
	if (kind === 'forbidden') return 'fileRefused';
	return kind === 'notFound' || status === 410 ? 'fileUnknown' : kind;
}

/**
 * A failure in the light of the method that was called: whose reply it is, and what it means there.
 */
export function refineForMethod(failure: Failure, { traffic, refine }: ApiMethod): Failure {
	const bytes = traffic === 'bytes';
	if (bytes && isOfConnection(failure.kind)) return { ...failure, ofOneHost: true };
	if (!bytes && !isFromGoogle(failure, traffic)) return foreignFailure(failure);
	const told = bytes ? { ...failure, kind: bytesKind(failure) } : failure;
	return refine ? { ...told, kind: refine(told) } : told;
}

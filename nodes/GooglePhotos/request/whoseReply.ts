import type { Text } from './explain';
import type { Failure, FailureKind } from './failure';
import type { ApiMethod, Traffic } from './methods';

/** What is told apart by who refused, and what. */
export type ReplyFailureKind = 'unexpectedReply' | 'proxyRefused' | 'accessRefused' | 'fileRefused' | 'fileUnknown';

export const replyTexts: Record<ReplyFailureKind, Text> = {
	unexpectedReply: {
		message: 'An unexpected reply came in place of one from Google Photos',
		advice:
			'It does not have the form of Google\'s API: a proxy, a firewall or a sign-in page of the network answered. Check the proxy settings and the network of the machine that runs n8n.',
	},
	proxyRefused: {
		message: 'The proxy did not let the request to Google Photos through',
		advice:
			'It wants a user name and a password: check those in the proxy settings of n8n, or in Request Options > Proxy. Nothing reached Google.',
	},
	accessRefused: {
		message: 'Google Photos refused access',
		advice:
			'Check that this is the credential of the right Google account, and that the account may use Google Photos: in a company or school, the administrator decides.',
	},
	fileRefused: {
		message: 'Google refused access to the file',
		advice:
			'It refused a new address of the file as well. Run this item again later; if that does not help, check whether a proxy or a firewall of the network refuses it.',
	},
	fileUnknown: {
		message: 'Google could not find the file at the address that it gave',
		advice: 'Look at the photo or video in Google Photos, then run this item again later.',
	},
};

/** Kinds that the token endpoint tells; n8n asks it for a new token in the middle of a request. */
const ofTheSignIn: ReadonlySet<FailureKind> = new Set(['signInEnded', 'wrongClient']);

/** Kinds that a status alone has told, and that make others forget or give up what they have. */
const needsStatusName: ReadonlySet<FailureKind> = new Set(['forbidden', 'notFound']);

/**
 * Whether a refusal comes from one of Google's APIs: it has the form of one. What is concluded from its status
 * alone, such as that something is gone, needs Google's own name of that status as well.
 * https://cloud.google.com/apis/design/errors
 */
export function isGoogles({ kind, status, statusName, form }: Failure, traffic: Traffic): boolean {
	if (status === undefined || kind === 'cancelled') return true;
	if (ofTheSignIn.has(kind)) return form !== undefined;
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
	return { ...failure, kind, foreign: true, mayHaveActed: kind !== 'proxyRefused' && kind !== 'tooManyRequests' };
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

/** Methods that take no id, or not always: a refusal of access is no matter of who created what. */
const withoutId: ReadonlySet<string> = new Set([
	'albums.create',
	'albums.list',
	'mediaItems.batchCreate',
	'mediaItems.list',
	'mediaItems.search',
	'uploads',
]);

/** Whether the method is always about something that has an id. */
export function namesAnId({ id }: ApiMethod): boolean {
	return !withoutId.has(id);
}

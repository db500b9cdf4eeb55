/** Classified causes of failures. Two causes differ only if the handling or the error message differs. */
export type FailureKind =
	| 'cancelled'
	| 'connectionLost'
	| 'strangeReply'
	| 'serverFault'
	| 'conflict'
	| 'tooManyRequests'
	| 'tooManyDownloads'
	| 'dayQuota'
	| 'storageFull'
	| 'signInEnded'
	| 'renewalFailed'
	| 'noUserSignIn'
	| 'unauthenticated'
	| 'wrongClient'
	| 'missingScope'
	| 'apiDisabled'
	| 'noGooglePhotos'
	| 'forbidden'
	| 'foreignAlbum'
	| 'unknownAlbum'
	| 'albumFull'
	| 'alreadyInAlbum'
	| 'unknownMediaItem'
	| 'notFound'
	| 'uploadTokenRefused'
	| 'emptyFile'
	| 'unsupportedFile'
	| 'alreadyThere'
	| 'fileTooLarge'
	| 'invalid'
	| ConnectionFailureKind
	| PickerFailureKind
	| ReplyFailureKind;

/**
 * - `api`: `{error: {code, message, status}}`, of the Library API and the Picker API.
 *   https://cloud.google.com/apis/design/errors#http_mapping
 * - `upload`: `{code, message}`, or the headers of Google's upload server
 * - `token`: `{error: "invalid_grant"}`, of the OAuth token endpoint. https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export type ErrorForm = 'api' | 'upload' | 'token';

export interface Failure {
	kind: FailureKind;
	/** HTTP status; undefined if no reply was received */
	status?: number;
	/** name of that status in Google's reply, such as FAILED_PRECONDITION */
	statusName?: string;
	/** the service of Google whose form the reply has, if any; see `isFromGoogle` */
	form?: ErrorForm;
	/** the reply is not from Google but, for example, from a proxy */
	foreign?: true;
	/** text of the reply, shortened; never a token or file content */
	message: string;
	/** milliseconds that Google asked to wait */
	retryAfter?: number;
	/** whether Google may have carried out the request although no reply confirms it */
	outcomeUnknown: boolean;
	/** throttled because of a concurrent write to the account, not because of the quota per minute */
	writeContention?: boolean;
	/** only one of several hosts of the service was unreachable, so the failure is not terminal */
	ofOneHost?: boolean;
}

/** A reply with a success status whose content is not that of the method, such as a proxy's HTML page. */
export class UnexpectedResponseError extends Error {}

/**
 * n8n could not renew an expired access token. Google had rejected the request because of it, so nothing was carried
 * out. The `cause` is n8n's error.
 */
export class TokenRenewalError extends Error {}

/** Whether Google evaluated the request and rejected it for a reason other than a quota. */
export function provesRequestsAccepted({ kind, status = 0, foreign }: Failure): boolean {
	return !foreign && status >= 400 && status < 500 && ![401, 407, 408, 409, 429].includes(status) && kind !== 'dayQuota';
}

/** Failures after which no further request of the execution can succeed: the remaining requests are not sent. */
const terminal: ReadonlySet<FailureKind> = new Set([
	'cancelled',
	'tooManyRequests',
	'tooManyDownloads',
	'noConnection',
	'unknownHost',
	'untrustedCertificate',
	'proxyRefused',
	'dayQuota',
	'storageFull',
	'signInEnded',
	'noUserSignIn',
	'unauthenticated',
	'wrongClient',
	'missingScope',
	'missingPickerScope',
	'apiDisabled',
	'pickerApiDisabled',
	'tooManySessions',
	'noGooglePhotos',
]);

export function isTerminal(failure: Failure): boolean {
	return terminal.has(failure.kind) && !failure.ofOneHost;
}

const transientKinds: ReadonlySet<FailureKind> = new Set([
	'noConnection',
	'connectionLost',
	'strangeReply',
	'notTheFile',
	'serverFault',
	'conflict',
	'renewalFailed',
]);

/** Whether a failure is transient: a retry may succeed. */
export function isTransient({ kind }: Failure): boolean {
	return transientKinds.has(kind);
}

/** Whether Google failed to process a request: one of its members can be the cause, unlike of a lost connection. */
export function isServerFault({ kind }: Failure): boolean {
	return kind === 'serverFault';
}

/** Why no connection to Google was established. The request cannot have been received. */
export type ConnectionFailureKind = 'noConnection' | 'unknownHost' | 'untrustedCertificate';

/** These and `proxyRefused`, which is also the kind of a proxy's reply with status 407; see `foreignFailure`. */
export type Unreached = ConnectionFailureKind | 'proxyRefused';

const connectionKinds: ReadonlySet<string | undefined> = new Set(['noConnection', 'unknownHost', 'untrustedCertificate', 'proxyRefused']);

/** Whether no connection was established. @param kind of a failure, if there is one */
export function isOfConnection(kind: string | undefined): kind is Unreached {
	return connectionKinds.has(kind);
}

/** Failures that only the Picker has. */
export type PickerFailureKind =
	| 'missingPickerScope'
	| 'pickerApiDisabled'
	| 'tooManySessions'
	| 'sessionUnknown'
	| 'sessionExpired'
	| 'notPickedYet';

/** Failures that depend on who sent the reply and on what was requested. */
export type ReplyFailureKind = 'unexpectedReply' | 'proxyRefused' | 'accessRefused' | 'fileRefused' | 'fileUnknown' | 'notTheFile';

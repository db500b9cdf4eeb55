/** What a request came to, as far as it makes a difference to what is done next or to what the user is told. */
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
	/** HTTP status; none if no reply came */
	status?: number;
	/** name of that status in Google's reply, such as FAILED_PRECONDITION */
	statusName?: string;
	/** which of Google's services the reply has the form of, if it has one; see whoseReply */
	form?: ErrorForm;
	/** a reply of somebody else, such as a proxy */
	foreign?: true;
	/** words of the reply, shortened; never a token or file content */
	message: string;
	/** milliseconds that Google asked to wait */
	retryAfter?: number;
	/** whether Google may have done what was asked, although the reply does not say so */
	outcomeUnknown: boolean;
	/** "too many requests", but not in a minute: something else is writing to this account just now */
	writeContention?: boolean;
	/** what could not be reached is one of several hosts of the same service */
	ofOneHost?: boolean;
}

/** A reply with a success status that is not what the method answers, such as a proxy's HTML page. */
export class UnexpectedResponseError extends Error {}

/** Whether Google has looked at the request and refused it for another reason than a quota. */
export function provesRequestsAccepted({ kind, status = 0, foreign }: Failure): boolean {
	return !foreign && status >= 400 && status < 500 && ![401, 407, 408, 409, 429].includes(status) && kind !== 'dayQuota';
}

/** Conditions under which no further request of the run can succeed: what is left is not sent. */
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
	'serverFault',
	'conflict',
]);

/** Whether a failure is of the kind that passes by itself. */
export function isTransient({ kind }: Failure): boolean {
	return transientKinds.has(kind);
}

/** Why no connection to Google came about, so that the request cannot have reached anyone. */
export type ConnectionFailureKind = 'noConnection' | 'unknownHost' | 'untrustedCertificate';

/** The same, and what a proxy that answers with a status stands for as well; see whoseReply. */
export type Unreached = ConnectionFailureKind | 'proxyRefused';

const connectionKinds: ReadonlySet<string> = new Set(['noConnection', 'unknownHost', 'untrustedCertificate', 'proxyRefused']);

/** Whether no connection came about. @param kind of a failure */
export function isOfConnection(kind: string): kind is Unreached {
	return connectionKinds.has(kind);
}

/** What can go wrong with the Picker only. */
export type PickerFailureKind =
	| 'missingPickerScope'
	| 'pickerApiDisabled'
	| 'tooManySessions'
	| 'sessionUnknown'
	| 'sessionExpired'
	| 'notPickedYet';

/** What is told apart by who refused, and what. */
export type ReplyFailureKind = 'unexpectedReply' | 'proxyRefused' | 'accessRefused' | 'fileRefused' | 'fileUnknown';

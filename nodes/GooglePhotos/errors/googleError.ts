import type { ErrorForm, FailureKind } from './kinds';

/**
 * Parsing of error replies: Google's text, and whether the reply has the form of one of Google's services. A proxy, a
 * firewall or a sign-in page answers with the same HTTP statuses, so the status alone does not identify the sender.
 */

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** Parses a JSON object that the HTTP client left as text. Returns any other body unchanged. */
export function parsedBody(body: unknown): unknown {
	if (typeof body !== 'string' || !/^\s*\{/.test(body)) return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

/**
 * Detects which of Google's services an error reply has the form of.
 *
 * @param body JSON value or text
 * @param headers with names in lower case
 * @returns undefined if the form is none of Google's
 */
export function formOf(body: unknown, headers: Fields = {}): ErrorForm | undefined {
	const { error, code, message } = fieldsOf(body) ?? {};
	if (typeof error === 'string') return 'token';
	const inner = fieldsOf(error);
	if (inner && [inner.status, inner.message].some((text) => typeof text === 'string')) return 'api';
	if (typeof code === 'number' && typeof message === 'string') return 'upload';
	const fromUploadServer =
		headers['x-guploader-uploadid'] !== undefined ||
		headers['x-goog-upload-status'] !== undefined ||
		headers.server === 'UploadServer';
	return fromUploadServer ? 'upload' : undefined;
}

/** Maximum length of a text that an error quotes from a reply, in characters. */
const MAX_QUOTE = 400;

/** Control characters, lone surrogates, and the replacement character, which stands for bytes that are not text. */
const notText = /[\p{Cc}\p{Cs}\uFFFD]/u;

/** Format characters: bidirectional controls and invisible characters. */
const invisible = /\p{Cf}/gu;

const markup = /^\s*<|<(?:!doctype|html|head|body|\?xml)\b/i;

/**
 * Prepares a text for a quote in an error: one line, of limited length, without control characters.
 *
 * @returns an empty string if it is not plain text but binary data, HTML or XML
 */
export function quotable(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (markup.test(line) || notText.test(line)) return '';
	// no lone surrogate at the end
	return line.replace(invisible, '').slice(0, MAX_QUOTE).replace(/[\uD800-\uDBFF]$/, '');
}

/** Google's text from an error reply in any form of its services, or the reply's plain text. */
export function textOf(body: unknown): string {
	if (typeof body === 'string') return quotable(body);
	const fields = fieldsOf(body);
	if (!fields) return '';
	const { error, error_description: description } = fields;
	if (typeof error === 'string') {
		return quotable([error, description].filter((text) => typeof text === 'string' && text !== '').join(': '));
	}
	const { message } = fieldsOf(error) ?? fields;
	return typeof message === 'string' ? quotable(message) : '';
}

/**
 * Texts that identify the kind of a rejection. The status alone does not: full storage is a 400, and so may be a quota.
 * The first match wins, so specific patterns come before those for quotas in general.
 */
const texts: Array<[RegExp, FailureKind]> = [
	[/invalid_grant|needs to be reconnected|token has been expired or revoked|credentials not connected/i, 'signInEnded'],
	[/end-user credential|dynamic credential/i, 'noUserSignIn'],
	[/invalid_client|unauthorized_client|deleted_client|org_internal|client authentication failed/i, 'wrongClient'],
	[/storage[ _']*(quota|limit|space)|quota.{0,40}storage|(remaining|out of|not enough|insufficient) storage|storage.*(not enough|is full|exceeded)/i, 'storageFull'],
	[/^(?!.*(title|description|character)).*album.*(is full|too many (media )?items|reached (the|its)|(limit|maximum|most|more than).*(items|photos))/i, 'albumFull'],
	[/per ?day|daily ?limit|quota for the day|\b1\/d\b/i, 'dayQuota'],
	[/quota|RESOURCE_EXHAUSTED|rate[ _]?limit|too many requests/i, 'tooManyRequests'],
	[/insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions/i, 'missingScope'],
	[/SERVICE_DISABLED|has not been used in project|accessNotConfigured|it is disabled/i, 'apiDisabled'],
	[/(active|no) google photos account|google photos is (not available|disabled|turned off)|not enabled for google photos/i, 'noGooglePhotos'],
	[/no permission to add media items to this album/i, 'foreignAlbum'],
	[/invalid album id/i, 'unknownAlbum'],
	[/already (in|part of|added to|exists in) (the|this|an) album/i, 'alreadyInAlbum'],
	[/invalid media item id/i, 'unknownMediaItem'],
	[/valid upload token/i, 'uploadTokenRefused'],
	[/payload must not be empty/i, 'emptyFile'],
];

/** Google puts values of the request, such as a title or file name, in double quotes, quota names in single ones. */
const quoted = /"[^"]*"|\u201c[^\u201d]*\u201d/g;

/** The kind that a text of Google's identifies, if any. Values quoted from the request are ignored. */
export function kindOfText(text: string): FailureKind | undefined {
	const own = text.replace(quoted, '""');
	return texts.find(([pattern]) => pattern.test(own))?.[1];
}

/** Whether a text of Google's is about an ID: of an HTTP status 400, the text alone tells which value was rejected. */
export function isAboutId(text: string): boolean {
	return /\bids?\b|\bidentifier/i.test(text.replace(quoted, '""'));
}

const objectOf = (value: unknown): Fields => fieldsOf(value) ?? {};

const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** Metadata keys of `ErrorInfo` that name the exceeded quota. https://cloud.google.com/docs/quotas/view-manage */
const QUOTA = ['quota_limit', 'quota_unit'];

/**
 * Parts of a Status that identify a rejection but are not meant for the user: the name of the status, the reasons, and
 * the exceeded quota.
 *
 * @param status a Status of Google's, with its details or with the older list of errors.
 *   https://cloud.google.com/apis/design/errors#error_model
 */
export function marksOf(status: unknown): string {
	const { status: name, errors, details } = objectOf(status);
	const ofErrors = listIn(errors).flatMap(({ reason, message }) => [reason, message]);
	const ofDetails = listIn(details).flatMap(({ reason, metadata, violations }) => [
		reason,
		...QUOTA.map((key) => objectOf(metadata)[key]),
		...listIn(violations).map(({ description }) => description),
	]);
	return [name, ...ofErrors, ...ofDetails].filter((mark) => typeof mark === 'string').join(' ');
}

/** The delay of `RetryInfo`, such as `"36s"`, in milliseconds. */
export function retryDelayOf(status: unknown): number | undefined {
	const delays = listIn(objectOf(status).details).map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(String(retryDelay)));
	const seconds = Number(delays.find(Boolean)?.[1]);
	return seconds > 0 ? seconds * 1000 : undefined;
}

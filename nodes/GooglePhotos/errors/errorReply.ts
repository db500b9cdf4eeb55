import type { ErrorForm, FailureKind } from './kinds';

/**
 * What a refusal's body says, and whether it has the form of one of Google's services. A proxy, a firewall or a
 * sign-in page answers with the same HTTP statuses, so the status alone does not tell who refused.
 */

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** The JSON value of a body that the HTTP client left as text; anything else as it is. */
export function parsedBody(body: unknown): unknown {
	if (typeof body !== 'string' || !/^\s*\{/.test(body)) return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

/**
 * The form that a refusal has.
 *
 * @param body JSON value, or text
 * @param headers with names in lower case
 * @returns undefined if it has none of Google's
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

/** The longest text of a reply that an error quotes, in characters. */
const MAX_QUOTE = 400;

/** Control characters, halves of characters, and what stands for bytes that are no text. */
const notText = /[\p{Cc}\p{Cs}\uFFFD]/u;

/** Marks that turn the direction of writing or are not seen at all. */
const invisible = /\p{Cf}/gu;

const markup = /^\s*<|<(?:!doctype|html|head|body|\?xml)\b/i;

/**
 * A text as an error can quote it: one line, bounded, without control characters.
 *
 * @returns an empty text for what is no plain text: binary data, HTML, XML
 */
export function quotable(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (markup.test(line) || notText.test(line)) return '';
	// no half of a character at the end
	return line.replace(invisible, '').slice(0, MAX_QUOTE).replace(/[\uD800-\uDBFF]$/, '');
}

/** Google's text out of the forms its services answer with, or the plain text that came. */
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
 * Texts that tell one refusal from another: statuses alone do not (storage full is a 400, so may be a quota). The
 * first that fits counts, so what is said of one thing stands before what is said of quotas in general.
 */
const texts: Array<[RegExp, FailureKind]> = [
	[/invalid_grant|needs to be reconnected|token has been expired or revoked|credentials not connected/i, 'signInEnded'],
	[/invalid_client|unauthorized_client|deleted_client|org_internal|client authentication failed/i, 'wrongClient'],
	[/storage[ _']*(quota|limit|space)|quota.{0,40}storage|(remaining|out of|not enough|insufficient) storage|storage.*(not enough|is full|exceeded)/i, 'storageFull'],
	[/^(?!.*(title|description|character)).*album.*(is full|too many (media )?items|reached (the|its)|(limit|maximum|most|more than).*(items|photos))/i, 'albumFull'],
	[/per ?day|daily ?limit|quota for the day|\b1\/d\b/i, 'dayQuota'],
	[/quota|RESOURCE_EXHAUSTED|rate[ _]?limit|too many requests/i, 'tooManyRequests'],
	[/insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions/i, 'missingScope'],
	[/SERVICE_DISABLED|has not been used in project|accessNotConfigured|it is disabled/i, 'apiDisabled'],
	[/(active|no) google photos account|google photos is (not available|disabled|turned off)/i, 'noGooglePhotos'],
	[/no permission to add media items to this album/i, 'foreignAlbum'],
	[/invalid album id/i, 'unknownAlbum'],
	[/already (in|part of|added to|exists in) (the|this|an) album/i, 'alreadyInAlbum'],
	[/invalid media item id/i, 'unknownMediaItem'],
	[/valid upload token/i, 'uploadTokenRefused'],
	[/payload must not be empty/i, 'emptyFile'],
];

/** What Google quotes of what it was sent: a title, a file name. Names of quotas it puts into single marks. */
const quoted = /"[^"]*"|\u201c[^\u201d]*\u201d/g;

/** The kind that a text of Google's tells, if it does. */
export function kindOfText(text: string): FailureKind | undefined {
	const own = text.replace(quoted, '""');
	return texts.find(([pattern]) => pattern.test(own))?.[1];
}

const objectOf = (value: unknown): Fields => fieldsOf(value) ?? {};

const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** Where `ErrorInfo` says which quota it is. https://cloud.google.com/docs/quotas/view-manage */
const QUOTA = ['quota_limit', 'quota_unit'];

/**
 * What tells refusals apart although it is not meant for the user: the name of the status, the reasons, and which
 * quota is used up.
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

/** Milliseconds that `RetryInfo` asks to wait: `"36s"`. */
export function retryDelayOf(status: unknown): number | undefined {
	const delays = listIn(objectOf(status).details).map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(String(retryDelay)));
	const seconds = Number(delays.find(Boolean)?.[1]);
	return seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * What a refusal's body says, and whether it has the form of one of Google's services. A proxy, a firewall or a
 * sign-in page answers with the same HTTP statuses, so the status alone does not tell who refused.
 */

/**
 * - `api`: `{error: {code, message, status}}`, of the Library API and the Picker API.
 *   https://cloud.google.com/apis/design/errors#http_mapping
 * - `upload`: `{code, message}`, or the headers of Google's upload server
 * - `token`: `{error: "invalid_grant"}`, of the OAuth token endpoint. https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export type RefusalForm = 'api' | 'upload' | 'token';

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
export function formOf(body: unknown, headers: Fields = {}): RefusalForm | undefined {
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
const LONGEST_QUOTE = 400;

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
	return line.replace(invisible, '').slice(0, LONGEST_QUOTE).replace(/[\uD800-\uDBFF]$/, '');
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

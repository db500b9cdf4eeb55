import type { IBinaryData } from 'n8n-workflow';

/** @returns the percent-decoded text; unchanged if its percent-encoding is invalid, such as `50%` */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * Normalizes a file of an input item to n8n's binary data format: files made by hand, for example in a Code node, may
 * have a number as their name, no MIME type, or bytes in another form than Base64 text.
 *
 * @returns undefined if the value is not a file: it has neither bytes nor the ID of a stored file. Invalid bytes are
 *   left for `isBase64` to detect
 */
export function inputFile(value: unknown): IBinaryData | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const { id, data, mimeType, fileName, ...rest } = value as Record<string, unknown>;
	const stored = typeof id === 'string' && id !== '';
	if (!stored && (data === undefined || data === null)) return undefined;
	const bytes = stored ? { data: typeof data === 'string' ? data : '' } : inline(data);
	const name = nameOf(fileName);
	return {
		...rest,
		...(stored && { id }),
		data: bytes.data,
		mimeType: (typeof mimeType === 'string' && mimeType) || bytes.mimeType || '',
		...(name !== undefined && { fileName: name }),
	};
}

/** Placeholder for bytes in an unknown form: `isBase64` returns false for it. */
const NOT_BASE64 = '(no bytes)';

interface Inline {
	/** Base64, or text that could not be converted to Base64 */
	data: string;
	mimeType?: string;
}

/** https://www.rfc-editor.org/rfc/rfc2397 */
const dataUrl = /^\s*data:([^,;]*)((?:;[^,;]*)*),/i;

function inline(data: unknown): Inline {
	if (data instanceof Uint8Array) return { data: Buffer.from(data).toString('base64') };
	if (typeof data === 'object') {
		// a Buffer that was serialized to JSON
		const { type, data: list } = data as { type?: unknown; data?: unknown };
		const isBuffer = type === 'Buffer' && Array.isArray(list);
		return { data: isBuffer ? Buffer.from(list as number[]).toString('base64') : NOT_BASE64 };
	}
	const text = String(data);
	const [head, mimeType, parameters] = dataUrl.exec(text.slice(0, 1000)) ?? [];
	if (head === undefined) return { data: text };
	const rest = text.slice(head.length);
	return { mimeType, data: /;\s*base64\s*$/i.test(parameters) ? percentFree(rest) : encoded(rest) };
}

/** `+`, `/` and `=` of Base64 may be percent-encoded in a URL. */
function percentFree(text: string): string {
	return text.includes('%') ? percentDecoded(text) : text;
}

function encoded(text: string): string {
	return Buffer.from(percentDecoded(text)).toString('base64');
}

/** Replaces lone surrogates and removes control characters. */
function nameOf(fileName: unknown): string | undefined {
	if (typeof fileName === 'number') return String(fileName);
	if (typeof fileName !== 'string') return undefined;
	return fileName.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\p{Cc}/gu, '') || undefined;
}

/** Whether text has only characters of Base64 or base64url, and white space. Node.js decodes any text without error. */
export function isBase64(data: string): boolean {
	return !/[^\w+/\s=-]/.test(data);
}

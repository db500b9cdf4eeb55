import type { IBinaryData } from 'n8n-workflow';

/** @returns text without its percent-encoding; as it is where it has none that can be read, such as `50%` */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * A file as an input item holds it, made into one of n8n's: nodes that make files by hand, such as Code, write
 * numbers as names, leave the MIME type out, or give the bytes in another form than Base64 text.
 *
 * @returns undefined if the value is no file: neither bytes nor the id of a stored file are in it. What is wrong
 *   with its bytes is for `isBase64` to say
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

/** What stands for bytes that are in no form known here: `isBase64` refuses it. */
const NOT_BASE64 = '(no bytes)';

interface Inline {
	/** Base64, or what was given if it cannot be made into that */
	data: string;
	mimeType?: string;
}

/** https://www.rfc-editor.org/rfc/rfc2397 */
const dataUrl = /^\s*data:([^,;]*)((?:;[^,;]*)*),/i;

function inline(data: unknown): Inline {
	if (data instanceof Uint8Array) return { data: Buffer.from(data).toString('base64') };
	if (typeof data === 'object') {
		// a Buffer that went through JSON
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

/** Base64 in a URL may have its `+`, `/` and `=` percent-encoded. */
function percentFree(text: string): string {
	return text.includes('%') ? percentDecoded(text) : text;
}

function encoded(text: string): string {
	return Buffer.from(percentDecoded(text)).toString('base64');
}

/** Half characters and control characters are no part of a name. */
function nameOf(fileName: unknown): string | undefined {
	if (typeof fileName === 'number') return String(fileName);
	if (typeof fileName !== 'string') return undefined;
	return fileName.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\p{Cc}/gu, '') || undefined;
}

/** Whether text can be Base64, also with line breaks or in the alphabet for URLs: Node.js reads any text as some bytes. */
export function isBase64(data: string): boolean {
	return !/[^\w+/\s=-]/.test(data);
}

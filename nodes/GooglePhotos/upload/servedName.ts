/** What a server calls a file that it sends. */

const encoded = /(?:^|;)\s*filename\*\s*=\s*"?(utf-8|iso-8859-1)'[^']*'([^";]+)"?/i;
const quoted = /(?:^|;)\s*filename\s*=\s*"((?:\\.|[^"\\])*)"/i;
const plain = /(?:^|;)\s*filename\s*=\s*([^";]+)/i;

function decoded(text: string, charset = 'utf-8'): string | undefined {
	try {
		if (charset.toLowerCase() === 'utf-8') return decodeURIComponent(text);
		return text.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
	} catch {
		return undefined;
	}
}

/** Without folders, which a server could try to choose, and without control characters. */
function fileNameIn(text: string | undefined): string | undefined {
	const name = text
		?.split(/[/\\]/)
		.at(-1)
		?.replace(/\p{Cc}/gu, '')
		.trim();
	return name === '' || name === '.' || name === '..' ? undefined : name;
}

/**
 * The file name of a reply: that of Content-Disposition, in its encoded form first, else the end of the path.
 * https://www.rfc-editor.org/rfc/rfc6266
 *
 * @param disposition the header's value
 * @param address where the reply came from
 * @returns undefined if there is none
 */
export function servedName(disposition: unknown, address: URL): string | undefined {
	const header = typeof disposition === 'string' ? asUtf8(disposition) : '';
	const [, charset, value] = encoded.exec(header) ?? [];
	const inQuotes = quoted.exec(header)?.[1];
	const bare = plain.exec(header)?.[1];
	return (
		fileNameIn(value && decoded(value, charset)) ??
		fileNameIn(inQuotes?.replace(/\\(.)/g, '$1')) ??
		fileNameIn(bare) ??
		fileNameIn(decoded(address.pathname.replace(/.*\//, '')))
	);
}

/** Node reads headers as Latin-1; servers that ignore the standard write UTF-8. */
function asUtf8(header: string): string {
	const text = Buffer.from(header, 'latin1').toString('utf8');
	return text.includes('\ufffd') ? header : text;
}

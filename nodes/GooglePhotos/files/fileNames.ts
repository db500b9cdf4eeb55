/** Maximum length of a file name in common file systems, in bytes of UTF-8. */
const MAX_NAME = 255;

/** Maximum length of an extension, with its dot: anything longer is not treated as one. */
const MAX_EXTENSION = 20;

/** Control characters, and bidirectional controls, which can disguise an extension. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The colon, which follows a drive letter on Windows, and lone surrogates. */
const forbidden = /[:\p{Cs}]/gu;

/** Windows device names, with any extension. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))/i;

/**
 * Makes a file name that is valid in any folder and contains no path: the name may be malicious, and the next node may
 * write the file to disk.
 *
 * @param name untrusted
 * @returns at most 255 bytes, with the extension kept; empty if nothing is left
 */
export function safeFileName(name: string): string {
	const parts = name
		.replace(unseen, '')
		.split(/[/\\]/)
		.filter((part) => !/^[\s.]*$/.test(part));
	const flat = parts.join('_').replace(forbidden, '_').trim().replace(/[\s.]+$/, '');
	return bounded(flat.replace(reserved, '_$1'));
}

function bounded(name: string): string {
	if (Buffer.byteLength(name) <= MAX_NAME) return name;
	const [extension = ''] = /\.[^.\s]+$/.exec(name) ?? [];
	const kept = Buffer.byteLength(extension) > MAX_EXTENSION ? '' : extension;
	let left = MAX_NAME - Buffer.byteLength(kept);
	let stem = '';
	for (const character of name.slice(0, name.length - kept.length)) {
		left -= Buffer.byteLength(character);
		if (left < 0) break;
		stem += character;
	}
	return `${stem.trimEnd()}${kept}`;
}

/** Characters, with extension. https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const MAX_FILE_NAME = 255;

/** Whether a file name is too long for Google. Counts code points: an emoji is one character. */
export function isTooLong(fileName: string): boolean {
	return [...fileName].length > MAX_FILE_NAME;
}

/** Shortens a name not chosen by the user to Google's maximum. Keeps the extension, since it tells the format. */
export function shortened(fileName: string): string {
	if (!isTooLong(fileName)) return fileName;
	const extension = /\.[^.\s/\\]+$/.exec(fileName)?.[0] ?? '';
	const kept = [...extension].length > MAX_EXTENSION ? '' : extension;
	const stem = [...fileName.slice(0, fileName.length - kept.length)];
	return `${stem.slice(0, MAX_FILE_NAME - [...kept].length).join('').trimEnd()}${kept}`;
}

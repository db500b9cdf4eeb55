/** The longest name that the usual file systems take, in bytes of UTF-8. */
const MAX_NAME = 255;

/** Longer ones are no extensions. */
const MAX_EXTENSION = 20;

/** Control characters, and marks that turn the direction of writing, by which an extension is hidden. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What follows a drive on Windows, and halves of characters. */
const forbidden = /[:\p{Cs}]/gu;

/** Names of devices, with any extension. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))/i;

/**
 * A name that a file can have in any folder, and that leads to no other folder: whoever gave the file its name may
 * mean harm, and the next node may write it to a disk.
 *
 * @param name from outside
 * @returns at most 255 bytes, the extension kept; empty if nothing is left
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

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate: characters, the extension included */
export const MAX_FILE_NAME = 255;

/** Whether Google takes a file name, which an emoji makes longer by one. */
export function isTooLong(fileName: string): boolean {
	return [...fileName].length > MAX_FILE_NAME;
}

/** A name that nobody has chosen, as long as Google takes it: the extension stays, since it tells the format. */
export function shortened(fileName: string): string {
	if (!isTooLong(fileName)) return fileName;
	const extension = /\.[^.\s/\\]+$/.exec(fileName)?.[0] ?? '';
	const kept = [...extension].length > MAX_EXTENSION ? '' : extension;
	const stem = [...fileName.slice(0, fileName.length - kept.length)];
	return `${stem.slice(0, MAX_FILE_NAME - [...kept].length).join('').trimEnd()}${kept}`;
}

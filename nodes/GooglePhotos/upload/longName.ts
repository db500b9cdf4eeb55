/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate: characters, the extension included */
export const LONGEST_FILE_NAME = 255;

/** Longer ones are no extensions. */
const LONGEST_EXTENSION = 20;

/** Whether Google takes a file name, which an emoji makes longer by one. */
export function isTooLong(fileName: string): boolean {
	return [...fileName].length > LONGEST_FILE_NAME;
}

/** A name that nobody has chosen, as long as Google takes it: the extension stays, since it tells the format. */
export function shortened(fileName: string): string {
	if (!isTooLong(fileName)) return fileName;
	const extension = /\.[^.\s/\\]+$/.exec(fileName)?.[0] ?? '';
	const kept = [...extension].length > LONGEST_EXTENSION ? '' : extension;
	const stem = [...fileName.slice(0, fileName.length - kept.length)];
	return `${stem.slice(0, LONGEST_FILE_NAME - [...kept].length).join('').trimEnd()}${kept}`;
}

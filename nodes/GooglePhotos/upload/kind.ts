/**
 * What can be told of a file before it is sent. Google judges the format only after the upload, so a file
 * that surely is no photo or video is refused at home; what is not known for sure goes to Google.
 * https://developers.google.com/photos/library/guides/upload-media
 */

const photoExtensions =
	'avif bmp gif heic heif ico jpg jpeg png tif tiff webp 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f';
const videoExtensions =
	'3gp 3g2 asf avi divx m2t m2ts m4v mkv mmv mod mov mp4 mpg mpeg mts tod webm wmv';
const otherExtensions =
	'txt csv tsv md json jsonl xml html htm css js ts svg pdf zip gz tgz tar rar 7z bz2 xz doc docx xls xlsx ppt pptx odt ods eml ics log yaml yml mp3 wav flac ogg m4a';

const kindByExtension = new Map<string | undefined, 'photo' | 'video' | 'other'>([
	...photoExtensions.split(' ').map((extension) => [extension, 'photo'] as const),
	...videoExtensions.split(' ').map((extension) => [extension, 'video'] as const),
	...otherExtensions.split(' ').map((extension) => [extension, 'other'] as const),
]);

/** What n8n falls back to for a file that it does not know. */
const undecided = 'text/plain';

/** MIME types that surely are neither a photo nor a video; of others under application/ some are, like application/mp4. */
const surelyOther =
	/^(text|audio|font|message|multipart)\/|^application\/(json|xml|pdf|zip|gzip|x-gzip|x-tar|x-7z-compressed|x-rar-compressed|vnd\.rar|javascript|msword|rtf|yaml|x-yaml|sql|x-sh|.*\+(json|xml|zip)|vnd\.(ms-(excel|powerpoint)|openxmlformats-|oasis\.opendocument).*)$/;

/** A file is a photo, a video, surely neither, or unknown. */
export type FileKind = 'photo' | 'video' | 'other' | 'unknown';

/** What a file says of itself. */
export interface FileClaims {
	mimeType: string;
	fileName?: string;
}

function extensionOf(fileName: string | undefined): string | undefined {
	return fileName?.trim().match(/\.([^.\s/\\]+)$/)?.[1].toLowerCase();
}

/** Judges by MIME type, and where that says nothing by the extension. */
export function claimedKind({ mimeType, fileName }: FileClaims): FileKind {
	const type = mimeType.toLowerCase().split(';')[0].trim();
	if (type === 'image/svg+xml') return 'other';
	if (type.startsWith('image/')) return 'photo';
	if (type.startsWith('video/')) return 'video';
	const byExtension = kindByExtension.get(extensionOf(fileName));
	if (type === undecided || !surelyOther.test(type)) return byExtension ?? 'unknown';
	// a type that contradicts a photo's extension may be wrong; one that agrees, or stands alone, is not
	return byExtension === 'photo' || byExtension === 'video' ? byExtension : 'other';
}

/** How PDFs and archives (ZIP, gzip, RAR, 7z) begin. */
const signatures = ['%PDF-', 'PK\x03\x04', '\x1f\x8b', 'Rar!', "7z\xbc\xaf'\x1c"];

/** Judges by the first bytes: only what is surely no photo or video is told, text among it. */
export function kindOfContent(head: Buffer): 'other' | 'unknown' {
	const start = head.toString('latin1');
	if (signatures.some((signature) => start.startsWith(signature))) return 'other';
	return isText(head) ? 'other' : 'unknown';
}

/** Text has no control characters but white space, and is valid UTF-8 (a character may be cut off at the end). */
function isText(head: Buffer): boolean {
	if (head.length === 0) return false;
	const text = head.toString('utf8').replace(/\uFFFD{1,3}$/, '');
	return ![...text].some((character) => {
		const code = character.codePointAt(0) as number;
		return code < 0x09 || (code > 0x0d && code < 0x20) || code === 0xfffd;
	});
}

const MEBIBYTE = 1024 * 1024;

/** The most that Google takes, in bytes. */
const largest = { photo: 200 * MEBIBYTE, video: 20 * 1024 * MEBIBYTE };

/**
 * Why a file cannot be taken because of its size.
 *
 * @param size bytes
 * @returns undefined if nothing speaks against it
 */
export function sizeProblem(kind: FileKind, size: number): 'empty' | 'tooLarge' | undefined {
	if (size === 0) return 'empty';
	return size > (kind === 'photo' ? largest.photo : largest.video) ? 'tooLarge' : undefined;
}

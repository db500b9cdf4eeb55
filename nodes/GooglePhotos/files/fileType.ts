import { typeByName } from './extensions';
import { typeOfContent } from './signatures';

/** What n8n falls back to for a file that it does not know. */
const undecided = 'text/plain';

/** MIME types that surely are neither a photo nor a video; of others under application/ some are, like application/mp4. */
const surelyOther =
	/^(text|audio|font|message|multipart)\/|^application\/(json|xml|pdf|zip|gzip|x-gzip|x-tar|x-7z-compressed|x-rar-compressed|vnd\.rar|javascript|msword|rtf|yaml|x-yaml|sql|x-sh|.*\+(json|xml|zip)|vnd\.(ms-(excel|powerpoint)|openxmlformats-|oasis\.opendocument).*)$|^image\/svg\+xml$/;

/** Other names of MIME types, which programs use and Google does not know. */
const aliases: Record<string, string> = {
	'image/jpg': 'image/jpeg',
	'image/jpe': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-png': 'image/png',
	'image/tif': 'image/tiff',
	'image/x-bmp': 'image/bmp',
	'image/x-ms-bmp': 'image/bmp',
	'image/ico': 'image/x-icon',
	'image/vnd.microsoft.icon': 'image/x-icon',
	'video/x-mp4': 'video/mp4',
	'video/mpeg4': 'video/mp4',
	'video/mov': 'video/quicktime',
	'video/avi': 'video/x-msvideo',
	'video/msvideo': 'video/x-msvideo',
};

/** The type of a file of which nothing is known: Google finds out. Never is it one that says "neither". */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** A file is a photo, a video, surely neither, or unknown. */
export type FileKind = 'photo' | 'video' | 'other' | 'unknown';

/** What a file is. */
export interface FileType {
	kind: FileKind;
	/** to tell Google: of an image or a video, or {@link UNKNOWN_TYPE}; of what is neither, for people */
	mimeType: string;
}

/** What a file says of itself. */
export interface FileClaims {
	/** as n8n or a server calls it */
	mimeType: string;
	fileName?: string;
}

/**
 * Finds out what a file is: the first bytes have the last word, then the extension, then the declared type. What
 * it is called alone refuses no file whose bytes are those of a photo or video, and the other way round.
 *
 * @param head the first bytes, as many as there are up to some thousand
 */
export function fileType({ mimeType, fileName }: FileClaims, head: Buffer): FileType {
	const content = typeOfContent(head);
	const named = typeByName(fileName);
	const declared = declaredType(mimeType);
	if (content !== undefined) return typed(refined(content, named));
	for (const type of [named, declared]) if (type && isMedia(type)) return typed(type);
	if (named !== undefined || (declared !== undecided && surelyOther.test(declared))) {
		return { kind: 'other', mimeType: declared || 'of an unknown type' };
	}
	return { kind: 'unknown', mimeType: UNKNOWN_TYPE };
}

function typed(type: string): FileType {
	if (!isMedia(type)) return { kind: 'other', mimeType: type };
	return { kind: type.startsWith('image/') ? 'photo' : 'video', mimeType: type };
}

/** Whether a type says "photo" or "video", and can be said in a header. */
export function isMedia(type: string): boolean {
	return /^(image|video)\/[\w.+-]+$/.test(type) && !surelyOther.test(type);
}

/** In lower case, without parameters, by its usual name. */
function declaredType(mimeType: string): string {
	const type = mimeType.toLowerCase().split(';')[0].trim();
	return aliases[type] ?? type;
}

/** Some formats are used by several others, which only the name tells apart: raw formats of cameras are TIFF. */
function refined(content: string, named: string | undefined): string {
	if (content === 'image/tiff' && named?.startsWith('image/x-')) return named;
	if (content === 'image/heif' && named === 'image/heic') return named;
	if (content === 'video/x-ms-asf' && named?.includes('/x-ms-wm')) return named;
	return content;
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

/** What a media item is. */
export type MediaKind = 'photo' | 'video';

/** What a MIME type says of it; undefined if it says neither. */
export function kindOfType(type: string | undefined): MediaKind | undefined {
	if (type === undefined) return undefined;
	if (/^image\//i.test(type)) return 'photo';
	return /^video\//i.test(type) ? 'video' : undefined;
}

/** What is told of a media item's file: by its MIME type, and where that says nothing by its name. */
export function kindOfFile(file: { mimeType?: string; filename?: string } = {}): MediaKind | undefined {
	return kindOfType(file.mimeType) ?? kindOfType(typeByName(file.filename));
}

import { typeByName } from './extensions';
import { typeOfContent } from './signatures';

/** MIME type that n8n assigns to files of unknown format. */
const undecided = 'text/plain';

/** MIME types that are never a photo or video. Other application/ types may be one, such as application/mp4. */
const otherTypes =
	/^(text|audio|font|message|multipart)\/|^application\/(json|xml|pdf|zip|gzip|x-gzip|x-tar|x-7z-compressed|x-rar-compressed|vnd\.rar|javascript|msword|rtf|yaml|x-yaml|sql|x-sh|.*\+(json|xml|zip)|vnd\.(ms-(excel|powerpoint)|openxmlformats-|oasis\.opendocument).*)$|^image\/svg\+xml$/;

/** Non-standard MIME types that programs use and Google does not know. */
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

/** Type sent for a file of unknown format: Google detects it. A type that means "neither" is never sent. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** `other`: certainly neither a photo nor a video. */
export type FileKind = 'photo' | 'video' | 'other' | 'unknown';

export interface FileType {
	kind: FileKind;
	/** type to send to Google: of an image or video, or {@link UNKNOWN_TYPE}; of what is neither, for people */
	mimeType: string;
}

/** Type and name that a file declares. */
export interface FileClaims {
	/** as declared by n8n or a server */
	mimeType: string;
	fileName?: string;
}

/**
 * Detects the type of a file: the first bytes take precedence, then the extension, then the declared type. Name and
 * declared type never exclude a file whose bytes are a photo or video, nor admit one whose bytes are neither.
 *
 * @param head the file's first bytes, up to a few thousand
 */
export function fileType({ mimeType, fileName }: FileClaims, head: Buffer): FileType {
	const content = typeOfContent(head);
	const named = typeByName(fileName);
	const declared = declaredType(mimeType);
	if (content !== undefined) return typed(refined(content, named));
	for (const type of [named, declared]) if (type && isMedia(type)) return typed(type);
	if (named !== undefined || (declared !== undecided && otherTypes.test(declared))) {
		return { kind: 'other', mimeType: declared || 'of an unknown type' };
	}
	return { kind: 'unknown', mimeType: UNKNOWN_TYPE };
}

function typed(type: string): FileType {
	if (!isMedia(type)) return { kind: 'other', mimeType: type };
	return { kind: type.startsWith('image/') ? 'photo' : 'video', mimeType: type };
}

/** Whether a type is a photo or video type, and valid as a header value. */
export function isMedia(type: string): boolean {
	return /^(image|video)\/[\w.+-]+$/.test(type) && !otherTypes.test(type);
}

/** The type in lower case, without parameters, by its standard name. */
function declaredType(mimeType: string): string {
	const type = mimeType.toLowerCase().split(';')[0].trim();
	return aliases[type] ?? type;
}

/** Some formats share a container and only the name tells them apart: camera raw formats are TIFF. */
function refined(content: string, named: string | undefined): string {
	if (content === 'image/tiff' && named?.startsWith('image/x-')) return named;
	if (content === 'image/heif' && named === 'image/heic') return named;
	if (content === 'video/x-ms-asf' && named?.includes('/x-ms-wm')) return named;
	return content;
}

const MEBIBYTE = 1024 * 1024;

/** Maximum sizes that Google accepts, in bytes. */
const largest = { photo: 200 * MEBIBYTE, video: 20 * 1024 * MEBIBYTE };

/**
 * Checks a file's size against Google's limits. An unknown kind has the limit of videos.
 *
 * @param size bytes
 * @returns undefined if the size is valid
 */
export function sizeProblem(kind: FileKind, size: number): 'empty' | 'tooLarge' | undefined {
	if (size === 0) return 'empty';
	return size > (kind === 'photo' ? largest.photo : largest.video) ? 'tooLarge' : undefined;
}

export type MediaKind = 'photo' | 'video';

/** Kind of a MIME type; undefined if it is neither an image nor a video type. */
export function kindOfType(type: string | undefined): MediaKind | undefined {
	if (type === undefined) return undefined;
	if (/^image\//i.test(type)) return 'photo';
	return /^video\//i.test(type) ? 'video' : undefined;
}

/** Kind of a media item's file, by its MIME type, else by the extension of its name. */
export function kindOfFile(file: { mimeType?: string; filename?: string } = {}): MediaKind | undefined {
	return kindOfType(file.mimeType) ?? kindOfType(typeByName(file.filename));
}

import type { IBinaryData } from 'n8n-workflow';
import { extensionFor, splitMediaExtension } from '../files/extensions';
import { safeFileName } from '../files/fileNames';

/** Extensions of the MIME types that Google's media hosts return, the usual one first. */
const extensions: Record<string, string[]> = {
	'image/avif': ['avif'],
	'image/bmp': ['bmp'],
	'image/gif': ['gif'],
	'image/heic': ['heic', 'heif', 'hif'],
	'image/heif': ['heif', 'heic', 'hif'],
	'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
	'image/png': ['png'],
	'image/tiff': ['tif', 'tiff'],
	'image/webp': ['webp'],
	'video/3gpp': ['3gp'],
	'video/mp4': ['mp4', 'm4v'],
	'video/mpeg': ['mpg', 'mpeg'],
	'video/quicktime': ['mov', 'qt'],
	'video/webm': ['webm'],
	'video/x-matroska': ['mkv'],
	'video/x-msvideo': ['avi'],
};

/** Extensions of formats that Google accepts but converts for download: scaled pictures, videos for any player. */
const others =
	'ico 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f 3g2 asf divx m2t m2ts mmv mod mts tod wmv';

const known = new Set([...Object.values(extensions).flat(), ...others.split(' ')]);

/** An extension of other files, such as programs: a picture must not look like one. */
const foreign = /^[a-z][a-z0-9]{1,4}$/i;

/**
 * File name for the downloaded bytes: Google's name, made safe. Its extension changes only if the MIME type contradicts
 * it: that of a photo or video is replaced, behind any other one a new extension is appended. The thumbnail of a video
 * is a picture, and Google re-encodes videos.
 *
 * @param name file name of the media item
 * @param type MIME type of the bytes, without parameters
 * @returns an empty string if no usable name is left
 */
export function fileNameFor(name: string, type: string): string {
	const safe = safeFileName(name);
	const fitting = extensions[type];
	const [, stem, extension] = /^(.+)\.([^.\s]+)$/s.exec(safe) ?? [];
	if (!fitting || !extension || fitting.includes(extension.toLowerCase())) return safe;
	if (known.has(extension.toLowerCase())) return `${stem}.${fitting[0]}`;
	return foreign.test(extension) ? safeFileName(`${safe}.${fitting[0]}`) : safe;
}

/**
 * File name that the user gave, with an extension of the downloaded bytes: that of another photo or video format is
 * replaced. Unlike Google's name, it may have been given without an extension, and any other ending is kept before it.
 *
 * @param name as `parseFileName` returns it
 * @param type MIME type of the bytes; the name is not changed if it is no photo or video type
 */
export function givenNameFor(name: string, type: string): string {
	const fitting = extensions[type] ?? [extensionFor(type).slice(1)];
	const { stem, extension } = splitMediaExtension(name);
	if (fitting[0] === '' || fitting.includes(extension.slice(1).toLowerCase())) return name;
	return safeFileName(`${stem.replace(/[\s.]+$/, '')}.${fitting[0]}`);
}

/** A copy of a downloaded file, since an n8n binary object belongs to one item. @param name that the user gave, if any */
export function copyOfFile(file: IBinaryData, name?: string): IBinaryData {
	return { ...file, ...(name !== undefined && { fileName: givenNameFor(name, file.mimeType) }) };
}

/** Maximum characters of an id in a name. Google's ids are shorter; the end of a longer one is distinctive. */
const MAX_ID = 150;

/** Name for a file without one, from the unique id of its media item. @param type as above */
export function inventedName(id: string, type: string): string {
	return `${safeFileName(id.slice(-MAX_ID)) || 'file'}${extensionFor(type)}`;
}

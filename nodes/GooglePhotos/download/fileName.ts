import { safeFileName } from '../model/fileName';
import { extensionFor } from '../upload/extensions';

/** Extensions of the MIME types that Google's media hosts answer with, the usual one first. */
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

/** Formats that Google takes and gives out as another one, in a size or as a video that plays anywhere. */
const others =
	'ico 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f 3g2 asf divx m2t m2ts mmv mod mts tod wmv';

const known = new Set([...Object.values(extensions).flat(), ...others.split(' ')]);

/** An extension of other files, such as programs: a picture must not look like one. */
const foreign = /^[a-z][a-z0-9]{1,4}$/i;

/**
 * The name of a file as it came: Google's own, as far as it can be a file's name, with another extension only where
 * the type contradicts it: in the place of that of a photo or video, behind any other. A video's thumbnail is a picture,
 * and Google re-encodes videos.
 *
 * @param name as the media item has it
 * @param type MIME type of the bytes, without parameters
 * @returns an empty text if there is no such name
 */
export function fileNameFor(name: string, type: string): string {
	const safe = safeFileName(name);
	const fitting = extensions[type];
	const [, stem, extension] = /^(.+)\.([^.\s]+)$/s.exec(safe) ?? [];
	if (!fitting || !extension || fitting.includes(extension.toLowerCase())) return safe;
	if (known.has(extension.toLowerCase())) return `${stem}.${fitting[0]}`;
	return foreign.test(extension) ? safeFileName(`${safe}.${fitting[0]}`) : safe;
}

/** Google's ids are shorter; of a longer one the end tells it from others, in characters. */
const LONGEST_ID = 150;

/** A name for a file that has none: that of the media item's id, which no other has. @param type as above */
export function inventedName(id: string, type: string): string {
	return `${safeFileName(id.slice(-LONGEST_ID)) || 'file'}${extensionFor(type)}`;
}

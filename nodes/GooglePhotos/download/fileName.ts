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

/**
 * The name of a file as it came: Google's own, with another extension only where the type contradicts it. A
 * video's thumbnail is a picture, and Google re-encodes videos.
 *
 * @param name as the media item has it
 * @param type MIME type of the bytes, without parameters
 */
export function fileNameFor(name: string, type: string): string {
	const fitting = extensions[type];
	const [, stem, extension] = /^(.+)\.([^.\s/\\]+)$/s.exec(name) ?? [];
	if (!fitting || !extension || fitting.includes(extension.toLowerCase())) return name;
	return known.has(extension.toLowerCase()) ? `${stem}.${fitting[0]}` : name;
}

/**
 * MIME types of file name extensions: the formats that Google lists, raw formats of cameras, and other formats that
 * cameras and phones write. https://developers.google.com/photos/library/guides/upload-media
 */

const mediaTypes: Record<string, string> = {
	'image/avif': 'avif',
	'image/bmp': 'bmp dib',
	'image/gif': 'gif',
	'image/heic': 'heic heics',
	'image/heif': 'heif heifs hif',
	'image/jp2': 'jp2',
	'image/jpeg': 'jpg jpeg jpe jfif insp thm',
	'image/jxl': 'jxl',
	'image/png': 'png',
	'image/tiff': 'tif tiff',
	'image/webp': 'webp',
	'image/x-adobe-dng': 'dng',
	'image/x-canon-cr2': 'cr2',
	'image/x-canon-cr3': 'cr3',
	'image/x-canon-crw': 'crw',
	'image/x-epson-erf': 'erf',
	'image/x-fuji-raf': 'raf',
	'image/x-gopro-gpr': 'gpr',
	'image/x-hasselblad-3fr': '3fr',
	'image/x-hasselblad-fff': 'fff',
	'image/x-icon': 'ico',
	'image/x-kodak-dcr': 'dcr',
	'image/x-kodak-k25': 'k25',
	'image/x-kodak-kdc': 'kdc',
	'image/x-leaf-mos': 'mos',
	'image/x-leica-rwl': 'rwl',
	'image/x-mamiya-mef': 'mef',
	'image/x-minolta-mrw': 'mrw',
	'image/x-nikon-nef': 'nef',
	'image/x-nikon-nrw': 'nrw',
	'image/x-olympus-orf': 'orf',
	'image/x-panasonic-raw': 'raw',
	'image/x-panasonic-rw2': 'rw2',
	'image/x-pentax-pef': 'pef',
	'image/x-phaseone-iiq': 'iiq',
	'image/x-samsung-srw': 'srw',
	'image/x-sigma-x3f': 'x3f',
	'image/x-sony-arw': 'arw',
	'image/x-sony-sr2': 'sr2',
	'image/x-sony-srf': 'srf',
	'video/3gpp': '3gp 3gpp',
	'video/3gpp2': '3g2 3gpp2',
	'video/mp2t': 'm2t m2ts mts tod',
	// .mp is the video of a motion photo of a Pixel phone
	'video/mp4': 'mp4 mp insv lrv',
	'video/mpeg': 'mpg mpeg mpe mod mmv vob',
	'video/ogg': 'ogv',
	'video/quicktime': 'mov qt',
	'video/webm': 'webm',
	'video/x-flv': 'flv',
	'video/x-m4v': 'm4v',
	'video/x-matroska': 'mkv',
	'video/x-ms-asf': 'asf',
	'video/x-ms-wmv': 'wmv',
	'video/x-msvideo': 'avi divx',
};

const others =
	'txt csv tsv md json jsonl xml html htm css js svg pdf zip gz tgz tar rar 7z bz2 xz zst doc docx xls xlsx ppt pptx odt ods eml ics log yaml yml mp3 wav flac ogg oga opus aac m4a m4b aiff mid';

const byExtension = new Map<string | undefined, string>([
	// same container as Windows video (ASF), so only the name tells them apart
	['wma', 'audio/x-ms-wma'],
	...others.split(' ').map((extension) => [extension, 'other'] as const),
	...Object.entries(mediaTypes).flatMap(([type, extensions]) =>
		extensions.split(' ').map((extension) => [extension, type] as const),
	),
]);

/** @returns the extension in lower case, without the dot; undefined if the name has none */
function extensionOf(fileName: string | undefined): string | undefined {
	return fileName?.trim().match(/\.([^.\s/\\]+)$/)?.[1].toLowerCase();
}

/**
 * Splits off the extension of an image or video format, with its dot. Any other ending, as in `trip 1.5`, is part of
 * the stem.
 */
export function splitMediaExtension(fileName: string): { stem: string; extension: string } {
	const [extension = ''] = /\.[^.\s/\\]+$/.exec(fileName) ?? [];
	if (!/^(image|video)\//.test(typeByName(extension) ?? '')) return { stem: fileName, extension: '' };
	return { stem: fileName.slice(0, -extension.length), extension };
}

/**
 * The type that a file name's extension stands for.
 *
 * @returns an image or video type; `other` or another type for formats that are neither; undefined if unknown
 */
export function typeByName(fileName: string | undefined): string | undefined {
	return byExtension.get(extensionOf(fileName));
}

/** @returns the usual extension of an image or video type, with its dot; an empty string for other types */
export function extensionFor(type: string): string {
	const [extension] = mediaTypes[type]?.split(' ') ?? [];
	return extension ? `.${extension}` : '';
}

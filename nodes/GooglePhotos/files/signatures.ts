/** Detection of a file's format by its first bytes. */

/** Signatures of formats; `?` stands for any byte. The first match wins. */
const media: Array<[start: string, type: string]> = [
	['\xff\xd8\xff', 'image/jpeg'],
	['\x89PNG\r\n\x1a\n', 'image/png'],
	['GIF87a', 'image/gif'],
	['GIF89a', 'image/gif'],
	['RIFF????WEBP', 'image/webp'],
	['BM????\0\0\0\0', 'image/bmp'],
	['\0\0\x01\0?\0???\0', 'image/x-icon'],
	['II*\0????CR', 'image/x-canon-cr2'],
	['II*\0', 'image/tiff'],
	['MM\0*', 'image/tiff'],
	['II+\0', 'image/tiff'],
	['MM\0+', 'image/tiff'],
	['IIU\0', 'image/x-panasonic-rw2'],
	['IIRO', 'image/x-olympus-orf'],
	['IIRS', 'image/x-olympus-orf'],
	['MMOR', 'image/x-olympus-orf'],
	['II????HEAPCCDR', 'image/x-canon-crw'],
	['FUJIFILMCCD-RAW', 'image/x-fuji-raf'],
	['FOVb', 'image/x-sigma-x3f'],
	['\0MRM', 'image/x-minolta-mrw'],
	['\0\0\0\x0cJXL ', 'image/jxl'],
	['\0\0\0\x0cjP  ', 'image/jp2'],
	['8BPS', 'image/vnd.adobe.photoshop'],
	['RIFF????AVI ', 'video/x-msvideo'],
	['0&\xb2u\x8ef\xcf\x11', 'video/x-ms-asf'],
	['\0\0\x01\xba', 'video/mpeg'],
	['\0\0\x01\xb3', 'video/mpeg'],
	['FLV\x01', 'video/x-flv'],
];

/** Formats that are neither photos nor videos. */
const others: Array<[start: string, type: string]> = [
	['PK\x03\x04', 'application/zip'],
	['PK\x05\x06', 'application/zip'],
	['\x1f\x8b', 'application/gzip'],
	['BZh', 'application/x-bzip2'],
	['\xfd7zXZ\0', 'application/x-xz'],
	['\x28\xb5\x2f\xfd', 'application/zstd'],
	['Rar!', 'application/vnd.rar'],
	["7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
	['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an Office document'],
	['RIFF????WAVE', 'audio/wav'],
	['FORM????AIF', 'audio/aiff'],
	['ID3', 'audio/mpeg'],
	['fLaC', 'audio/flac'],
	['MThd', 'audio/midi'],
	['#!AMR', 'audio/amr'],
	['wOFF', 'font/woff'],
	['wOF2', 'font/woff2'],
	['OTTO', 'font/otf'],
	['SQLite format 3\0', 'application/vnd.sqlite3'],
	['bplist', 'application/x-plist'],
	['\x7fELF', 'a program'],
	['\0asm', 'a program'],
];

/** Box types that older QuickTime files, from before the file type box (`ftyp`), begin with. */
const filmBoxes = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

/** Major brands of the ISO base media format (https://mp4ra.org/registered-types/brands), by prefix. */
const brands: Array<[start: string, type: string]> = [
	['avif', 'image/avif'],
	['avis', 'image/avif'],
	['hei', 'image/heic'],
	['hev', 'image/heic'],
	['crx ', 'image/x-canon-cr3'],
	['qt  ', 'video/quicktime'],
	['M4V', 'video/x-m4v'],
	['3g2', 'video/3gpp2'],
	['3g', 'video/3gpp'],
	['M4A', 'audio/mp4'],
	['M4B', 'audio/mp4'],
	['M4P', 'audio/mp4'],
];

/**
 * Detects the type by the first bytes alone.
 *
 * @param head the file's first bytes, up to a few thousand
 * @returns an image or video type; another type or a description if it is certainly neither; undefined if unknown
 */
export function typeOfContent(head: Buffer): string | undefined {
	const start = head.toString('latin1');
	return (
		formatIn(media, start) ??
		formatIn(others, start) ??
		(start.slice(4, 8) === 'ftyp' ? isoType(start) : undefined) ??
		(start.slice(0, 1024).includes('%PDF-') ? 'application/pdf' : undefined) ??
		(start.slice(257, 262) === 'ustar' ? 'application/x-tar' : undefined) ??
		containerType(start) ??
		textType(head) ??
		(filmBoxes.includes(start.slice(4, 8)) ? 'video/quicktime' : undefined)
	);
}

function formatIn(formats: Array<[start: string, type: string]>, text: string): string | undefined {
	return formats.find(([start]) => [...start].every((character, at) => character === '?' ? at < text.length : character === text[at]))?.[1];
}

/** https://www.iso.org/standard/83102.html: size, `ftyp`, major brand, version, compatible brands */
function isoType(start: string): string {
	const brand = start.slice(8, 12);
	const end = Math.min(Buffer.from(start.slice(0, 4), 'latin1').readUInt32BE(), start.length);
	const compatible = start.slice(16, end).match(/[^]{4}/g) ?? [];
	if (['mif1', 'msf1', 'miaf'].includes(brand)) {
		const inner = compatible.map((one) => formatIn(brands, one)).find((type) => type?.startsWith('image/'));
		return inner ?? 'image/heif';
	}
	return formatIn(brands, brand) ?? 'video/mp4';
}

/** Containers of video, audio or both, and MPEG transport streams, recognized by the sync byte of each packet. */
function containerType(start: string): string | undefined {
	if (start.startsWith('\x1aE\xdf\xa3')) return start.slice(0, 64).includes('webm') ? 'video/webm' : 'video/x-matroska';
	if (start.startsWith('OggS')) {
		if (start.includes('theora')) return 'video/ogg';
		return /vorbis|Opus|Speex|FLAC/.test(start) ? 'audio/ogg' : undefined;
	}
	const packets = (first: number, length: number) =>
		[0, 1, 2].every((packet) => start[first + packet * length] === 'G');
	return packets(0, 188) || packets(4, 192) ? 'video/mp2t' : undefined;
}

/** @returns undefined if the bytes are not text */
function textType(head: Buffer): string | undefined {
	if (head.length === 0) return undefined;
	const wide = head.length > 3 && (head.readUInt16BE() === 0xfffe || head.readUInt16BE() === 0xfeff);
	const text = wide ? utf16(head) : head.toString('utf8').replace(/\uFFFD{1,3}$/, '');
	const start = text.replace(/^[\s\uFEFF]+/, '');
	const markup = /^<[!?/a-z]/i.test(start) || /^[{[]/.test(start);
	// text in a legacy encoding decodes to invalid characters: accepted only if it begins like markup or JSON
	if (![...text].every((character) => isPrintable(character) || (markup && character === '\uFFFD'))) return undefined;
	if (/^<(!doctype html|html)/i.test(start)) return 'text/html';
	if (/^<svg/i.test(start)) return 'image/svg+xml, which Google Photos does not take';
	if (/^[{[]/.test(start)) return 'application/json';
	return start.startsWith('<?xml') ? 'application/xml' : 'text/plain';
}

function utf16(head: Buffer): string {
	const even = Buffer.from(head.subarray(0, head.length - (head.length % 2)));
	const text = (head[0] === 0xff ? even : even.swap16()).toString('utf16le');
	return text.replace(/[\uD800-\uDBFF]$/, '');
}

/** Whether a character occurs in text: no control character other than white space, no invalid character. */
function isPrintable(character: string): boolean {
	const code = character.codePointAt(0) as number;
	return code >= 0x20 ? code !== 0xfffd && !(code >= 0xd800 && code < 0xe000) : code >= 0x09 && code <= 0x0d;
}

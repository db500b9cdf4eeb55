/** Detection of the file type by the first bytes, which take precedence over name and MIME type. */
import fc from 'fast-check';
import { fileType } from '../../../nodes/GooglePhotos/files/fileType';
import { typeOfContent } from '../../../nodes/GooglePhotos/files/signatures';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const latin = (text: string) => Buffer.from(text, 'latin1');
const box = (brand: string, ...compatible: string[]) => {
	const size = 16 + compatible.length * 4;
	return latin(`\0\0\0${String.fromCharCode(size)}ftyp${brand}\0\0\0\0${compatible.join('')}\0\0\0\x08mdat`);
};
const packets = (first: number, length: number) => {
	const stream = Buffer.alloc(4096, 0xff);
	for (let at = first; at < stream.length; at += length) stream[at] = 0x47;
	return stream;
};

/** The first bytes of files of each format. */
const formats: Array<[name: string, head: Buffer, type: string]> = [
	['JPEG', hex('ffd8ffe000104a464946'), 'image/jpeg'],
	['PNG', hex('89504e470d0a1a0a0000000d'), 'image/png'],
	['GIF', latin('GIF89a\x01\0\x01\0'), 'image/gif'],
	['WebP', latin('RIFF\x24\0\0\0WEBPVP8 '), 'image/webp'],
	['BMP', hex('424d 36000000 00000000 36000000'), 'image/bmp'],
	['ICO', hex('00000100 0100 2020 0000 0100'), 'image/x-icon'],
	['TIFF', hex('49492a0008000000'), 'image/tiff'],
	['TIFF of a Mac', hex('4d4d002a00000008'), 'image/tiff'],
	['HEIC', box('heic', 'mif1', 'heic'), 'image/heic'],
	['HEIC of another brand', box('mif1', 'mif1', 'heic'), 'image/heic'],
	['HEIF', box('mif1', 'mif1'), 'image/heif'],
	['AVIF', box('avif', 'mif1', 'miaf'), 'image/avif'],
	['AVIF of another brand', box('mif1', 'avif'), 'image/avif'],
	['JPEG XL', hex('0000000c4a584c200d0a870a'), 'image/jxl'],
	['CR2', hex('49492a00 10000000 4352 0200'), 'image/x-canon-cr2'],
	['CR3', box('crx ', 'crx ', 'isom'), 'image/x-canon-cr3'],
	['CRW', latin('II\x1a\0\0\0HEAPCCDR'), 'image/x-canon-crw'],
	['RAF', latin('FUJIFILMCCD-RAW 0201'), 'image/x-fuji-raf'],
	['ORF', latin('IIRO\x08\0\0\0'), 'image/x-olympus-orf'],
	['RW2', latin('IIU\0\x18\0\0\0'), 'image/x-panasonic-rw2'],
	['X3F', latin('FOVb\0\0\x02\0'), 'image/x-sigma-x3f'],
	['MP4', box('isom', 'isom', 'iso2', 'mp41'), 'video/mp4'],
	['MP4 of a motion photo', box('mp42'), 'video/mp4'],
	['M4V', box('M4V '), 'video/x-m4v'],
	['3GP', box('3gp5'), 'video/3gpp'],
	['3G2', box('3g2a'), 'video/3gpp2'],
	['QuickTime', box('qt  '), 'video/quicktime'],
	['QuickTime without a file type', latin('\0\0\x08\0moov\0\0\0\x6cmvhd'), 'video/quicktime'],
	['AVI', latin('RIFF\x24\0\0\0AVI LIST'), 'video/x-msvideo'],
	['Matroska', latin('\x1aE\xdf\xa3\xa3B\x82\x88matroska'), 'video/x-matroska'],
	['WebM', latin('\x1aE\xdf\xa3\x9fB\x82\x84webm'), 'video/webm'],
	['ASF', hex('3026b2758e66cf11a6d900aa0062ce6c'), 'video/x-ms-asf'],
	['MPEG programme', hex('000001ba44000400'), 'video/mpeg'],
	['MPEG transport', packets(0, 188), 'video/mp2t'],
	['M2TS', packets(4, 192), 'video/mp2t'],
];

test.each(formats)('the format is recognized by its first bytes: %s', (_name, head, type) => {
	expect(typeOfContent(head)).toBe(type);
});

test.each(formats)('the format is recognized whatever the name and MIME type of the file: %s', (_name, head, type) => {
	for (const fileName of ['page.html', 'a.pdf', 'a', undefined]) {
		for (const mimeType of ['text/html', 'application/pdf', 'image/svg+xml', '']) {
			expect(fileType({ mimeType, fileName }, head)).toEqual({ kind: type.split('/')[0].replace('image', 'photo'), mimeType: type });
		}
	}
});

const others: Array<[name: string, head: Buffer, type: RegExp]> = [
	['PDF', latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj'), /^application\/pdf$/],
	['ZIP', hex('504b030414000000'), /zip$/],
	['empty ZIP', hex('504b0506000000000000'), /zip$/],
	['gzip', hex('1f8b08000000'), /gzip$/],
	['RAR', hex('526172211a0700'), /rar$/],
	['7z', hex('377abcaf271c0004'), /7z/],
	['zstd', hex('28b52ffd0458'), /zstd$/],
	['Office of before 2007', hex('d0cf11e0a1b11ae1'), /Office/],
	['MP3', latin('ID3\x03\0\0\0\0'), /^audio/],
	['WAV', latin('RIFF\x24\0\0\0WAVEfmt '), /^audio/],
	['M4A', box('M4A ', 'isom'), /^audio/],
	['HTML', Buffer.from('<!doctype html>\r\n'), /^text\/html$/],
	['HTML after white space', Buffer.from('\r\n\t <HTML lang="en">'), /^text\/html$/],
	['HTML with a byte order mark', Buffer.from('\ufeff<!DOCTYPE html>'), /^text\/html$/],
	['HTML in UTF-16', Buffer.from('\ufeff<html>', 'utf16le'), /^text\/html$/],
	['HTML in UTF-16, the other way round', Buffer.from('\ufeff<html>', 'utf16le').swap16(), /^text\/html$/],
	['HTML in Latin-1', latin('<html><title>Anmeldung für Gäste</title>'), /^text\/html$/],
	['XML', Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'), /xml$/],
	['JSON', Buffer.from('{"a": "ä"}'), /json$/],
	['a JSON list', Buffer.from(' [1, 2]'), /json$/],
	['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /svg/],
	['text', Buffer.from('où\tété'), /^text\/plain$/],
];

test.each(others)('%s is neither photo nor video, even as photo.jpg of the type image/jpeg', (_name, head, type) => {
	expect(typeOfContent(head)).toMatch(type);
	expect(fileType({ mimeType: 'image/jpeg', fileName: 'photo.jpg' }, head).kind).toBe('other');
	expect(fileType({ mimeType: 'video/mp4', fileName: undefined }, head).kind).toBe('other');
});

test.each<[head: Buffer, fileName: string, type: string]>([
	[hex('49492a0008000000'), 'a.NEF', 'image/x-nikon-nef'],
	[hex('49492a0008000000'), 'a.dng', 'image/x-adobe-dng'],
	[hex('49492a0008000000'), 'a.jpg', 'image/tiff'],
	[box('mif1', 'mif1'), 'a.heic', 'image/heic'],
	[hex('3026b2758e66cf11'), 'a.wmv', 'video/x-ms-wmv'],
])('the file name decides between formats with the same first bytes: %#', (head, fileName, mimeType) => {
	expect(fileType({ mimeType: 'text/plain', fileName }, head).mimeType).toBe(mimeType);
});

test('audio in the ASF format of Windows videos is recognized by its file name', () => {
	expect(fileType({ mimeType: '', fileName: 'a.wma' }, hex('3026b2758e66cf11')).kind).toBe('other');
});

test('text in any script is neither photo nor video, even if a character is cut off', () => {
	const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((words) => !/[\p{Cc}\ufffd]/u.test(words));
	fc.assert(
		fc.property(text, fc.nat(), (words, cut) => {
			const bytes = Buffer.from(words, 'utf8');
			expect(fileType({ mimeType: '' }, bytes.subarray(0, 1 + (cut % bytes.length))).kind).toBe('other');
		}),
	);
});

test.each<[string, Buffer, string | undefined]>([
	['in an old encoding', latin('où\tété'), undefined],
	['in an old encoding with one letter that tells', latin('café au lait'), undefined],
	['whose last three bytes are none', latin('et\xe9\xe9\xe9'), 'text/plain'],
	['whose last four bytes are none', latin('et\xe9\xe9\xe9\xe9'), undefined],
	['that is empty', Buffer.alloc(0), undefined],
])('text %s is detected as %s', (_title, head, type) => {
	expect(typeOfContent(head)).toBe(type);
});

test.each([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20])('text may contain the white space character %d', (code) => {
	expect(typeOfContent(Buffer.from([0x41, code, 0x42]))).toBe('text/plain');
});

test.each([0x00, 0x08, 0x0e, 0x1b, 0x1f])('content with the control character %d is not text', (code) => {
	expect(typeOfContent(Buffer.from([0x41, code, 0x42]))).toBeUndefined();
});

test('content with a zero byte is not text', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (before, after) => {
			expect(typeOfContent(Buffer.from(`M${before}\0${after}`)) ?? '').not.toMatch(/^text|json$|xml$/);
		}),
	);
});

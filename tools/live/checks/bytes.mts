import exifreader from 'exifreader';
import sharp from 'sharp';
import type { Check } from '../check.mts';

/** https://developers.google.com/photos/library/guides/access-media-items#base-urls */
export const bytes: Check[] = [
	{
		question: 'base URLs: without the access token',
		expected: 'open',
		settles: { name: 'baseUrlNeedsBearer', answers: { open: false, 'HTTP 403': true } },
		ask: async ({ google, items }) => {
			const { status } = await google.bytes(`${items[0]?.baseUrl}=d`, false);
			return status === 200 ? 'open' : `HTTP ${status}`;
		},
	},
	{
		question: 'base URLs: the length of the file',
		expected: 'is told',
		settles: { name: 'bytesChunked', answers: { 'is told': false, 'is not told': true } },
		ask: async ({ google, items }) => {
			const { headers } = await google.bytes(`${items[0]?.baseUrl}=d`);
			return headers.has('content-length') ? 'is told' : 'is not told';
		},
	},
	{
		question: 'base URLs: the location in the EXIF data of =d',
		expected: 'is removed',
		ask: async ({ google, items, pictures }) => {
			if (!hasLocation(pictures[0] as Buffer)) throw new Error('The test picture has no location');
			const { bytes: file } = await google.bytes(`${items[0]?.baseUrl}=d`);
			return hasLocation(file) ? 'is there' : 'is removed';
		},
	},
	{
		question: 'base URLs: =w32-h32 of a picture of 64 × 48',
		expected: '32 × 24',
		ask: async ({ google, items }) => {
			const { bytes: file } = await google.bytes(`${items[0]?.baseUrl}=w32-h32`);
			const { width, height } = await sharp(file).metadata();
			return `${width} × ${height}`;
		},
	},
	{
		question: 'base URLs: =w32-h32-c of a picture of 64 × 48',
		expected: '32 × 32',
		ask: async ({ google, items }) => {
			const { bytes: file } = await google.bytes(`${items[0]?.baseUrl}=w32-h32-c`);
			const { width, height } = await sharp(file).metadata();
			return `${width} × ${height}`;
		},
	},
];

function hasLocation(file: Buffer): boolean {
	return 'GPSLatitude' in exifreader.load(file);
}

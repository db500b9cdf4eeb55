/** Binary data that other nodes built without n8n's helpers. */
import fc from 'fast-check';
import { inputFile, isBase64 } from '../../../nodes/GooglePhotos/files/inputFile';

const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xfb, 0xff]);
const data = bytes.toString('base64');

test.each<[title: string, value: object, file: object]>([
	['as n8n makes it', { data, mimeType: 'image/jpeg', fileName: 'a.jpg', fileSize: '6 B' }, { data, mimeType: 'image/jpeg', fileName: 'a.jpg', fileSize: '6 B' }],
	['in n8n\'s store', { id: 'filesystem-v2:x', data: 'filesystem-v2', mimeType: 'image/jpeg', bytes: 6 }, { id: 'filesystem-v2:x', data: 'filesystem-v2', mimeType: 'image/jpeg', bytes: 6 }],
	['in n8n\'s store, as expressions show it', { id: 'filesystem-v2:x', mimeType: 'image/jpeg' }, { id: 'filesystem-v2:x', data: '', mimeType: 'image/jpeg' }],
	['with a number as its name', { data, mimeType: 'image/jpeg', fileName: 20260714 }, { data, mimeType: 'image/jpeg', fileName: '20260714' }],
	['with an object as its name', { data, fileName: { a: 1 } }, { data, mimeType: '' }],
	['with an empty name', { data, fileName: '' }, { data, mimeType: '' }],
	['with half of a character and control characters in its name', { data, fileName: 'a\ud83c\n\0.jpg' }, { data, mimeType: '', fileName: 'a\ufffd.jpg' }],
	['with a number as its type', { data, mimeType: 7 }, { data, mimeType: '' }],
	['without a type', { data }, { data, mimeType: '' }],
	['with an id that is none', { data, id: 5 }, { data, mimeType: '' }],
	['as a data URL', { data: `data:image/png;base64,${data}` }, { data, mimeType: 'image/png' }],
	['as a data URL with parameters', { data: ` DATA:image/png;name=a.png;Base64,${data}`, mimeType: '' }, { data, mimeType: 'image/png' }],
	['as a data URL with encoded Base64', { data: `data:;base64,${encodeURIComponent(data)}`, mimeType: 'image/jpeg' }, { data, mimeType: 'image/jpeg' }],
	['as a data URL without Base64', { data: 'data:image/svg+xml,%3Csvg%2F%3E' }, { data: Buffer.from('<svg/>').toString('base64'), mimeType: 'image/svg+xml' }],
	['as a data URL with an odd percent sign', { data: 'data:,100%' }, { data: Buffer.from('100%').toString('base64'), mimeType: '' }],
	['as bytes', { data: bytes }, { data, mimeType: '' }],
	['as bytes that went through JSON', { data: JSON.parse(JSON.stringify(bytes)) as object }, { data, mimeType: '' }],
	['empty', { data: '', mimeType: 'image/png' }, { data: '', mimeType: 'image/png' }],
])('a file is normalized: %s', (_title, value, file) => {
	expect(inputFile(value)).toStrictEqual(file);
});

test.each([null, undefined, 'text', 5, true, [], [{ data }], {}, { mimeType: 'image/png' }, { data: null }, { id: '' }, { id: 5 }])('%j is not a file', (value) => {
	expect(inputFile(value)).toBeUndefined();
});

test('any accepted file has strings in the fields where n8n has strings', () => {
	fc.assert(
		fc.property(fc.record({ data: fc.anything(), mimeType: fc.anything(), fileName: fc.anything(), id: fc.anything() }), (value) => {
			const file = inputFile(value);
			if (!file) return;
			expect(typeof file.data).toBe('string');
			expect(typeof file.mimeType).toBe('string');
			expect(['string', 'undefined']).toContain(typeof file.fileName);
			expect(['string', 'undefined']).toContain(typeof file.id);
		}),
	);
});

test('isBase64 accepts Base64 with line breaks or without padding and rejects other text', () => {
	for (const text of ['', data, data.replace(/(.{3})/g, '$1\r\n'), '-_-_', 'YQ=', 'YQ==']) expect(isBase64(text)).toBe(true);
	for (const text of ['<html>', 'data:,', 'https://example.com', '[object Object]', 'ä', '{}']) expect(isBase64(text)).toBe(false);
	expect(isBase64(`${' '.repeat(1e6)}!`)).toBe(false);
});

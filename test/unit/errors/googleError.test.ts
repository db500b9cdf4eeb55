import fc from 'fast-check';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { formOf, quotable, textOf } from '../../../nodes/GooglePhotos/errors/googleError';
import { refused } from '../support/httpErrors';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

test.each([
	['a picture', png.toString()],
	['a picture, read as Latin-1', png.toString('latin1')],
	['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex').toString()],
	['a page', '<!DOCTYPE html><title>Blocked</title>'],
	['a page after a byte order mark and lines', '\uFEFF\r\n\n <HTML>'],
	['a page after a comment', '<!-- proxy --><html>'],
	['a page after words', 'Blocked <html><body>'],
	['XML', '<?xml version="1.0"?><a/>'],
	['a bell', 'Ring\u0007'],
	['an escape', '\u001b[31mred'],
	['a NUL', 'a\0b'],
	['half of a character', 'a\ud83d'],
])('a reply that contains %s is not quoted', (_title, text) => {
	expect(quotable(text)).toBe('');
	expect(classifyError(refused(404, text)).message).toBe('');
	expect(textOf({ error: { message: text } })).toBe('');
	expect(textOf({ error: text, error_description: text })).toBe('');
});

test.each([
	['Two\r\nlines\tand a tab', 'Two lines and a tab'],
	['  not <allowed> ', 'not <allowed>'],
	['turned \u202eround\u202c', 'turned round'],
	[`${'x'.repeat(399)}🎈`, 'x'.repeat(399)],
])('%j is quoted as %j', (text, quoted) => {
	expect(quotable(text)).toBe(quoted);
});

test('any reply: the quoted text is one line of at most 400 characters', () => {
	const line = /^[^\p{Cc}\p{Cs}\u2028\u2029]{0,400}$/u;
	const text = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 1000 }),
		fc.uint8Array({ maxLength: 1000 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
		fc.uint8Array({ maxLength: 1000 }).map((bytes) => Buffer.from(bytes).toString()),
	);
	fc.assert(
		fc.property(text, (said) => {
			expect(quotable(said)).toMatch(line);
			expect(classifyError(refused(400, said)).message).toMatch(line);
		}),
	);
});

test.each([
	[{ error: { code: 404, message: 'x', status: 'NOT_FOUND' } }, {}, 'api'],
	[{ error: { message: 'x' } }, {}, 'api'],
	[{ code: 3, message: 'x' }, {}, 'upload'],
	['', { 'x-guploader-uploadid': 'ABPt' }, 'upload'],
	['Not Found', { server: 'UploadServer' }, 'upload'],
	[{ error: 'invalid_grant' }, {}, 'token'],
	['<html>', { server: 'squid/6.6' }, undefined],
	[{ message: 'Forbidden' }, {}, undefined],
	[{ error: [] }, {}, undefined],
	[null, undefined, undefined],
])('the body %j with the headers %j has the form %s', (body, headers, form) => {
	expect(formOf(body, headers)).toBe(form);
});

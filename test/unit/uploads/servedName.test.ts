import fc from 'fast-check';
import { servedName } from '../../../nodes/GooglePhotos/uploads/urlReply';

const at = (path: string) => new URL(path, 'https://example.com/');
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test.each<[unknown, string, string | undefined]>([
	['attachment; filename="a b.jpg"', '/x', 'a b.jpg'],
	['attachment; filename=plain.jpg; size=5', '/x', 'plain.jpg'],
	["attachment; filename=\"x.jpg\"; filename*=UTF-8''%E5%86%99.jpg", '/x', '写.jpg'],
	["inline; filename*=iso-8859-1'en'%A3%20rates.jpg", '/x', '£ rates.jpg'],
	['attachment; filename="a \\"quoted\\" one.jpg"', '/x', 'a "quoted" one.jpg'],
	['attachment; filename="../../etc/passwd"', '/x', 'passwd'],
	['attachment; filename="C:\\\\photos\\\\a.jpg"', '/x', 'a.jpg'],
	[latin1('attachment; filename="фото.jpg"'), '/x', 'фото.jpg'],
	["attachment; filename*=UTF-8''%E5%86", '/b.jpg', 'b.jpg'],
	['attachment', '/c.jpg', 'c.jpg'],
	['attachment; filename="  sea.jpg "', '/x', 'sea.jpg'],
	['attachment; filename="se\u0007a.jpg"', '/x', 'sea.jpg'],
	['attachment; filename="."', '/b.jpg', 'b.jpg'],
	['attachment; filename="photos/.."', '/b.jpg', 'b.jpg'],
	['attachment; filename=" "', '/b.jpg', 'b.jpg'],
	[undefined, '/a%20day.jpg?size=large', 'a day.jpg'],
	[undefined, '/%E5%86', undefined],
	[undefined, '/folder/', undefined],
	[undefined, '/%E5%86/folder/e.jpg', 'e.jpg'],
	[['a', 'b'], '/d.jpg', 'd.jpg'],
])('Content-Disposition %j at the path %s gives the name %s', (disposition, path, name) => {
	expect(servedName(disposition, at(path))).toBe(name);
});

test.each([['filename="sea.jpg"'], ['filename=sea.jpg'], ["filename*=UTF-8''sea.jpg"]])(
	'%s is read with any spacing and at any place in the header',
	(named) => {
		const spaced = named.replace('=', ' = ');
		for (const header of [named, `attachment;${named}`, `attachment; ${named}`, `attachment  ;  ${spaced} ;size=5`]) {
			expect(servedName(header, at('/x'))).toBe('sea.jpg');
		}
	},
);

test('any header gives a name without folders and control characters, or no name', () => {
	fc.assert(
		fc.property(fc.constantFrom('', 'attachment; filename=', 'attachment; filename="', "; filename*=utf-8''"), fc.string(), (start, text) => {
			const name = servedName(start + text, at('/')) ?? 'none';
			expect(name).not.toMatch(/[/\\\p{Cc}]/u);
			expect(['', '.', '..']).not.toContain(name);
		}),
	);
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
			fc.pre(!/[/\\\p{Cc}']/u.test(text) && text.trim() === text && !/^\.{1,2}$/.test(text));
			expect(servedName(`attachment; filename*=UTF-8''${encodeURIComponent(text)}`, at('/'))).toBe(text);
		}),
	);
});

import fc from 'fast-check';
import { apiMethods, mediaBytes, methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { LIBRARY_API } from '../../../nodes/GooglePhotos/http/hosts';

const A = 'photoslibrary.appendonly';
const R = 'photoslibrary.readonly.appcreateddata';
const E = 'photoslibrary.edit.appcreateddata';

/** The methods of Google's reference. {id} stands for an ID. */
const reference: Array<
	[id: string, verb: string, path: string, traffic: string, repeatable: boolean, scopes: string[]]
> = [
	['albums.create', 'POST', '/v1/albums', 'write', false, [A]],
	['albums.list', 'GET', '/v1/albums', 'read', true, [R]],
	['albums.get', 'GET', '/v1/albums/{id}', 'read', true, [R]],
	['albums.patch', 'PATCH', '/v1/albums/{id}', 'write', true, [E]],
	[
		'albums.batchAddMediaItems',
		'POST',
		'/v1/albums/{id}:batchAddMediaItems',
		'write',
		true,
		[A, E],
	],
	[
		'albums.batchRemoveMediaItems',
		'POST',
		'/v1/albums/{id}:batchRemoveMediaItems',
		'write',
		true,
		[E],
	],
	['albums.addEnrichment', 'POST', '/v1/albums/{id}:addEnrichment', 'write', false, [A, E]],
	['mediaItems.batchCreate', 'POST', '/v1/mediaItems:batchCreate', 'write', true, [A]],
	['mediaItems.batchGet', 'GET', '/v1/mediaItems:batchGet', 'read', true, [R]],
	['mediaItems.search', 'POST', '/v1/mediaItems:search', 'read', true, [R]],
	['mediaItems.list', 'GET', '/v1/mediaItems', 'read', true, [R]],
	['mediaItems.patch', 'PATCH', '/v1/mediaItems/{id}', 'write', true, [E]],
	['uploads', 'POST', '/v1/uploads', 'upload', true, [A]],
];

test('the node knows exactly the methods of the reference', () => {
	expect(apiMethods.map(({ id }) => id)).toEqual(reference.map(([id]) => id));
});

const hostile = [
	'a/b',
	'a:batchAddMediaItems',
	'../albums',
	'?pageSize=1',
	'#',
	'%2F',
	'a b',
	'ä',
	'😀',
	'__proto__',
	'\n',
	'@',
	'\\',
];

test.each(reference)('%s: %s %s has the traffic kind, repeatability and scopes of the reference', (id, verb, path, traffic, repeatable, scopes) => {
	for (const hostileId of ['AF1QipN-_', ...hostile]) {
		const found = methodOf(
			verb,
			path.replace('{id}', () => encodeURIComponent(hostileId)),
		);
		expect(found).toMatchObject({ id, traffic, repeatable, scopes });
	}
});

test.each([
	['DELETE', '/v1/albums/a'],
	['GET', '/v1/albums/'],
	['GET', '/v1/albums/a/b'],
	['GET', '/v1/albums/a:share'],
	['POST', '/v1/albums/a:share'],
	['POST', '/v1/sharedAlbums:join'],
	['GET', '/v1/sharedAlbums'],
	['GET', '/v2/albums'],
	['GET', 'v1/albums'],
	['GET', '/v1/albums?pageSize=50'],
	['get', '/v1/albums'],
	['GET', '/v1/albums\n'],
	['PUT', '/v1/uploads'],
	['POST', '/v1/uploads/x'],
	['GET', ''],
])('%s %j is rejected as an unknown method', (verb, path) => {
	expect(() => methodOf(verb, path)).toThrow(/has no method/);
});

/** Segments that a URL resolves as relative paths. They cannot be encoded. */
const dots = ['.', '..'];

test.each(dots)('the ID %s is rejected because it would change the path', (id) => {
	expect(() => methodOf('GET', `/v1/albums/${encodeURIComponent(id)}`)).toThrow();
	expect(() => methodOf('PATCH', `/v1/mediaItems/${encodeURIComponent(id)}`)).toThrow();
});

const withId = reference.filter(([, , path]) => path.includes('{id}'));
const anyId = fc
	.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.string({ unit: 'binary' }),
		fc.constantFrom(...hostile),
	)
	.filter((id) => id !== '' && !dots.includes(id));

test('any other ID, when encoded, stays in its path segment and reaches the intended method', () => {
	fc.assert(
		fc.property(fc.constantFrom(...withId), anyId, ([id, verb, template], anId) => {
			const path = template.replace('{id}', () => encodeURIComponent(anId));
			expect(methodOf(verb, path).id).toBe(id);
			const url = new URL(`${LIBRARY_API}${path}`);
			expect(url.origin).toBe(LIBRARY_API);
			expect(`${url.search}${url.hash}`).toBe('');
			const segments = url.pathname.split('/');
			expect(segments).toHaveLength(4);
			const [name] = segments[3].split(':');
			expect(decodeURIComponent(name)).toBe(anId);
		}),
		{ numRuns: 1000 },
	);
});

test('the download of media bytes is not an API method and needs only the read scope', () => {
	expect(mediaBytes).toMatchObject({
		verb: 'GET',
		traffic: 'bytes',
		scopes: [R],
		repeatable: true,
	});
	expect(apiMethods).not.toContain(mediaBytes);
});

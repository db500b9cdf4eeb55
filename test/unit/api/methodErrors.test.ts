/** What a rejection means for an id: HTTP status 400 alone does not say that the id is unknown. */
import { kindForAlbum, kindForMediaItem } from '../../../nodes/GooglePhotos/api/methodErrors';
import { apiMethod } from '../../../nodes/GooglePhotos/api/methods';
import { isAboutId } from '../../../nodes/GooglePhotos/errors/googleError';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { failureOfMediaItem } from '../../../nodes/GooglePhotos/execution/batchGet';
import { refineForMethod } from '../../../nodes/GooglePhotos/http/replyOrigin';
import { node } from '../support/caller';
import { googleSays } from '../support/httpErrors';

const failed = (status: number, text: string, method: 'albums.get' | 'mediaItems.patch' = 'albums.get') =>
	refineForMethod(classifyError(googleSays(status, text)), apiMethod(method));

test.each([
	[404, 'Requested entity was not found.', 'unknownAlbum'],
	[400, 'Invalid album ID.', 'unknownAlbum'],
	[400, 'The album id is not valid.', 'unknownAlbum'],
	[400, 'Invalid resource identifier.', 'unknownAlbum'],
	[400, 'Request contains an invalid argument.', 'invalid'],
	[400, 'Invalid field selection width', 'invalid'],
	[400, 'The title "Your ID" is not valid.', 'invalid'],
	[403, 'The caller does not have permission', 'forbidden'],
	[503, 'Invalid album ID.', 'serverFault'],
])('albums.get: HTTP status %i with the text %j is classified as %s', (status, text, kind) => {
	expect(failed(status, text).kind).toBe(kind);
	expect(kindForAlbum(classifyError(googleSays(status, text)))).toBe(kind);
});

test("another rejection of an album or media item ends with Google's text", () => {
	for (const method of ['albums.get', 'mediaItems.patch'] as const) {
		const { message } = apiError(node(), failed(400, 'Invalid field selection width', method), { item: 0, what: '"a"' });
		expect(message).toBe('Google Photos did not accept the request: "a" [item 0]. Google says: Invalid field selection width.');
	}
	expect(kindForMediaItem(classifyError(googleSays(404, 'Requested entity was not found.')))).toBe('unknownMediaItem');
});

test.each([
	['a result of its own', { code: 3, message: 'Request contains an invalid argument.' }, 'unknownMediaItem'],
	['a rejected call whose text is about the id', { code: 3, message: 'The id is not valid.', unclear: true as const }, 'unknownMediaItem'],
	['a rejected call for another reason', { code: 3, message: 'Request contains an invalid argument.', unclear: true as const }, 'invalid'],
	['a rejected call without a text', { code: 3, unclear: true as const }, 'invalid'],
])('batchGet: %s', (_title, status, kind) => {
	expect(failureOfMediaItem({ status }).kind).toBe(kind);
});

test('an ID is a word of its own, outside quotes', () => {
	expect(['Invalid ID', 'media item ids', 'album_id', 'valid', 'the "ID"', ''].map(isAboutId)).toEqual([true, true, false, false, false, false]);
});

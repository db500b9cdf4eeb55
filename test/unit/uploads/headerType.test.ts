/** The type of a file that Google is told. */
import { headerType } from '../../../nodes/GooglePhotos/uploads/uploadRequest';

test.each([
	['image/jpeg', 'image/jpeg'],
	['video/x-matroska', 'video/x-matroska'],
	['text/plain', 'application/octet-stream'],
	['application/json', 'application/octet-stream'],
	['image/svg+xml', 'application/octet-stream'],
	['image/jpeg\r\nX: y', 'application/octet-stream'],
	['', 'application/octet-stream'],
])('%j is told as %s: never a type that says "not media"', (mimeType, told) => {
	expect(headerType(mimeType)).toBe(told);
});

/** MIME type of a file in the headers of an upload request. */
import { headerType } from '../../../nodes/GooglePhotos/uploads/uploadRequest';

test.each([
	['image/jpeg', 'image/jpeg'],
	['video/x-matroska', 'video/x-matroska'],
	['text/plain', 'application/octet-stream'],
	['application/json', 'application/octet-stream'],
	['image/svg+xml', 'application/octet-stream'],
	['image/jpeg\r\nX: y', 'application/octet-stream'],
	['', 'application/octet-stream'],
])('MIME type %j is sent as %s: only types of photos and videos are passed on', (mimeType, told) => {
	expect(headerType(mimeType)).toBe(told);
});

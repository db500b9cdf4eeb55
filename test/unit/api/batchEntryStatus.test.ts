import { failureOfStatus } from '../../../nodes/GooglePhotos/api/batchEntryStatus';

const FAILED = 'Failed: There was an error while trying to create this media item.';

test.each([
	[3, FAILED, 'unsupportedFile'],
	[3, 'BAD_IMAGE: There was an error while trying to create this media item.', 'unsupportedFile'],
	[3, 'Request must contain a valid upload token.', 'uploadTokenRefused'],
	[3, 'Invalid media item ID.', 'unknownMediaItem'],
	[
		3,
		"The remaining storage in the user's account is not enough to perform this operation.",
		'storageFull',
	],
	[5, 'Not found', 'notFound'],
	[6, FAILED, 'alreadyThere'],
	[6, 'EXISTS: There was an error while trying to create this media item.', 'alreadyThere'],
	[7, 'Permission denied', 'forbidden'],
	[7, 'No permission to add media items to this album.', 'foreignAlbum'],
	[8, 'Out of something', 'tooManyRequests'],
	[8, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'", 'dayQuota'],
	[8, "The remaining storage in the user's account is not enough", 'storageFull'],
	[9, 'Failed precondition', 'invalid'],
	[9, 'storage is full', 'storageFull'],
	[10, 'Aborted', 'conflict'],
	[13, 'Internal error', 'serverFault'],
	[13, 'Internal error: storage is full', 'serverFault'],
	[14, '', 'serverFault'],
	[16, '', 'unauthenticated'],
	[2, 'Unknown', 'invalid'],
])('the status code %d with the message "%s" is classified as %s', (code, message, kind) => {
	// a rejected request certainly had no effect
	const outcomeUnknown = [2, 6, 10, 13, 14].includes(code);
	expect(failureOfStatus({ code, message })).toEqual({ kind, message, outcomeUnknown });
});

test('a status without a code is classified as a server fault', () => {
	expect(failureOfStatus({ message: 'Success' }).kind).toBe('serverFault');
	expect(failureOfStatus(undefined).kind).toBe('serverFault');
});

test.each([
	['No.\n\tNot this one.', 'No. Not this one.'],
	['\u0000PNG', ''],
	[5 as never, ''],
])('the status message %j is quoted as %j in the error', (message, quoted) => {
	expect(failureOfStatus({ code: 3, message }).message).toBe(quoted);
});

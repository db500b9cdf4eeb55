import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { isTerminal } from '../../../nodes/GooglePhotos/errors/kinds';
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { googleSays, refused } from '../support/httpErrors';

/** Error replies as users of Google Photos clients have reported them, verbatim. */
const reported: Array<[status: number, message: string, kind: FailureKind]> = [
	[
		429,
		"Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.",
		'tooManyRequests',
	],
	[
		429,
		"Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service 'photoslibrary.googleapis.com' for consumer 'project_number:1'.",
		'tooManyRequests',
	],
	[
		429,
		"Quota exceeded for quota metric 'photoslibrary.googleapis.com/write_requests' and limit 'WritesPerMinutePerUser' of service 'photoslibrary.googleapis.com'",
		'tooManyRequests',
	],
	[
		429,
		"Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service 'photoslibrary.googleapis.com' for consumer 'project_number:1'.",
		'dayQuota',
	],
	[
		400,
		"Insufficient tokens for quota 'WriteGroup' and limit 'UploadsPerMinutePerUser'",
		'tooManyRequests',
	],
	[400, 'Request must contain a valid upload token.', 'uploadTokenRefused'],
	[400, 'Request must have less than 50 items.', 'invalid'],
	[400, 'Invalid value: "My quota per day"', 'invalid'],
	[400, 'Invalid file name: "remaining storage not enough.jpg"', 'invalid'],
	[400, 'Invalid title \u201cdaily limit\u201d', 'invalid'],
	[400, 'Request contains an invalid media item id.', 'unknownMediaItem'],
	[400, 'Invalid media item ID.', 'unknownMediaItem'],
	[400, 'No permission to add media items to this album.', 'foreignAlbum'],
	[400, 'Invalid album ID.', 'unknownAlbum'],
	[
		400,
		"The remaining storage in the user's account is not enough to perform this operation.",
		'storageFull',
	],
	[400, 'The storage of this account is not enough.', 'storageFull'],
	[403, 'The user has no active Google Photos account.', 'noGooglePhotos'],
	[400, 'The media item is already in the album.', 'alreadyInAlbum'],
	[
		401,
		'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
		'unauthenticated',
	],
	[403, 'Request had insufficient authentication scopes.', 'missingScope'],
	[
		403,
		'Photos Library API has not been used in project 1 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/photoslibrary.googleapis.com/overview?project=1 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.',
		'apiDisabled',
	],
	[403, 'The caller does not have permission', 'forbidden'],
	[404, 'Requested entity was not found.', 'notFound'],
	[409, 'The operation was aborted.', 'conflict'],
	[500, 'Internal error encountered.', 'serverFault'],
	[503, 'The service is currently unavailable.', 'serverFault'],
	[504, 'Deadline expired before operation could complete.', 'serverFault'],
];

test.each(reported)('status %d "%s" is classified as %s', (status, message, kind) => {
	const failure = classifyError(googleSays(status, message));
	expect(failure).toMatchObject({ kind, status, message });
	// only after these is it unknown whether the request was carried out
	expect(failure.outcomeUnknown).toBe(status >= 500 || status === 409);
});

test.each<[number, object, FailureKind]>([
	[400, { code: 3, message: 'Payload must not be empty' }, 'emptyFile'],
	[401, { code: 16, message: 'Authentication session is not defined.' }, 'unauthenticated'],
	[
		400,
		{ code: 3, message: "Insufficient tokens for quota 'UploadsPerMinute'" },
		'tooManyRequests',
	],
])('status %d with the body %j of the uploads endpoint, in its own form, is classified as %s', (status, body, kind) => {
	expect(classifyError(refused(status, body))).toMatchObject({
		kind,
		status,
		message: (body as { message: string }).message,
	});
});

test.each<[string, FailureKind]>([
	['SERVICE_DISABLED', 'apiDisabled'],
	['accessNotConfigured', 'apiDisabled'],
	['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'missingScope'],
])('the reason %s decides the kind where the message does not', (reason, kind) => {
	const details = [null, { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
	const error = refused(403, {
		error: { code: 403, message: 'Forbidden', status: 'PERMISSION_DENIED', details },
	});
	expect(classifyError(error)).toMatchObject({ kind, message: 'Forbidden' });
});

test.each([
	[429, 'tooManyRequests'],
	[413, 'fileTooLarge'],
	[408, 'connectionLost'],
	[400, 'invalid'],
	[418, 'invalid'],
	[502, 'serverFault'],
])('status %d without a text is classified as %s', (status, kind) => {
	expect(classifyError(refused(status)).kind).toBe(kind);
});

test.each([400, 403, 429, 500, 503])(
	'a text that names a quota is classified as tooManyRequests, even with status %d',
	(status) => {
		expect(
			classifyError(googleSays(status, "Quota exceeded for quota 'concurrent write request'")).kind,
		).toBe('tooManyRequests');
	},
);

test('only a throttled reply about a concurrent write is classified as write contention', () => {
	const of = (status: number, message: string) => classifyError(googleSays(status, message)).writeContention;
	expect(of(429, "Quota exceeded for quota 'concurrent write request' of service 'x'.")).toBe(true);
	expect(of(429, "limit 'Write requests per minute per user'")).toBeUndefined();
	expect(of(500, 'concurrent write')).toBeUndefined();
});

test.each<[number, string, FailureKind]>([
	[500, 'The album is full.', 'serverFault'],
	[503, 'Request must contain a valid upload token.', 'serverFault'],
	[409, 'The media item is already in the album.', 'conflict'],
	[500, 'Limit of all requests per day.', 'dayQuota'],
	[409, 'Daily limit exceeded', 'dayQuota'],
])('the text of a fault or conflict counts only if it names a quota: status %d "%s" is classified as %s', (status, message, kind) => {
	expect(classifyError(googleSays(status, message)).kind).toBe(kind);
});

test('a request that timed out with status 408 may have been carried out', () => {
	expect(classifyError(refused(408))).toMatchObject({ kind: 'connectionLost', outcomeUnknown: true });
});

test('errors of the token endpoint are classified as signInEnded or wrongClient', () => {
	const body = { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };
	expect(classifyError(refused(400, body))).toMatchObject({
		kind: 'signInEnded',
		message: 'invalid_grant: Token has been expired or revoked.',
	});
	const wrongClient = classifyError(refused(401, { error: 'invalid_client' }));
	expect(wrongClient.kind).toBe('wrongClient');
	expect(isTerminal(wrongClient)).toBe(true);
});

test('the failures after which no further request can succeed are terminal, and no others', () => {
	const ends = reported.filter(([status, message]) =>
		isTerminal(classifyError(googleSays(status, message))),
	);
	expect(ends.map(([, , kind]) => kind)).toEqual([
		'tooManyRequests',
		'tooManyRequests',
		'tooManyRequests',
		'dayQuota',
		'tooManyRequests',
		'storageFull',
		'storageFull',
		'noGooglePhotos',
		'unauthenticated',
		'missingScope',
		'apiDisabled',
	]);
});

const error = (code: number, message: string, more: object = {}) => ({ error: { code, message, ...more } });
const info = (reason: string, metadata: object = {}) => ({
	details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com', metadata }],
});
const older = (reason: string) => ({ errors: [{ domain: 'usageLimits', reason, message: 'Forbidden' }] });

test.each<[number, object | object[], FailureKind]>([
	[403, error(403, 'Forbidden', older('rateLimitExceeded')), 'tooManyRequests'],
	[403, error(403, 'Forbidden', older('userRateLimitExceeded')), 'tooManyRequests'],
	[403, error(403, 'Forbidden', older('quotaExceeded')), 'tooManyRequests'],
	[403, error(403, 'Forbidden', older('dailyLimitExceeded')), 'dayQuota'],
	[403, error(403, 'Forbidden', older('storageQuotaExceeded')), 'storageFull'],
	[403, error(403, 'Forbidden', older('accessNotConfigured')), 'apiDisabled'],
	[403, error(403, 'Forbidden', older('insufficientPermissions')), 'missingScope'],
	[403, error(403, 'Forbidden', { errors: [null, 5, { reason: 7 }] }), 'forbidden'],
	[429, error(429, 'Quota exceeded.', info('RATE_LIMIT_EXCEEDED', { quota_limit: 'ApiRequestsPerDayPerProject' })), 'dayQuota'],
	[429, error(429, 'Quota exceeded.', info('RATE_LIMIT_EXCEEDED', { quota_unit: '1/d/{project}' })), 'dayQuota'],
	[429, error(429, 'Quota exceeded.', info('RATE_LIMIT_EXCEEDED', { quota_limit: 'WritesPerMinutePerUser', quota_unit: '1/min/{project}/{user}' })), 'tooManyRequests'],
	[403, error(403, 'Forbidden', info('RATE_LIMIT_EXCEEDED')), 'tooManyRequests'],
	[429, error(429, 'Refused.', { details: [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ subject: 'project:1', description: 'Daily Limit Exceeded' }] }] }), 'dayQuota'],
	[429, error(429, "Quota exceeded for quota metric 'All requests' and limit 'AllRequestsPerDay'"), 'dayQuota'],
	[429, [error(429, 'Quota exceeded, per day.')], 'dayQuota'],
	[400, error(400, 'Storage quota exceeded.'), 'storageFull'],
	[403, error(403, "The user's Drive storage quota has been exceeded."), 'storageFull'],
	[429, error(429, 'Storage quota exceeded.', { status: 'RESOURCE_EXHAUSTED' }), 'storageFull'],
	[400, error(400, 'User is out of storage space.'), 'storageFull'],
	[400, error(400, 'Not enough storage.'), 'storageFull'],
	[400, error(400, 'The album is full.'), 'albumFull'],
	[400, error(400, 'The album has reached the maximum number of media items.'), 'albumFull'],
	[400, error(400, 'Adding these items would exceed the album limit of 20000 items.'), 'albumFull'],
	[400, error(400, 'The album title exceeds the limit of 500 characters.'), 'invalid'],
	[400, error(400, 'Album title is too long: maximum length is 500.'), 'invalid'],
	[400, error(400, 'The description in the album is over the limit.'), 'invalid'],
	[400, error(400, 'Invalid album position: the limit is AFTER_MEDIA_ITEM.'), 'invalid'],
])('status %d with the body %j is classified as %s', (status, body, kind) => {
	expect(classifyError(refused(status, body)).kind).toBe(kind);
});

test('RetryInfo gives the retry delay if there is no Retry-After header', () => {
	const body = error(429, 'Quota exceeded.', { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '36.5s' }] });
	expect(classifyError(refused(429, body)).retryAfter).toBe(36_500);
	expect(classifyError(refused(429, body, { 'retry-after': '77' })).retryAfter).toBe(77_000);
	for (const retryDelay of ['0s', '-3s', 'soon', 5, null]) {
		expect(classifyError(refused(429, error(429, '', { details: [{ retryDelay }] }))).retryAfter).toBeUndefined();
	}
});

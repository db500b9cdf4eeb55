import fc from 'fast-check';
import { NodeOperationError } from 'n8n-workflow';
import { methodOf } from '../../../nodes/GooglePhotos/api/methods';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { refineForMethod } from '../../../nodes/GooglePhotos/http/replyOrigin';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';
import { disconnected, googleSays, refused, BEARER, withoutCause } from '../support/httpErrors';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test.each([
	['broke off', 'ERR_BAD_RESPONSE', 'stream has been aborted'],
	['cannot be decompressed', 'Z_BUF_ERROR', 'unexpected end of file'],
])('the head of a success whose body %s is a lost connection with an unknown outcome', (_title, code, message) => {
	const error = Object.assign(new Error(message), { code, response: { status: 200, data: '{"alb', headers: {} } });
	expect(classifyError(error)).toEqual({ kind: 'connectionLost', message: '', outcomeUnknown: true });
});

describe.each([
	['as n8n 2 throws it', <T>(error: T) => error],
	['as n8n 1 throws it', withoutCause],
])('an error without a reply, %s', (_title, shape) => {
	test.each([
		['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:3128', 'noConnection'],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN photoslibrary.googleapis.com', 'noConnection'],
		['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:443', 'noConnection'],
		['ENETUNREACH', 'connect ENETUNREACH 10.0.0.1:443', 'noConnection'],
		['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443', 'noConnection'],
		['EPROTO', 'write EPROTO 00:error:0A00010B:SSL routines::wrong version number', 'noConnection'],
		['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established', 'noConnection'],
		['ECONNRESET', 'Proxy connection ended before receiving CONNECT response', 'noConnection'],
		['ERR_PROXY_TUNNEL', 'Failed to establish tunnel: HTTP/1.1 502 Bad Gateway', 'noConnection'],
		['ERR_PROXY_TUNNEL', 'Failed to establish tunnel: HTTP/1.1 407 Proxy Authentication Required', 'proxyRefused'],
		['ERR_PROXY_TUNNEL', 'Failed to establish tunnel: HTTP/1.1 403 Forbidden', 'proxyRefused'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND photoslibrary.googleapis.com', 'unknownHost'],
		['CERT_HAS_EXPIRED', 'certificate has expired', 'untrustedCertificate'],
		['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames", 'untrustedCertificate'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'untrustedCertificate'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', 'untrustedCertificate'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'untrustedCertificate'],
	] as const)('%s, %s: nothing was carried out, and the error names the cause', (code, cause, kind) => {
		const failure = classifyError(shape(disconnected(code, cause)));
		expect(failure).toMatchObject({ kind, outcomeUnknown: false, message: expect.stringContaining(cause) });
		expect(errorText(apiError(node(), failure))).toMatch(/ Cause: /);
		expect(failure.status).toBeUndefined();
	});

	test.each(['ECONNRESET', 'ECONNABORTED', 'ERR_NETWORK', 'EPIPE', 'ERR_BAD_RESPONSE'])(
		'%s: it is unknown whether the request was carried out',
		(code) => {
			expect(classifyError(shape(disconnected(code)))).toMatchObject({
				kind: 'connectionLost',
				outcomeUnknown: true,
			});
		},
	);

	test('ERR_CANCELED: the request was aborted, and may have been carried out', () => {
		const failure = classifyError(shape(disconnected('ERR_CANCELED', 'canceled')));
		expect(failure).toMatchObject({ kind: 'cancelled', outcomeUnknown: true });
	});
});

describe('replies and errors in other shapes', () => {
	const page = '<!DOCTYPE html><html><title>Sign in to the hotel</title></html>';

	test('the text of an HTML page is not used as the message', () => {
		expect(classifyError(refused(403, page))).toMatchObject({
			kind: 'forbidden',
			status: 403,
			message: '',
		});
		expect(classifyError(refused(502, `\n ${page}`))).toMatchObject({
			kind: 'serverFault',
			message: '',
		});
	});

	test.each([
		null,
		[],
		'plain words',
		{ error: null },
		{ error: 5 },
		{ error: { details: 'no list' } },
		{ code: 3 },
	])('the malformed body %j is classified by its status', (body) => {
		expect(classifyError(refused(400, body))).toMatchObject({ kind: 'invalid', status: 400 });
	});

	test('a long message is cut off after 400 characters', () => {
		const long = 'so '.repeat(2000);
		for (const error of [googleSays(400, long), refused(400, long), new Error(long)]) {
			expect(classifyError(error).message).toBe(long.slice(0, 400));
		}
	});

	test('a plain text that contains a tag is used as the message', () => {
		expect(classifyError(refused(400, 'not <allowed>')).message).toBe('not <allowed>');
	});

	test.each([
		[{ error: 'invalid_grant' }, 'invalid_grant'],
		[{ error: 'invalid_grant', error_description: 'Bad Request' }, 'invalid_grant: Bad Request'],
		[{ message: 'Says who' }, 'Says who'],
		[{ error: { message: 5 } }, ''],
		[null, ''],
	])('the body %j gives the message %j', (body, words) => {
		expect(classifyError(refused(400, body)).message).toBe(words);
	});

	test('a redirect is classified as strangeReply', () => {
		expect(classifyError(refused(302, ''))).toMatchObject({ kind: 'strangeReply', outcomeUnknown: true });
	});

	test.each(['1404', '4040', 'x404', '600'])('%j is not accepted as an HTTP status', (httpCode) => {
		expect(classifyError({ httpCode }).status).toBeUndefined();
	});

	test('an EAUTH error of n8n is classified as signInEnded', () => {
		const error = Object.assign(new Error('No token'), { code: 'EAUTH' });
		expect(classifyError(error)).toEqual({ kind: 'signInEnded', message: 'No token', outcomeUnknown: false });
	});

	test('an EAUTH error of n8n with the text invalid_client is classified as wrongClient', () => {
		const error = Object.assign(new Error('invalid_client'), { code: 'EAUTH' });
		expect(classifyError(error)).toEqual({ kind: 'wrongClient', message: 'invalid_client', outcomeUnknown: false });
	});

	test('what Google quotes of the request, such as a token, is removed from the message', () => {
		const token = 'CAIS-abc_'.repeat(10);
		const { message } = classifyError(googleSays(400, `Bad "Bearer ya29.short" for ${token}=.`));
		expect(message).toBe('Bad "Bearer … for ….');
	});

	test('an unexpected body with a success status is classified as strangeReply', () => {
		const failure = classifyError(new UnexpectedResponseError('not JSON'));
		expect(failure).toEqual({ kind: 'strangeReply', message: 'not JSON', outcomeUnknown: true });
	});

	test('an error of n8n that the credential must be reconnected is classified as signInEnded', () => {
		const error = new NodeOperationError(
			node(),
			'The credential "Photos" needs to be reconnected.',
		);
		expect(classifyError(error)).toMatchObject({ kind: 'signInEnded', outcomeUnknown: false });
	});

	test('an AbortError is classified as cancelled', () => {
		const error = new Error('This operation was aborted');
		error.name = 'AbortError';
		expect(classifyError(error).kind).toBe('cancelled');
	});
});

describe('Retry-After', () => {
	const waits = (value: unknown) =>
		classifyError(googleSays(429, 'slow down', { 'retry-after': value })).retryAfter;

	test.each([
		['45', 45 * SECOND],
		[45, 45 * SECOND],
		['1.5', 1500],
		['0', undefined],
		['-3', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[{}, undefined],
		[null, undefined],
	])('the value %j means %p milliseconds', (value, expected) => {
		expect(waits(value)).toBe(expected);
	});

	test('a date means the time until then, and a past date is ignored', () => {
		const date = new Date(time.clock.now() + 90 * SECOND).toUTCString();
		expect(waits(date)).toBe(90 * SECOND);
		expect(waits(new Date(time.clock.now() - SECOND).toUTCString())).toBeUndefined();
	});

	test('is read from an error without a cause, as authenticatedRequest throws it in n8n 1.x', () => {
		const error = withoutCause(googleSays(429, 'slow down'));
		const failure = classifyError(Object.assign(error, { response: { headers: { 'retry-after': '45' } } }));
		expect(failure).toMatchObject({ kind: 'tooManyRequests', message: 'slow down', retryAfter: 45 * SECOND });
	});
});

test('any thrown value is classified, and the result contains no token', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.anything(),
				fc.anything().map((body) => refused(400, body)),
			),
			(thrown) => {
				const failure = classifyError(thrown);
				expect(typeof failure.kind).toBe('string');
				expect(JSON.stringify(failure)).not.toContain(BEARER);
			},
		),
	);
});

test('a reply without a body gives an empty message', () => {
	expect(classifyError({ httpCode: '500', cause: { body: null } })).toMatchObject({ kind: 'serverFault', message: '' });
});

describe('a failure is refined for the method that was called', () => {
	test.each([
		[404, 'GET', '/v1/albums/a', 'unknownAlbum'],
		[404, 'PATCH', '/v1/mediaItems/m', 'unknownMediaItem'],
		[404, 'POST', '/v1/mediaItems:search', 'notFound'],
		// the text does not speak of the id
		[400, 'GET', '/v1/albums/a', 'invalid'],
		// the description may be the invalid part
		[400, 'PATCH', '/v1/mediaItems/m', 'invalid'],
		[400, 'POST', '/v1/mediaItems:search', 'invalid'],
	])('status %d for %s %s is refined to %s', (status, verb, path, kind) => {
		const failure = classifyError(googleSays(status, 'As Google says'));
		expect(refineForMethod(failure, methodOf(verb, path)).kind).toBe(kind);
	});

	test('a kind that is already specific, such as tooManyRequests, is not changed', () => {
		const quota = classifyError(googleSays(429, ''));
		expect(refineForMethod(quota, methodOf('GET', '/v1/albums/a'))).toEqual(quota);
	});
});

import fc from 'fast-check';
import { apiMethods, mediaBytes, methodOf, pickedBytes, pickerMethods } from '../../../nodes/GooglePhotos/api/methods';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { isTerminal } from '../../../nodes/GooglePhotos/errors/kinds';
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { LIBRARY_API, PICKER_API } from '../../../nodes/GooglePhotos/http/hosts';
import { refineForMethod } from '../../../nodes/GooglePhotos/http/replyOrigin';
import { errorText } from '../../support/errorText';
import { Attempts } from '../support/attempts';
import { APPEND, EDIT, fakeCaller, PICK, READ } from '../support/caller';
import { refused } from '../support/httpErrors';
import { errorOf, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const scopes = ['photospicker.mediaitems.readonly'];

test.each([
	['picker.sessions.create', 'POST', '/v1/sessions', false],
	['picker.sessions.get', 'GET', '/v1/sessions/a-b', true],
	['picker.sessions.delete', 'DELETE', '/v1/sessions/a-b', true],
	['picker.mediaItems.list', 'GET', '/v1/mediaItems', true],
])('%s: %s %s is a method of the Picker API', (id, verb, path, repeatable) => {
	expect(methodOf(verb, path, PICKER_API)).toMatchObject({ id, repeatable, scopes, traffic: 'pick', api: PICKER_API });
	expect(pickerMethods.map((method) => method.id)).toContain(id);
	expect(pickerMethods).toHaveLength(4);
});

test('each API has its own methods, even where paths are equal', () => {
	expect(methodOf('GET', '/v1/mediaItems').api).toBe(LIBRARY_API);
	for (const [verb, path, api] of [
		['POST', '/v1/sessions', LIBRARY_API],
		['GET', '/v1/albums', PICKER_API],
		['POST', '/v1/mediaItems:batchCreate', PICKER_API],
		['GET', '/v1/mediaItems', 'https://photospicker.googleapis.com.evil.example'],
		['GET', '/v1/sessions/a/b', PICKER_API],
		['GET', '/v1/sessions/..', PICKER_API],
	]) {
		expect(() => methodOf(verb, path, api)).toThrow(/has no method/);
	}
	expect(apiMethods.every(({ api }) => api === LIBRARY_API)).toBe(true);
});

test('any session ID, when encoded, stays in its path segment', () => {
	const anyId = fc
		.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('../mediaItems', 'a/b', 'a:b', '?x', '#', '%2F'))
		.filter((id) => !['', '.', '..'].includes(id));
	fc.assert(
		fc.property(anyId, (id) => {
			const path = `/v1/sessions/${encodeURIComponent(id)}`;
			expect(methodOf('DELETE', path, PICKER_API).id).toBe('picker.sessions.delete');
			const url = new URL(`${PICKER_API}${path}`);
			expect([url.origin, url.search, url.hash]).toEqual([PICKER_API, '', '']);
			expect(decodeURIComponent(url.pathname.split('/')[3])).toBe(id);
		}),
	);
});

test('downloads of picked files need the Picker scope, downloads of app-created files do not', () => {
	expect(pickedBytes).toMatchObject({ traffic: 'bytes', scopes, api: PICKER_API });
	expect(mediaBytes.scopes).not.toEqual(scopes);
});

test.each([...pickerMethods, pickedBytes])('without the Picker scope, no request for $id is sent', async (method) => {
	const attempts = new Attempts(time.clock);
	const caller = fakeCaller({ scope: [APPEND, READ, EDIT].join(' ') });
	const error = await time.clock.until(errorOf(attempts.through(caller, { method, subject: { item: 2 } })));
	expect(attempts.at).toEqual([]);
	expect(failureOf(error)?.kind).toBe('missingPickerScope');
	expect(errorText(error)).toMatch(/\[item 2\].*Turn on 'Pick From My Whole Library' in the credential, then reconnect.*Nothing was sent/);
	expect(await time.clock.until(attempts.through(fakeCaller({ scope: PICK }), { method }))).toBe('reply');
});

const says = (status: number, name: string, message = 'As Google says') =>
	refused(status, { error: { code: status, status: name, message } });

/** Arguments of `says` instead of errors: a test title must be the same in every run, and errors contain their time. */
type Refusal = Parameters<typeof says>;

const refusals: Array<[id: string, refusal: Refusal, kind: FailureKind]> = [
	['sessions.create', [400, 'FAILED_PRECONDITION'], 'noGooglePhotos'],
	['sessions.create', [400, 'FAILED_PRECONDITION', 'Daily limit exceeded'], 'dayQuota'],
	['sessions.create', [400, 'INVALID_ARGUMENT'], 'invalid'],
	['sessions.create', [400, 'INVALID_ARGUMENT', 'No such session option'], 'invalid'],
	['sessions.create', [403, 'PERMISSION_DENIED'], 'accessRefused'],
	['sessions.create', [429, 'RESOURCE_EXHAUSTED', 'Too many sessions.'], 'tooManySessions'],
	['sessions.create', [429, 'RESOURCE_EXHAUSTED', 'Quota exceeded, per minute'], 'tooManyRequests'],
	['sessions.get', [404, 'NOT_FOUND'], 'sessionUnknown'],
	['sessions.get', [400, 'INVALID_ARGUMENT'], 'invalid'],
	['sessions.get', [400, 'FAILED_PRECONDITION'], 'invalid'],
	['sessions.delete', [400, 'FAILED_PRECONDITION'], 'invalid'],
	['sessions.get', [400, 'FAILED_PRECONDITION', 'The user has no active Google Photos account.'], 'noGooglePhotos'],
	['sessions.get', [403, 'PERMISSION_DENIED'], 'sessionExpired'],
	['sessions.get', [403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.'], 'missingPickerScope'],
	['sessions.get', [403, 'PERMISSION_DENIED', 'It has not been used in project 1 before'], 'pickerApiDisabled'],
	['sessions.get', [503, 'UNAVAILABLE'], 'serverFault'],
	['sessions.delete', [404, 'NOT_FOUND'], 'sessionUnknown'],
	['sessions.delete', [403, 'PERMISSION_DENIED'], 'accessRefused'],
	['mediaItems.list', [400, 'FAILED_PRECONDITION'], 'notPickedYet'],
	['sessions.delete', [400, 'INVALID_ARGUMENT'], 'invalid'],
	['mediaItems.list', [404, 'NOT_FOUND'], 'sessionUnknown'],
	['mediaItems.list', [400, 'INVALID_ARGUMENT', 'Invalid page token.'], 'invalid'],
];

const told = (id: string, refusal: Refusal) =>
	refineForMethod(classifyError(says(...refusal)), pickerMethods.find((entry) => entry.id === `picker.${id}`)!);

test.each(refusals)('%s: the error %j is classified as %s', (id, refusal, kind) => {
	expect(told(id, refusal).kind).toBe(kind);
});

test('an execution ends only after failures that affect every further request', () => {
	const ends = refusals.filter(([id, refusal]) => isTerminal(told(id, refusal)));
	expect(ends.map(([, , kind]) => kind)).toEqual([
		'noGooglePhotos',
		'dayQuota',
		'tooManySessions',
		'tooManyRequests',
		'noGooglePhotos',
		'missingPickerScope',
		'pickerApiDisabled',
	]);
});

test('a throttled session creation is retried for 2 minutes only, since the limit may last long', async () => {
	const attempts = new Attempts(time.clock, [() => says(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded, per minute')]);
	const method = methodOf('POST', '/v1/sessions', PICKER_API);
	const error = await time.clock.until(errorOf(attempts.through(fakeCaller({ scope: PICK }), { method })));
	expect(failureOf(error)?.kind).toBe('tooManyRequests');
	expect(time.clock.elapsed).toBe(2 * MINUTE);
	expect(attempts.at.length).toBeGreaterThan(1);
});

test('a 403 for a picked file is classified as a file error, not as a session error', () => {
	expect(refineForMethod(classifyError(refused(403, '<html>')), pickedBytes).kind).toBe('fileRefused');
});

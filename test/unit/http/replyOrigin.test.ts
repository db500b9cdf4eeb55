import { apiMethods, mediaBytes, pickedBytes, pickerMethods } from '../../../nodes/GooglePhotos/api/methods';
import { classifyError } from '../../../nodes/GooglePhotos/errors/classify';
import { isTerminal, isTransient } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { refineForMethod } from '../../../nodes/GooglePhotos/http/replyOrigin';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';

const methods = [...apiMethods, ...pickerMethods];
const byId = (id: string) => methods.find((method) => method.id === id)!;

/** Replies of an intermediary between n8n and Google, such as a proxy: none has the form of Google's errors. */
const proxySays: Array<[string, unknown]> = [
	['a page', '<!DOCTYPE html><title>Access denied</title>'],
	['a text', 'Blocked: the storage quota per day of this project, the album is full'],
	['nothing', ''],
	['JSON', { message: 'Not Found' }],
	['JSON with a text as error', { error: 'Invalid album ID.' }],
	['an error without a name of Google\'s', { error: { code: 404, message: 'Not Found' } }],
];

describe.each(methods.map((method) => [method.id, method] as const))('%s', (_id, method) => {
	test.each(proxySays)('%s instead of a reply from Google: an unexpectedReply, neither transient nor terminal', (_title, body) => {
		for (const status of [403, 404]) {
			const failure = refineForMethod(classifyError(refused(status, body)), method);
			expect(failure).toMatchObject({ kind: 'unexpectedReply', status, foreign: true, outcomeUnknown: true });
			expect([isTransient(failure), isTerminal(failure)]).toEqual([false, false]);
		}
	});

	test.each([400, 401, 402, 405, 409, 410, 411, 412, 413, 415, 418, 421, 451])('status %d without a body in the form of Google: an unexpectedReply', (status) => {
		expect(refineForMethod(classifyError(refused(status, '<html>')), method).kind).toBe('unexpectedReply');
	});

	test('status 407 of a proxy that requires a password ends the execution, and nothing reached Google', () => {
		const failure = refineForMethod(classifyError(refused(407, '')), method);
		expect(failure).toMatchObject({ kind: 'proxyRefused', outcomeUnknown: false });
		expect([isTransient(failure), isTerminal(failure)]).toEqual([false, true]);
	});

	test.each([
		[408, 'connectionLost', true],
		[429, 'tooManyRequests', false],
		[500, 'serverFault', true],
		[502, 'serverFault', true],
		[503, 'serverFault', true],
		[302, 'strangeReply', true],
	])('status %d keeps its usual kind, and a text about a quota per day is ignored if not from Google', (status, kind, outcomeUnknown) => {
		expect(refineForMethod(classifyError(refused(status, 'per day')), method)).toMatchObject({ kind, foreign: true, outcomeUnknown });
	});

	test('an error of the token endpoint keeps its kind, and a text that quotes one is not taken for it', () => {
		const ended = refineForMethod(classifyError(refused(400, { error: 'invalid_grant' })), method);
		expect(ended.kind).toBe('signInEnded');
		const quoted = refineForMethod(classifyError(refused(400, 'The sign-in page says invalid_grant')), method);
		expect(quoted.kind).toBe('unexpectedReply');
	});

	test('an error reply from Google is not marked as foreign', () => {
		const failure = refineForMethod(classifyError(googleSays(404, 'Requested entity was not found.')), method);
		expect(failure.foreign).toBeUndefined();
		expect(failure.kind).not.toBe('unexpectedReply');
	});
});

test('a plain-text reply of the upload server is recognized by its headers', () => {
	const headers = { 'x-guploader-uploadid': 'ABPt' };
	expect(refineForMethod(classifyError(refused(404, 'Not Found', headers)), byId('uploads')).kind).toBe('notFound');
	expect(refineForMethod(classifyError(refused(404, 'Not Found', headers)), byId('albums.get')).kind).toBe('unexpectedReply');
	const asText = JSON.stringify({ code: 3, message: 'Payload must not be empty' });
	expect(refineForMethod(classifyError(refused(400, asText)), byId('uploads')).kind).toBe('emptyFile');
});

test.each([mediaBytes, pickedBytes])('a proxy that requires a password is named for the bytes of files as well: $id', (method) => {
	expect(refineForMethod(classifyError(refused(407, '')), method)).toMatchObject({ kind: 'proxyRefused', outcomeUnknown: false });
});

test('the error says that the reply is not from Google, and quotes it', () => {
	const failure = refineForMethod(classifyError(refused(403, 'Blocked by policy 7')), byId('albums.get'));
	expect(errorText(apiError(node(), failure, { what: 'album "Sea"' }))).toMatch(
		/^Something other than Google Photos answered the request \(HTTP status 403\): album "Sea"\. .*\| .*proxy.*The response, which is not from Google's API, has HTTP status 403 and says: Blocked by policy 7/,
	);
	const fault = refineForMethod(classifyError(refused(503, '<html>')), byId('albums.get'));
	expect(errorText(apiError(node(), fault))).toMatch(/could not process.*not from Google's API, has HTTP status 503/);
	const proxy = refineForMethod(classifyError(refused(407, '')), byId('albums.get'));
	expect(errorText(apiError(node(), proxy))).toMatch(/^The proxy rejected .*user name and the password/);
});

test('errors of downloads, new sessions and calls without an id do not mention an owner or an ID', () => {
	const denied = googleSays(403, 'The caller does not have permission');
	const says = (id: string) => errorText(apiError(node(), refineForMethod(classifyError(denied), byId(id))));
	for (const id of ['albums.create', 'albums.list', 'mediaItems.batchCreate', 'uploads', 'picker.sessions.create']) {
		expect(says(id)).toMatch(/^Google Photos refused access/);
		expect(says(id)).not.toMatch(/created themselves|the ID/);
	}
	for (const id of ['albums.patch', 'mediaItems.patch']) expect(says(id)).toMatch(/created themselves/);
	for (const [status, text] of [[403, /refused access to the file/], [404, /could not find the file/]] as const) {
		for (const method of [mediaBytes, pickedBytes]) {
			const said = errorText(apiError(node(), refineForMethod(classifyError(refused(status, '<html>')), method)));
			expect(said).toMatch(text);
			expect(said).not.toMatch(/created|the ID/);
		}
	}
});

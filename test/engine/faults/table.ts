import type { Fault } from '../../../tools/emulator/control-types.mts';

/** A fault, and what the user sees of it after the node's retries. */
export interface Case {
	title: string;
	fault: Omit<Fault, 'method'>;
	/** whether Google may have carried out the request */
	ambiguous?: true;
	/** minimum seconds before the retry */
	minDelay?: number;
	/** expected error; undefined if a retry succeeds */
	error?: RegExp;
	/** the request is not retried, because no later request can succeed either */
	isFatal?: true;
	/** occurs only in replies of the API, or only of the media host */
	only?: 'api' | 'bytes';
}

const status = (code: number, message: string, name: string, headers?: Record<string, string>) => ({
	kind: 'status' as const,
	status: code,
	body: { error: { code, message, status: name } },
	headers,
});

const quota = (what: string) => `Quota exceeded for quota ${what} of service 'photoslibrary.googleapis.com'.`;

/** Faults that any request can meet once, with texts that users of Google's API have reported. */
export const cases: Case[] = [
	{ title: 'connection reset before the body', fault: { kind: 'reset-before' }, ambiguous: true, minDelay: 1 },
	{ title: 'connection reset during the body', fault: { kind: 'reset-during' }, ambiguous: true, minDelay: 1 },
	{ title: 'reply lost after Google acted', fault: { kind: 'reset-after' }, ambiguous: true, minDelay: 1 },
	{ title: 'HTML instead of JSON', fault: { kind: 'html' }, ambiguous: true, minDelay: 1 },
	{ title: 'an empty reply', fault: { kind: 'empty' }, ambiguous: true, minDelay: 1 },
	{ title: '408', fault: status(408, 'Request timed out.', 'CANCELLED'), ambiguous: true, minDelay: 1 },
	{ title: '409 ABORTED', fault: status(409, 'The operation was aborted.', 'ABORTED'), ambiguous: true, minDelay: 1 },
	{ title: '500', fault: status(500, 'Internal error encountered.', 'INTERNAL'), ambiguous: true, minDelay: 1 },
	{ title: '502 in HTML', fault: { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }, ambiguous: true, minDelay: 1 },
	{ title: '503', fault: status(503, 'The service is currently unavailable.', 'UNAVAILABLE'), ambiguous: true, minDelay: 1 },
	{ title: '504', fault: status(504, 'Deadline exceeded.', 'DEADLINE_EXCEEDED'), ambiguous: true, minDelay: 1 },
	{ title: '429, concurrent write request', fault: status(429, quota("'concurrent write request'"), 'RESOURCE_EXHAUSTED'), minDelay: 30 },
	{
		title: '429, per minute and user',
		fault: status(429, quota("metric 'Write requests' and limit 'Write requests per minute per user'"), 'RESOURCE_EXHAUSTED'),
		minDelay: 30,
	},
	{
		title: '429 with Retry-After',
		fault: status(429, quota("'concurrent write request'"), 'RESOURCE_EXHAUSTED', { 'retry-after': '90' }),
		minDelay: 90,
	},
	{
		title: 'a quota as a 400',
		fault: status(400, 'Insufficient tokens for quota UploadsPerMinute', 'INVALID_ARGUMENT'),
		minDelay: 30,
		only: 'api',
	},
	{ title: '401, an expired token', fault: status(401, 'Request had invalid authentication credentials.', 'UNAUTHENTICATED') },
	{
		title: '429, the quota of the day',
		fault: status(429, quota("metric 'All requests' and limit 'All requests per day'"), 'RESOURCE_EXHAUSTED'),
		error: /daily request quota .* is used up.*midnight Pacific/,
		isFatal: true,
		only: 'api',
	},
	{
		title: '403, a missing scope',
		fault: status(403, 'Request had insufficient authentication scopes.', 'PERMISSION_DENIED'),
		error: /lacks a permission.*sign in with Google again/,
		isFatal: true,
		only: 'api',
	},
	{
		title: '403, API not enabled',
		fault: status(403, 'Photos Library API has not been used in project 1 before or it is disabled.', 'PERMISSION_DENIED'),
		error: /API is not enabled in your Google Cloud project/,
		isFatal: true,
		only: 'api',
	},
	{
		title: '403, no Google Photos',
		fault: status(400, 'The user does not have an active Google Photos account.', 'FAILED_PRECONDITION'),
		error: /has no Google Photos/,
		isFatal: true,
		only: 'api',
	},
	{
		title: '403 without a reason',
		fault: status(403, 'The caller does not have permission', 'PERMISSION_DENIED'),
		error: /refused access/,
		only: 'api',
	},
	{
		title: '302 to another host',
		fault: { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' } },
		ambiguous: true,
		minDelay: 1,
		only: 'api',
	},
	{ title: '403, a dead base URL', fault: { kind: 'status', status: 403, body: '<html>Forbidden</html>' }, only: 'bytes' },
	{ title: 'a file that breaks off', fault: { kind: 'truncate' }, minDelay: 1, only: 'bytes' },
];

/** The requests of an upload session, and how Google's replies are interpreted. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { FileReader } from '../../../nodes/GooglePhotos/uploads/fileReader';
import { UploadSession } from '../../../nodes/GooglePhotos/uploads/uploadSession';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { refused } from '../support/httpErrors';
import { sentFile } from '../support/sentFiles';
import { bytes, limits } from '../support/storedFiles';
import { errorOf, HOUR, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const SESSION = 'https://photoslibrary.googleapis.com/v1/uploads?upload_id=1';
const content = bytes(20);

interface Reply {
	headers?: Record<string, string>;
	body?: unknown;
}

/** Replies of Google in sequence; the last one repeats. */
function google(replies: Array<Reply | Error>) {
	const requests: IHttpRequestOptions[] = [];
	const caller = fakeCaller();
	Object.assign(caller.helpers, {
		httpRequestWithAuthentication: async (_credential: string, request: IHttpRequestOptions) => {
			const reply = replies[Math.min(requests.push(request), replies.length) - 1];
			if (reply instanceof Error) throw reply;
			return { statusCode: 200, headers: {}, body: '', ...reply };
		},
	});
	return { caller, requests };
}

/** Starts a session for a file of 20 bytes. @param replies to the requests after the start */
async function begun(replies: Array<Reply | Error>, granularity?: string, timeout?: number) {
	const headers = {
		'x-goog-upload-url': SESSION,
		...(granularity !== undefined && { 'x-goog-upload-chunk-granularity': granularity }),
	};
	const { caller, requests } = google([{ headers }, ...replies]);
	const run = { ...fakeRun(caller), settings: { timeout } };
	const { source } = sentFile(1, { size: content.length, file: inMemory(content) });
	const failed: Error[] = [];
	const followed = { ...limits, onGiveUp: (error: Error) => void failed.push(error) };
	const session = await time.clock.until(UploadSession.start(run, source, followed, false));
	return { session, file: new FileReader(run, source), requests, failed };
}

/** A reply with the status of the upload. */
const telling = (status: string, received?: string, body: unknown = ''): Reply => ({
	headers: {
		'x-goog-upload-status': status,
		...(received !== undefined && { 'x-goog-upload-size-received': received }),
	},
	body,
});

test('the start and a query have no body and time out after a minute', async () => {
	const { session, requests } = await begun([telling('active', '5')]);
	await time.clock.until(session.query());
	expect(requests).toMatchObject([
		{
			url: 'https://photoslibrary.googleapis.com/v1/uploads',
			headers: {
				'Content-Length': '0',
				'X-Goog-Upload-Command': 'start',
				'X-Goog-Upload-Protocol': 'resumable',
				'X-Goog-Upload-Content-Type': 'image/jpeg',
				'X-Goog-Upload-Raw-Size': '20',
			},
			timeout: MINUTE,
		},
		{
			url: SESSION,
			headers: { 'Content-Length': '0', 'X-Goog-Upload-Command': 'query' },
			timeout: MINUTE,
		},
	]);
});

test("the user's own timeout applies to all requests if it is longer", async () => {
	const { session, file, requests } = await begun([telling('active', '8')], '4', HOUR);
	await time.clock.until(session.upload(file, 0, 8));
	await time.clock.until(session.query());
	expect(requests.map(({ timeout }) => timeout)).toEqual([HOUR, HOUR, HOUR]);
});

test.each([
	['4', 4],
	[undefined, undefined],
	['0', undefined],
	['-4', undefined],
	['1.5', undefined],
	['many', undefined],
])('the granularity %p that Google reports is read as %p', async (told, granularity) => {
	expect((await begun([], told)).session.granularity).toBe(granularity);
});

test.each<[string, Reply, unknown]>([
	['a part', telling('active', '5'), { received: 5 }],
	['a part, in capitals', telling('ACTIVE', '5'), { received: 5 }],
	['all bytes, but not ended', telling('active', '20'), { received: 20 }],
	['more than there is', telling('active', '21'), 'over'],
	['ended, with the token', telling('final', undefined, 'token'), { uploadToken: 'token' }],
	['ended, without the token', telling('final'), 'over'],
	['cancelled', telling('cancelled', '5', 'token'), 'over'],
])('a query returns the status of the session if Google reports: %s', async (_title, reply, standing) => {
	const { session } = await begun([reply]);
	expect(await time.clock.until(session.query())).toEqual(standing);
});

test.each<[string, Reply]>([
	['nothing', {}],
	['that it goes on', telling('active')],
	['that it goes on with so many bytes', telling('active', 'many')],
	['a number only', telling('', '5')],
])('a query reply that says %s is an error: the number of received bytes is missing', async (_title, reply) => {
	const { session } = await begun([reply]);
	const error = await time.clock.until(errorOf(session.query()));
	expect(failureOf(error)?.kind).toBe('strangeReply');
	expect(errorText(error)).toMatch(/ The response does not say how much of the file has arrived\.$/);
});

test('a chunk that Google accepts without a byte count counts as received in full', async () => {
	const { session, file } = await begun([telling('active')], '4');
	expect(await time.clock.until(session.upload(file, 4, 8))).toEqual({ received: 12 });
});

test.each([400, 404])('a rejected query (%d) ends the session, not the execution', async (status) => {
	const { session, requests, failed } = await begun([refused(status, { code: 5, message: 'No.' })]);
	expect(await time.clock.until(session.query())).toBe('over');
	expect(requests).toHaveLength(2);
	expect(failed).toEqual([]);
});

test('a query that fails with 503 is not retried: the caller handles the error', async () => {
	const { session, requests, failed } = await begun([refused(503)]);
	expect(failureOf(await time.clock.until(errorOf(session.query())))?.kind).toBe('serverFault');
	expect(requests).toHaveLength(2);
	expect(failed).toEqual([]);
});

test('a request without a body is not retried after 401: n8n has already retried it with a new token', async () => {
	const { session, requests } = await begun([refused(401, { code: 16, message: 'Authentication session is not defined.' })]);
	expect(failureOf(await time.clock.until(errorOf(session.query())))?.kind).toBe('unauthenticated');
	expect(requests).toHaveLength(2);
});

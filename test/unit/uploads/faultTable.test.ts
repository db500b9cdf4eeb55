/** Every fault in every kind of request: the file arrives complete, or there is one clear error. */
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { disconnected, googleSays, refused } from '../support/httpErrors';
import { bytes, MIB, sending, sendingInSession, sha256, Store } from '../support/storedFiles';
import { reset, UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const refusing = (status: number, message = 'No.'): Mishap => ({
	error: () => refused(status, { code: 3, message }),
	after: 0,
});
/** A success reply that is not from Google. */
const answering = (success: unknown): Mishap => ({ error: { success } });

/** Faults after which the file still arrives, whichever request has the fault. */
const passing: Array<[string, Mishap]> = [
	['refused connection', { error: () => disconnected('ECONNREFUSED'), after: 0 }],
	['name not found', { error: () => disconnected('EAI_AGAIN', 'getaddrinfo EAI_AGAIN'), after: 0 }],
	['reset before the body', reset(0)],
	['reset during the body', reset(MIB)],
	['reset after the body', reset()],
	['timeout', { error: () => disconnected('ECONNABORTED', 'timeout of 60000ms exceeded'), after: MIB }],
	['stall before the body', { error: 'stalled', after: 0 }],
	['stall during the body', { error: 'stalled', after: MIB }],
	['stall instead of the reply', { error: 'stalled' }],
	...[408, 409, 500, 502, 503, 504].map((status): [string, Mishap] => [`${status}`, refusing(status)]),
	['429', { error: () => googleSays(429, 'Quota exceeded'), after: 0 }],
	['429 with Retry-After', { error: () => googleSays(429, '', { 'retry-after': '40' }), after: 0 }],
	['quota as 400', refusing(400, "Insufficient tokens for quota 'UploadsPerMinutePerUser'")],
	['a web page', answering('<html>Sign in</html>')],
	['an empty reply', answering('')],
	['JSON', answering({ code: 3 })],
];

/** Faults that end the upload, with the kind of the error. */
const final: Array<[string, Mishap, FailureKind]> = [
	['storage full', refusing(400, 'The remaining storage in the account is not enough.'), 'storageFull'],
	['quota of the day', { error: () => googleSays(429, "limit 'All requests per day'"), after: 0 }, 'dayQuota'],
	['API not enabled', { error: () => googleSays(403, 'Photos Library API has not been used in project 1'), after: 0 }, 'apiDisabled'],
	['403', refusing(403), 'accessRefused'],
	['403 of a proxy', { error: () => refused(403, '<html>Blocked</html>'), after: 0 }, 'unexpectedReply'],
	['413 of a proxy', { error: () => refused(413, 'Request Entity Too Large'), after: 0 }, 'unexpectedReply'],
	['407 of a proxy', { error: () => refused(407, ''), after: 0 }, 'proxyRefused'],
	['413', refusing(413), 'fileTooLarge'],
	
];

/** The request that has the fault. */
interface Target {
	request: RegExp;
	/** size of the file in bytes */
	size: number;
	inSession: boolean;
	/** whether the request is sent only after the connection of a session was lost */
	afterBreak?: boolean;
	/** whether its body is no stream, so that only n8n's own timeout notices a stall */
	unwatched?: boolean;
}

const size = 20 * MIB + 1;
const targets: Array<[string, Target]> = [
	['raw, small', { request: /^raw/, size: MIB + 1, inSession: false }],
	['raw, large', { request: /^raw/, size, inSession: false }],
	['start', { request: /^start/, size: MIB, inSession: true, unwatched: true }],
	['all bytes', { request: /^upload, finalize 0/, size, inSession: true }],
	['query', { request: /^query/, size, inSession: true, afterBreak: true, unwatched: true }],
	['piece', { request: /^upload /, size, inSession: true, afterBreak: true, unwatched: true }],
	['the rest', { request: /^upload, finalize [1-9]/, size, inSession: true, afterBreak: true }],
];

async function meeting(fault: Mishap, target: Target, times: number) {
	const store = new Store(bytes(target.size));
	const server = new UploadServer();
	let met = 0;
	let toBreak = target.afterBreak;
	server.mishap = (request) => {
		if (toBreak && request.startsWith('upload')) {
			toBreak = false;
			return reset(8 * MIB);
		}
		return target.request.test(request) && met++ < times ? fault : undefined;
	};
	const send = target.inSession ? sendingInSession : sending;
	const outcome = await time.clock.until(send(store, server));
	expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
	expect(met).toBeGreaterThan(0);
	return { outcome, server, content: store.content };
}

const timeout = () => disconnected('ECONNABORTED', 'timeout of 60000ms exceeded');

describe.each(targets)('fault in the request: %s', (_request, target) => {
	test.each(passing)('%s once: the file arrives complete', async (_title, fault) => {
		const unseen = fault.error === 'stalled' && target.unwatched;
		const { outcome, server, content } = await meeting(unseen ? { ...fault, error: timeout } : fault, target, 1);
		expect(outcome).toEqual({ uploadToken: expect.any(String), sha256: sha256(content) });
		expect(server.tokens.get((outcome as { uploadToken: string }).uploadToken)?.equals(content)).toBe(true);
	});

	test.each(final)('%s: the upload ends with an error of the right kind and sends no further request', async (_title, fault, kind) => {
		const { outcome, server } = await meeting(fault, target, Infinity);
		expect(failureOf(outcome)?.kind).toBe(kind);
		expect(server.asked.at(-1)).toMatch(target.request);
		expect(server.asked.filter((request) => target.request.test(request))).toHaveLength(1);
	});
});

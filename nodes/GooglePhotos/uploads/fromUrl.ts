import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { classifyError } from '../errors/classify';
import { isOfConnection } from '../errors/kinds';
import { inputError, isUserFacing, rethrow, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { watchReply } from '../http/bodyWatchdog';
import type { Stream } from '../http/bodyWatchdog';
import { discardErrorBody, redirectLocation, statusOf } from '../http/errorBody';
import { httpSettings } from '../http/requestOptions';
import { backoffDelay } from '../http/retryPolicy';
import { noteUnreachable, unreachable } from '../http/unreachableHosts';
import { fileAddress, isSsrfError, shownAddress } from './urlGuard';
import { storeReply } from './urlReply';
import type { Unsupported } from './validateFile';

const MAX_REDIRECTS = 10;

/** Maximum number of concurrent downloads of an execution. */
export const PARALLEL_FETCHES = 5;

/** Retry budget of one file: smaller than that of Google's API. Attempts, and milliseconds. */
const MAX_TRIES = 4;
const MAX_WAIT = 2 * 60_000;

/** Idle timeout in milliseconds, unless Request Options > Timeout sets one. */
const IDLE_TIMEOUT = 90_000;

/**
 * Downloads a file from a URL into n8n's binary data, as a stream. No credential is sent: not Google's, and after a
 * redirect not the one that the URL itself may contain.
 *
 * @param text http or https URL
 * @returns the file; or why it is not supported, where that is known before the body is read
 * @throws NodeOperationError with the server's status, or why there was no reply
 */
export async function downloadFromUrl(
	context: OperationContext,
	text: string,
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	const first = await fileAddress(context, text, subject);
	const signal = context.signal;
	const start = clock.now();
	for (let tries = 1; ; tries++) {
		const progress = { address: first };
		const unreachableError = unreachable(context.n8n, first.href);
		if (unreachableError) throw withContext(unreachableError, { ...subject, what: shownAddress(first) });
		try {
			return await fetchOnce(context, progress, subject);
		} catch (error) {
			if (error instanceof Error && isUserFacing(error)) throw rethrow(error);
			discardErrorBody(error);
			const history = { tries, elapsed: clock.now() - start, maximumWait: MAX_WAIT, repeatable: true };
			const failure = classifyError(error);
			const delay = isSsrfError(error) ? undefined : backoffDelay(failure, history, clock.random());
			if (delay === undefined || tries === MAX_TRIES || signal?.aborted) {
				const problem = fetchProblem(context, progress.address, signal?.aborted ? undefined : error, subject);
				noteUnreachable(context.n8n, progress.address.href, failure.kind, problem);
				throw problem;
			}
			await clock.delay(delay, signal);
		}
	}
}

/** @param progress gets the URL that redirects have led to */
async function fetchOnce(
	context: OperationContext,
	progress: { address: URL },
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	for (let redirects = 0; ; redirects++) {
		try {
			return await stored(context, requireComplete(await request(context, progress.address)), progress.address, subject);
		} catch (error) {
			const target = redirectLocation(error);
			if (target === undefined) throw rethrow(error);
			discardErrorBody(error);
			if (redirects === MAX_REDIRECTS) throw fetchProblem(context, progress.address, 'redirects', subject);
			progress.address = await fileAddress(context, target, subject, progress.address);
		}
	}
}

/** Stores the body of a reply under an idle timeout. */
async function stored(...[context, reply, address, subject]: Parameters<typeof storeReply>): ReturnType<typeof storeReply> {
	const body = reply.body as Stream;
	const longest = context.settings.timeout ?? IDLE_TIMEOUT;
	const onIdle = () => body.destroy(new Error('The server has stopped sending'));
	const unwatch = watchReply(body, longest, onIdle);
	try {
		return await storeReply(context, reply, address, subject);
	} finally {
		unwatch();
	}
}

/** @throws an error for `fetchProblem` if the reply is only a part of the file, which was not requested */
function requireComplete(reply: IN8nHttpFullResponse): IN8nHttpFullResponse {
	if (reply.statusCode !== 206) return reply;
	throw Object.assign(new Error('A part of the file came'), { response: { status: 206, data: reply.body } });
}

async function request(context: OperationContext, address: URL): Promise<IN8nHttpFullResponse> {
	return (await context.n8n.helpers.httpRequest({
		...httpSettings(context.settings),
		method: 'GET',
		url: address.href,
		// compressed bytes would not have the length of the Content-Length header
		headers: { Accept: 'image/*, video/*, */*;q=0.5', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal: context.signal,
	})) as IN8nHttpFullResponse;
}

const advices: Record<number, string> = {
	206: 'Fetch the file with an HTTP Request node before this one. The server returned only a part of it.',
	401: 'Fetch the file with an HTTP Request node before this one. The server requires a sign-in, which this node does not have.',
	403: 'Fetch the file with an HTTP Request node before this one, or use a public link. The server refused access.',
	404: 'Check the URL. There is no file.',
	407: "Check the user name and the password in the proxy settings. The proxy requires them; they are in the settings of n8n, or in 'Request Options > Proxy'.",
	410: 'Use a new URL. The file is gone.',
	429: 'Run this item again later. The server is receiving too many requests.',
};

/**
 * The error for a file that could not be downloaded.
 *
 * @param problem the error that was thrown; `redirects` if there were too many; undefined if the execution was cancelled
 */
export function fetchProblem(context: OperationContext, address: URL, problem: unknown, about: ErrorContext): Error {
	const { node } = context;
	const subject = { ...about, what: shownAddress(address) };
	if (problem === undefined) {
		return inputError(node, 'The execution was cancelled', 'The file was not fetched.', subject);
	}
	if (problem === 'redirects') {
		return inputError(node, 'The URL redirects too many times', 'Use the URL of the file itself.', subject);
	}
	if (isSsrfError(problem)) {
		return inputError(
			node,
			'n8n blocks requests to this URL',
			'Ask the administrator of n8n to allow it. It is in a network that n8n is protected from (N8N_SSRF_PROTECTION_ENABLED).',
			subject,
		);
	}
	const status = statusOf(problem);
	if (status > 0) {
		const standard = status >= 500 ? 'Run this item again later. The server is temporarily unavailable.' : 'Check the URL.';
		return inputError(node, `The server responded with HTTP status ${status}`, advices[status] ?? standard, subject);
	}
	if (isUndecodable(problem)) {
		return inputError(
			node,
			'The file could not be fetched from the URL',
			'Fetch the file in another way before this node. The server sends it compressed (Content-Encoding), and the compressed data is damaged.',
			subject,
		);
	}
	const { kind, message } = classifyError(problem);
	const cause = isOfConnection(kind) ? ` Cause: ${message}.` : '';
	return inputError(
		node,
		'The file could not be fetched from the URL',
		`Check the URL, and the network of the machine that runs n8n. There was no complete response.${cause}`,
		subject,
	);
}

/** Codes of Node.js for compressed data that cannot be decompressed: of zlib for gzip and deflate, and of Brotli. */
const decodeCodes = /^(Z_(DATA|BUF)_ERROR|Z_NEED_DICT|ERR__ERROR_\w+)$/;

/** Whether the body of a response cannot be decompressed. n8n wraps some of these errors. */
function isUndecodable(problem: unknown): boolean {
	const { code, cause } = problem as { code?: unknown; cause?: { code?: unknown } };
	return [code, cause?.code].some((one) => decodeCodes.test(String(one)));
}

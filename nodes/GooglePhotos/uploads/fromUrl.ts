import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { classifyError } from '../errors/classify';
import { isOfConnection } from '../errors/kinds';
import { inputError, isUserFacing, rethrow, withContext } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { watchIdle } from '../http/bodyWatchdog';
import type { Stream } from '../http/bodyWatchdog';
import { cancelSignalOf } from '../http/n8nContext';
import { backoffDelay } from '../http/retryBudget';
import { httpSettings } from '../http/settings';
import { noteUnreachable, unreachable } from '../http/unreachable';
import { storeReply } from './saveUrlFile';
import { fileAddress, isSsrfError, shownAddress } from './urlGuard';
import type { Unsupported } from './validate';

const MAX_REDIRECTS = 10;

/** How many files of a run are fetched at the same time. */
export const PARALLEL_FETCHES = 5;

/** A server that is not Google's gets less patience: its file is one of many. */
const MAX_TRIES = 4;
const MAX_WAIT = 2 * 60_000;

/** Unless Request Options > Timeout says otherwise. In milliseconds. */
const IDLE_TIMEOUT = 90_000;

/**
 * Fetches a file from an address into n8n's store, streamed, so that it is then a file like any other. No
 * credential goes along: not Google's, and after a redirect not the one that the address itself may hold.
 *
 * @param text the address, http or https
 * @returns the file; or why it is not supported, where the server says so before it is read
 * @throws NodeOperationError that says what the address answered
 */
export async function downloadFromUrl(
	context: OperationContext,
	text: string,
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	const first = await fileAddress(context, text, subject);
	const signal = cancelSignalOf(context.n8n);
	const start = clock.now();
	for (let tries = 1; ; tries++) {
		const progress = { address: first };
		const dead = unreachable(context.n8n, first.href);
		if (dead) throw withContext(dead, { ...subject, what: shownAddress(first) });
		try {
			return await fetchOnce(context, progress, subject);
		} catch (error) {
			if (error instanceof Error && isUserFacing(error)) throw rethrow(error);
			closeReply(error);
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

/** @param progress is told how far redirects have led */
async function fetchOnce(
	context: OperationContext,
	progress: { address: URL },
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	for (let redirects = 0; ; redirects++) {
		try {
			return await stored(context, whole(await request(context, progress.address)), progress.address, subject);
		} catch (error) {
			const target = redirectOf(error);
			if (target === undefined) throw rethrow(error);
			closeReply(error);
			if (redirects === MAX_REDIRECTS) throw fetchProblem(context, progress.address, 'redirects', subject);
			progress.address = await fileAddress(context, target, subject, progress.address);
		}
	}
}

/** Stores a reply as long as it moves: n8n's time-out ends with the headers. */
async function stored(...[context, reply, address, subject]: Parameters<typeof storeReply>): ReturnType<typeof storeReply> {
	const body = reply.body as Stream;
	const longest = context.settings.timeout ?? IDLE_TIMEOUT;
	const silent = () => body.destroy(new Error(`Nothing more of the file came for ${longest / 1000} seconds`));
	const unwatch = watchIdle(body, longest, silent);
	try {
		return await storeReply(context, reply, address, subject);
	} finally {
		unwatch();
	}
}

/** @throws what `fetchProblem` reads, for a reply with a part of the file only, which nobody asked for */
function whole(reply: IN8nHttpFullResponse): IN8nHttpFullResponse {
	if (reply.statusCode !== 206) return reply;
	throw Object.assign(new Error('A part of the file came'), { response: { status: 206, data: reply.body } });
}

async function request(context: OperationContext, address: URL): Promise<IN8nHttpFullResponse> {
	return (await context.n8n.helpers.httpRequest({
		...httpSettings(context.settings),
		method: 'GET',
		url: address.href,
		// pictures and videos do not become smaller, and packed they do not have the length that the header tells
		headers: { Accept: 'image/*, video/*, */*;q=0.5', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal: cancelSignalOf(context.n8n),
	})) as IN8nHttpFullResponse;
}

/** What n8n's helper without credentials throws: an error of axios, not wrapped. */
interface HttpError {
	response?: { status?: unknown; headers?: { location?: unknown }; data?: unknown };
}

/** Where a reply redirects to; undefined if it does not. */
export function redirectOf(error: unknown): string | undefined {
	const { response } = (error ?? {}) as HttpError;
	const location = response?.headers?.location;
	return /^30[12378]$/.test(String(response?.status)) && typeof location === 'string' && location !== '' ? location : undefined;
}

/** Lets go of a refusal's body, which comes as a stream and would keep its connection open. */
export function closeReply(error: unknown): void {
	const data = ((error ?? {}) as HttpError).response?.data as Partial<Exclude<Content, Buffer>> | undefined;
	if (typeof data?.destroy === 'function') closeFile(data as Content);
}

const advices: Record<number, string> = {
	206: 'It gave only a part of the file, although the whole was asked for. Fetch the file with an HTTP Request node before this one.',
	401: 'It wants a sign-in, which the node does not have. Fetch the file with an HTTP Request node before this one.',
	403: 'It does not let the node in. Fetch the file with an HTTP Request node before this one, or get a link that is open.',
	404: 'There is no file. Check the address.',
	407: 'That is the proxy before it, which wants a user name and a password. Check those in the proxy settings of n8n, or in Request Options > Proxy.',
	410: 'The file is gone. Get a new address.',
	429: 'It is asked too often. Run this item again later.',
};

/**
 * Says why a file could not be fetched.
 *
 * @param problem what was thrown; `redirects` if there are too many; undefined if the execution was cancelled
 */
export function fetchProblem(context: OperationContext, address: URL, problem: unknown, about: ErrorContext): Error {
	const node = context.n8n.getNode();
	const subject = { ...about, what: shownAddress(address) };
	if (problem === undefined) {
		return inputError(node, 'The execution was cancelled', 'The file was not fetched.', subject);
	}
	if (problem === 'redirects') {
		return inputError(node, 'The address redirects too often', 'Use the address that the file is at.', subject);
	}
	if (isSsrfError(problem)) {
		return inputError(
			node,
			'n8n does not allow requests to this address',
			'It is inside a network that n8n is protected from (N8N_SSRF_PROTECTION_ENABLED). Ask whoever runs n8n to allow it.',
			subject,
		);
	}
	const status = Number((problem as HttpError).response?.status);
	if (status > 0) {
		const standard = status >= 500 ? 'The server has a fault. Run this item again later.' : 'Check the address.';
		return inputError(node, `The address answered ${status}`, advices[status] ?? standard, subject);
	}
	const { kind, message } = classifyError(problem);
	const cause = isOfConnection(kind) ? ` Cause: ${message}.` : '';
	return inputError(
		node,
		'The file could not be fetched from the address',
		`No reply came, or it broke off. Check the address, and the network of the machine that runs n8n.${cause}`,
		subject,
	);
}

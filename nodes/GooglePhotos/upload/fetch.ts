import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { asItIs, isForTheUser, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { readFailure } from '../request/failure';
import { delayBeforeRetry } from '../request/retry';
import type { Run } from '../request/run';
import { httpSettings } from '../request/settings';
import { watchForSilence } from '../request/silence';
import type { Stream } from '../request/silence';
import { noteUnreachable, unreachable } from '../request/unreachable';
import { fileAddress, isSsrfError, shownAddress } from './address';
import type { Unsupported } from './checked';
import { closeReply, fetchProblem, redirectOf } from './fetchProblem';
import { storeReply } from './storeReply';

const MOST_REDIRECTS = 10;

/** How many files of a run are fetched at the same time. */
export const PARALLEL_FETCHES = 5;

/** A server that is not Google's gets less patience: its file is one of many. */
const MOST_TRIES = 4;
const LONGEST_WAIT = 2 * 60_000;

/** Unless Request Options > Timeout says otherwise. In milliseconds. */
const LONGEST_SILENCE = 90_000;

/**
 * Fetches a file from an address into n8n's store, streamed, so that it is then a file like any other. No
 * credential goes along: not Google's, and after a redirect not the one that the address itself may hold.
 *
 * @param text the address, http or https
 * @returns the file; or why it is not supported, where the server says so before it is read
 * @throws NodeOperationError that says what the address answered
 */
export async function fetchFile(
	run: Run,
	text: string,
	subject: Subject,
): Promise<{ file: IBinaryData } | Unsupported> {
	const first = await fileAddress(run, text, subject);
	const signal = cancelSignalOf(run.caller);
	const start = clock.now();
	for (let tries = 1; ; tries++) {
		const progress = { address: first };
		const dead = unreachable(run.caller, first.href);
		if (dead) throw sameFor(dead, { ...subject, what: shownAddress(first) });
		try {
			return await fetchOnce(run, progress, subject);
		} catch (error) {
			if (error instanceof Error && isForTheUser(error)) throw asItIs(error);
			closeReply(error);
			const history = { tries, elapsed: clock.now() - start, maximumWait: LONGEST_WAIT, repeatable: true };
			const failure = readFailure(error);
			const delay = isSsrfError(error) ? undefined : delayBeforeRetry(failure, history, clock.random());
			if (delay === undefined || tries === MOST_TRIES || signal?.aborted) {
				const problem = fetchProblem(run, progress.address, signal?.aborted ? undefined : error, subject);
				noteUnreachable(run.caller, progress.address.href, failure.kind, problem);
				throw problem;
			}
			await clock.delay(delay, signal);
		}
	}
}

/** @param progress is told how far redirects have led */
async function fetchOnce(
	run: Run,
	progress: { address: URL },
	subject: Subject,
): Promise<{ file: IBinaryData } | Unsupported> {
	for (let redirects = 0; ; redirects++) {
		try {
			return await stored(run, whole(await request(run, progress.address)), progress.address, subject);
		} catch (error) {
			const target = redirectOf(error);
			if (target === undefined) throw asItIs(error);
			closeReply(error);
			if (redirects === MOST_REDIRECTS) throw fetchProblem(run, progress.address, 'redirects', subject);
			progress.address = await fileAddress(run, target, subject, progress.address);
		}
	}
}

/** Stores a reply as long as it moves: n8n's time-out ends with the headers. */
async function stored(...[run, reply, address, subject]: Parameters<typeof storeReply>): ReturnType<typeof storeReply> {
	const body = reply.body as Stream;
	const longest = run.settings.timeout ?? LONGEST_SILENCE;
	const silent = () => body.destroy(new Error(`Nothing more of the file came for ${longest / 1000} seconds`));
	const unwatch = watchForSilence(body, longest, silent);
	try {
		return await storeReply(run, reply, address, subject);
	} finally {
		unwatch();
	}
}

/** @throws what `fetchProblem` reads, for a reply with a part of the file only, which nobody asked for */
function whole(reply: IN8nHttpFullResponse): IN8nHttpFullResponse {
	if (reply.statusCode !== 206) return reply;
	throw Object.assign(new Error('A part of the file came'), { response: { status: 206, data: reply.body } });
}

async function request(run: Run, address: URL): Promise<IN8nHttpFullResponse> {
	return (await run.caller.helpers.httpRequest({
		...httpSettings(run.settings),
		method: 'GET',
		url: address.href,
		// pictures and videos do not become smaller, and packed they do not have the length that the header tells
		headers: { Accept: 'image/*, video/*, */*;q=0.5', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal: cancelSignalOf(run.caller),
	})) as IN8nHttpFullResponse;
}

import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { closeFile, sizeOfFile } from '../model/file';
import type { Content } from '../model/file';
import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { asItIs, isForTheUser } from '../request/explain';
import type { Subject } from '../request/explain';
import { readFailure } from '../request/failure';
import { delayBeforeRetry } from '../request/retry';
import type { Run } from '../request/run';
import { fileAddress, isSsrfError } from './address';
import { requireSize, unsupported } from './checked';
import type { Unsupported } from './checked';
import { closeReply, fetchProblem, redirectOf } from './fetchProblem';
import { claimedKind } from './kind';
import { servedName } from './servedName';

const MOST_REDIRECTS = 10;

/** A server that is not Google's gets less patience: its file is one of many. */
const MOST_TRIES = 4;
const LONGEST_WAIT = 2 * 60_000;

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
		try {
			return await fetchOnce(run, progress, subject);
		} catch (error) {
			if (error instanceof Error && isForTheUser(error)) throw asItIs(error);
			closeReply(error);
			const history = { tries, elapsed: clock.now() - start, maximumWait: LONGEST_WAIT, repeatable: true };
			const failure = readFailure(error);
			const delay = isSsrfError(error) ? undefined : delayBeforeRetry(failure, history, clock.random());
			if (delay === undefined || tries === MOST_TRIES || signal?.aborted) {
				throw fetchProblem(run, progress.address, signal?.aborted ? undefined : error, subject);
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
			return await store(run, await request(run, progress.address), progress.address, subject);
		} catch (error) {
			const target = redirectOf(error);
			if (target === undefined) throw asItIs(error);
			closeReply(error);
			if (redirects === MOST_REDIRECTS) throw fetchProblem(run, progress.address, 'redirects', subject);
			progress.address = await fileAddress(run, target, subject, progress.address);
		}
	}
}

async function request(run: Run, address: URL): Promise<IN8nHttpFullResponse> {
	return (await run.caller.helpers.httpRequest({
		...run.settings,
		method: 'GET',
		url: address.href,
		// compressed bytes would not have the length that the header tells
		headers: { Accept: 'image/*, video/*, */*;q=0.5', 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal: cancelSignalOf(run.caller),
	})) as IN8nHttpFullResponse;
}

/** MIME types by which a server says that it does not know. */
const unknownType = /^(application|binary)\/octet-stream$/;

async function store(
	run: Run,
	{ body, headers }: IN8nHttpFullResponse,
	address: URL,
	subject: Subject,
): Promise<{ file: IBinaryData } | Unsupported> {
	const content = body as Exclude<Content, Buffer>;
	try {
		const fileName = servedName(headers['content-disposition'], address);
		const served = String(headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
		const mimeType = unknownType.test(served) ? '' : served;
		const about = { ...subject, what: fileName ? `file "${fileName}"` : undefined };
		const kind = claimedKind({ mimeType, fileName });
		if (kind === 'other') return unsupported(run, served, about);
		// NaN where it is not told: no size is less or more than that
		const length = Number(headers['content-length']);
		const checkSize = (size: number) => requireSize(run, kind, size, about);
		checkSize(length);
		const file = await run.caller.helpers.prepareBinaryData(
			Number.isNaN(length) ? notTooLarge(content, checkSize) : content,
			fileName,
			mimeType || undefined,
		);
		const size = await sizeOfFile(run.caller.helpers, file);
		if (size < length) throw new Error('The connection ended before the file did');
		// an address without a name leaves n8n to make one up
		return { file: { ...file, fileName: fileName ?? file.fileName } };
	} finally {
		closeFile(content);
	}
}

/** The same stream, which fails as soon as it is longer than Google takes: no header told how long it is. */
function notTooLarge(content: Exclude<Content, Buffer>, checkSize: (size: number) => void): typeof content {
	let size = 0;
	return content.map((chunk: Buffer) => {
		size += chunk.length;
		checkSize(size);
		return chunk;
	});
}

import { createHash } from 'node:crypto';
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { closeFile } from '../model/file';
import type { Content } from '../model/file';
import { asItIs, failureOf } from '../request/explain';
import { StrangeReplyError } from '../request/failure';
import { isUploadSessionUrl, LIBRARY_API } from '../request/hosts';
import { methodOf } from '../request/methods';
import type { Run } from '../request/run';
import { send } from '../request/send';
import { subjectOf } from './source';
import type { Source } from './source';
import { openStored } from './storedFile';

/** A file whose bytes Google has. */
export interface SentBytes {
	/** good for one day */
	uploadToken: string;
	/** of the bytes that were sent, hexadecimal */
	sha256: string;
}

export interface SendingLimits {
	/** how many files may be sent at once */
	parallel: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** called when it is a file's turn; throws if it is no longer to be sent */
	stillWanted: (source: Source) => void;
	/** told of an error that no other session can mend, before the next file has its turn */
	failed: (error: Error) => void;
}

const UPLOADS = '/v1/uploads';

/** Up to here one request per file; a larger one is sent in a session of its own. */
const LARGEST_RAW = 50 * 1024 * 1024;

/**
 * Time for a request with a body: n8n counts from its start to the reply's first byte, so the time to send
 * must fit in. 64 KiB a second is a slow line.
 */
function timeoutFor(size: number): number {
	return 60_000 + (size / (64 * 1024)) * 1000;
}

/** A MIME type as a header can carry it. */
function headerType(mimeType: string): string {
	return /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream';
}

/**
 * Sends a file's bytes, streamed from n8n's store and opened anew for each try.
 *
 * @throws NodeApiError made by `explain`
 */
export async function sendBytes(run: Run, source: Source, limits: SendingLimits): Promise<SentBytes> {
	return source.size <= LARGEST_RAW
		? await sendRaw(run, source, limits)
		: await sendResumable(run, source, limits);
}

/** One request with all bytes. https://developers.google.com/photos/library/guides/upload-media */
async function sendRaw(run: Run, source: Source, limits: SendingLimits): Promise<SentBytes> {
	return await sendContent(run, source, limits, `${LIBRARY_API}${UPLOADS}`, {
		'X-Goog-Upload-Protocol': 'raw',
		'X-Goog-Upload-Content-Type': headerType(source.mimeType),
	});
}

/** How often a large file is begun anew. */
const MOST_SESSIONS = 3;

/**
 * A session, then all bytes in one request: each request counts against the project's 10,000 a day.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 */
async function sendResumable(run: Run, source: Source, limits: SendingLimits): Promise<SentBytes> {
	for (let sessions = 1; ; sessions++) {
		const url = await startSession(run, source, limits);
		try {
			return await sendContent(run, source, limits, url, {
				'X-Goog-Upload-Command': 'upload, finalize',
				'X-Goog-Upload-Offset': '0',
			});
		} catch (error) {
			// Google has kept a part by now: the session cannot be used from its beginning any more
			if (sessions === MOST_SESSIONS || !failureOf(error)?.mayHaveActed) throw asItIs(error);
		}
	}
}

/** @returns the URL that takes the bytes */
async function startSession(run: Run, source: Source, limits: SendingLimits): Promise<string> {
	const reply = await send(run.caller, run.settings, {
		...passage(source, limits),
		options: async () => {
			limits.stillWanted(source);
			return {
				method: 'POST',
				url: `${LIBRARY_API}${UPLOADS}`,
				headers: {
					'Content-Length': '0',
					'X-Goog-Upload-Command': 'start',
					'X-Goog-Upload-Protocol': 'resumable',
					'X-Goog-Upload-Content-Type': headerType(source.mimeType),
					'X-Goog-Upload-Raw-Size': String(source.size),
				},
			};
		},
		check: (reply) => {
			if (!isUploadSessionUrl(sessionUrl(reply))) {
				throw new StrangeReplyError('The reply names no upload session on the Library API');
			}
		},
	});
	return sessionUrl(reply);
}

function sessionUrl({ headers }: IN8nHttpFullResponse): string {
	const url = headers['x-goog-upload-url'];
	return typeof url === 'string' ? url : '';
}

function passage(source: Source, { parallel, maximumWait, failed }: SendingLimits) {
	return {
		failed,
		method: methodOf('POST', UPLOADS),
		subject: subjectOf(source),
		limit: parallel,
		maximumWait,
	};
}

/** Sends all bytes in one request to `url` and reads the upload token out of the reply. */
async function sendContent(
	run: Run,
	source: Source,
	limits: SendingLimits,
	url: string,
	headers: IDataObject,
): Promise<SentBytes> {
	let content: Content | undefined;
	let hash = createHash('sha256');
	const { method, ...where } = passage(source, limits);
	const inSession = url !== `${LIBRARY_API}${UPLOADS}`;
	const reply = await send(run.caller, run.settings, {
		...where,
		...(inSession ? { method: { ...method, repeatable: false }, failed: undefined } : { method }),
		streamed: true,
		options: async () => {
			limits.stillWanted(source);
			content = await openStored(run, source.file, subjectOf(source));
			hash = createHash('sha256');
			hashAlong(content, hash);
			return {
				method: 'POST',
				url,
				headers: {
					'Content-Type': 'application/octet-stream',
					'Content-Length': String(source.size),
					...headers,
				},
				body: content,
				timeout: Math.max(run.settings.timeout ?? 0, timeoutFor(source.size)),
			};
		},
		check: ({ body }) => {
			uploadTokenOf(body);
		},
		afterwards: () => closeFile(content),
	});
	return { uploadToken: uploadTokenOf(reply.body), sha256: hash.digest('hex') };
}

/** Hashes bytes as they pass: a listener does not take them from whoever reads the stream afterwards. */
function hashAlong(content: Content, hash: ReturnType<typeof createHash>): void {
	if (Buffer.isBuffer(content)) {
		hash.update(content);
		return;
	}
	content.pause();
	content.on('data', (chunk: Buffer) => hash.update(chunk));
}

/**
 * Reads the token, which comes as plain text. n8n is not asked for text all the same: it would then keep the
 * body of a refusal, which is JSON, to itself. So it tries JSON, and a token of digits only comes as a number.
 *
 * @throws StrangeReplyError unless the reply is one word
 */
function uploadTokenOf(body: unknown): string {
	const token = typeof body === 'string' || Number.isSafeInteger(body) ? String(body).trim() : '';
	if (token === '' || /[\s<{]/.test(token)) {
		throw new StrangeReplyError('The reply to an upload is not an upload token');
	}
	return token;
}

import { Semaphore } from '../concurrency/semaphore';
import { failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { FileReader } from './fileReader';
import { MAX_CHUNK, sendResumable } from './resumable';
import type { Source, TransferLimits, UploadedBytes } from './types';
import { headerType, sendUpload, UPLOADS_URL, uploadTokenOf } from './uploadRequest';

/** Of so many files of a run everything is ready for their turn; what the others need is not there yet. */
const MAX_QUEUED_FILES = 20;

/**
 * How a run sends its files: those that come first have the first turns. Only some of them stand in line at a
 * time, so that thousands take no memory, and other executions of the account have their turns in between.
 */
export function boundedSender(context: OperationContext, limits: TransferLimits): (source: Source) => Promise<UploadedBytes> {
	const ready = new Semaphore();
	return async (source) => await ready.run(async () => await sendBytes(context, source, limits), { limit: MAX_QUEUED_FILES });
}

/** Up to here one request per file; a larger one is sent in a session, which costs a request more. */
const MAX_RAW_UPLOAD = 50 * 1024 * 1024;

/**
 * Sends a file's bytes, however often it takes: a small file anew as a whole, a larger one from where it broke
 * off. https://developers.google.com/photos/library/guides/upload-media
 *
 * @throws NodeApiError made by `explain`; NodeOperationError if n8n cannot give the whole file
 */
export async function sendBytes(context: OperationContext, source: Source, limits: TransferLimits): Promise<UploadedBytes> {
	const file = new FileReader(context, source);
	try {
		const uploadToken = await tokenFor(context, source, limits, file);
		return { uploadToken, sha256: file.sha256 };
	} finally {
		file.close();
	}
}

async function tokenFor(context: OperationContext, source: Source, limits: TransferLimits, file: FileReader): Promise<string> {
	if (source.size > MAX_RAW_UPLOAD) return await sendResumable(context, source, limits, file);
	// a line that breaks within one large request breaks within the next as well
	const mended = source.size > MAX_CHUNK;
	try {
		return await sendRaw(context, source, limits, file, mended);
	} catch (error) {
		if (!mended || failureOf(error)?.kind !== 'connectionLost') throw rethrow(error);
		return await sendResumable(context, source, limits, file, true);
	}
}

/**
 * One request with all bytes. https://developers.google.com/photos/library/guides/upload-media
 *
 * @param mended whether a connection that is lost is not tried again here
 * @returns the upload token
 */
export async function sendRaw(
	context: OperationContext,
	source: Source,
	limits: TransferLimits,
	file: FileReader,
	mended: boolean,
): Promise<string> {
	const reply = await sendUpload(context, source, limits, {
		url: UPLOADS_URL,
		headers: {
			'X-Goog-Upload-Protocol': 'raw',
			'X-Goog-Upload-Content-Type': headerType(source.mimeType),
		},
		part: { file, length: source.size, open: async () => await file.rest(0) },
		callerRecovers: ({ kind }) => mended && kind === 'connectionLost',
		check: uploadTokenOf,
	});
	return uploadTokenOf(reply);
}

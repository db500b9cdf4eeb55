import { Semaphore } from '../concurrency/semaphore';
import { failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { planDate } from './datePlan';
import { FileReader } from './fileReader';
import { MAX_CHUNK, sendResumable } from './resumable';
import type { Source, TransferLimits, UploadedBytes } from './types';
import { headerType, sendUpload, UPLOADS_URL, uploadTokenOf } from './uploadRequest';

/** Maximum number of queued files per execution: bounds memory and shares the account fairly. */
const MAX_QUEUED_FILES = 20;

/**
 * Sends the files of an execution, first come, first served. Only some of them are queued at a time, so that thousands
 * of files take no memory, and other executions of the account get slots in between.
 */
export function boundedSender(context: OperationContext, limits: TransferLimits): (source: Source) => Promise<UploadedBytes> {
	const ready = new Semaphore();
	return async (source) => await ready.run(async () => await sendBytes(context, source, limits), { limit: MAX_QUEUED_FILES });
}

/** Files up to this many bytes take one request. A larger file is sent in a session, which costs one more request. */
const MAX_RAW_UPLOAD = 50 * 1024 * 1024;

/**
 * Sends the bytes of a file, with retries: a small file again as a whole, a larger one from where it was interrupted.
 * https://developers.google.com/photos/library/guides/upload-media
 *
 * @throws NodeApiError; NodeOperationError if n8n cannot provide the whole file
 */
export async function sendBytes(context: OperationContext, source: Source, limits: TransferLimits): Promise<UploadedBytes> {
	await planDate(context, source, limits);
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
	// a connection that breaks during one large request breaks during the next as well
	const callerRecovers = source.size > MAX_CHUNK;
	try {
		return await sendRaw(context, source, limits, file, callerRecovers);
	} catch (error) {
		if (!callerRecovers || failureOf(error)?.kind !== 'connectionLost') throw rethrow(error);
		return await sendResumable(context, source, limits, file, true);
	}
}

/**
 * Sends all bytes in one request. https://developers.google.com/photos/library/guides/upload-media
 *
 * @param callerRecovers whether the caller recovers from a lost connection, which is then not retried here
 * @returns the upload token
 */
export async function sendRaw(
	context: OperationContext,
	source: Source,
	limits: TransferLimits,
	file: FileReader,
	callerRecovers: boolean,
): Promise<string> {
	return await sendUpload(context, source, limits, {
		url: UPLOADS_URL,
		headers: {
			'X-Goog-Upload-Protocol': 'raw',
			'X-Goog-Upload-Content-Type': headerType(source.mimeType),
		},
		part: { file, length: source.size, open: async () => await file.rest(0) },
		callerRecovers: ({ kind }) => callerRecovers && kind === 'connectionLost',
		parse: uploadTokenOf,
	});
}

import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { methodOf } from '../api/methods';
import { UnexpectedResponseError } from '../errors/kinds';
import type { OperationContext } from '../execution/context';
import { closeFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { isMedia, UNKNOWN_TYPE } from '../files/fileType';
import { timeoutFor, UploadWatchdog } from '../http/bodyWatchdog';
import { LIBRARY_API } from '../http/hosts';
import { cancelSignalOf } from '../http/n8nContext';
import { sendRequest } from '../http/request';
import type { RequestSpec } from '../http/request';
import type { FileReader } from './fileReader';
import { withMemoryBudget } from './memoryBudget';
import { errorContextOf } from './types';
import type { Source, TransferLimits } from './types';

const UPLOADS = '/v1/uploads';

export const UPLOADS_URL = `${LIBRARY_API}${UPLOADS}`;

/** A MIME type as Google is told it: of an image or a video, or that it is not known. */
export function headerType(mimeType: string): string {
	return isMedia(mimeType) ? mimeType : UNKNOWN_TYPE;
}

/** Part of a file in one request. */
export interface Part {
	file: FileReader;
	/** bytes */
	length: number;
	/** opens it anew for each try */
	open: () => Promise<Content>;
}

/** A request to the upload endpoint. */
export interface UploadRequest extends Pick<RequestSpec, 'resumed' | 'callerRecovers' | 'check'> {
	url: string;
	headers: IDataObject;
	/** none: an empty body */
	part?: Part;
}

/** What needs no time to be sent is answered soon. */
const TIMEOUT_OF_EMPTY = 60_000;

/** Sends a request of a file's to the upload endpoint, through the door. */
export async function sendUpload(
	context: OperationContext,
	source: Source,
	{ parallel, maximumWait, onGiveUp, assertOpen }: TransferLimits,
	{ url, headers, part, ...passage }: UploadRequest,
): Promise<IN8nHttpFullResponse> {
	let body: Content | undefined;
	let transit: UploadWatchdog | undefined;
	const common = { method: 'POST' as const, url };
	const least = context.settings.timeout ?? 0;
	return await sendRequest(context, {
		...passage,
		onGiveUp,
		method: methodOf('POST', UPLOADS),
		subject: errorContextOf(source),
		limit: parallel,
		maximumWait,
		streamed: part !== undefined,
		withinBudget: part && withMemoryBudget(context.n8n, source, part.file),
		options: async () => {
			assertOpen(source);
			if (!part) {
				const timeout = Math.max(least, TIMEOUT_OF_EMPTY);
				return { ...common, headers: { 'Content-Length': '0', ...headers }, timeout };
			}
			const { file, length } = part;
			body = await part.open();
			transit = new UploadWatchdog(body, {
				length,
				timeout: least,
				cancel: cancelSignalOf(context.n8n),
				wrongSize: () => file.wrongSize(),
			});
			return {
				...common,
				headers: {
					'Content-Type': 'application/octet-stream',
					'Content-Length': String(length),
					...headers,
				},
				body,
				timeout: timeoutFor(body, length, least),
				abortSignal: transit.signal,
			};
		},
		onSettled: () => {
			transit?.end();
			closeFile(body);
			// it may wait for long before it is sent again
			body = transit = undefined;
		},
	});
}

/**
 * Reads the token, which comes as plain text. n8n is not asked for text all the same: it would then keep the
 * body of a refusal, which is JSON, to itself. So it tries JSON, and a token of digits only comes as a number.
 *
 * @throws StrangeReplyError unless the reply is one word
 */
export function uploadTokenOf({ body }: Pick<IN8nHttpFullResponse, 'body'>): string {
	const token = typeof body === 'string' || Number.isSafeInteger(body) ? String(body).trim() : '';
	if (token === '' || /[\s<{]/.test(token)) {
		throw new UnexpectedResponseError('The reply to an upload is not an upload token');
	}
	return token;
}

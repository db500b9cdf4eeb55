import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { apiMethod } from '../api/methods';
import { UnexpectedResponseError } from '../errors/kinds';
import type { OperationContext } from '../execution/context';
import { closeFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { isMedia, UNKNOWN_TYPE } from '../files/fileType';
import { LIBRARY_API } from '../http/hosts';
import { sendRequest } from '../http/request';
import type { RequestSpec } from '../http/request';
import type { FileReader } from './fileReader';
import { withMemoryBudget } from './memoryBudget';
import { errorContextOf } from './types';
import type { Source, TransferLimits } from './types';
import { timeoutFor, UploadWatchdog } from './uploadWatchdog';

const UPLOADS = '/v1/uploads';

export const UPLOADS_URL = `${LIBRARY_API}${UPLOADS}`;

/** MIME type for Google's headers: that of an image or video, else UNKNOWN_TYPE. */
export function headerType(mimeType: string): string {
	return isMedia(mimeType) ? mimeType : UNKNOWN_TYPE;
}

/** Part of a file for one request. */
export interface Part {
	file: FileReader;
	/** bytes */
	length: number;
	/** opens it again for each attempt */
	open: () => Promise<Content>;
}

/** A request to the upload endpoint. */
export interface UploadRequest<T> extends Pick<RequestSpec<T>, 'resumed' | 'callerRecovers' | 'parse'> {
	url: string;
	headers: IDataObject;
	/** undefined: empty body */
	part?: Part;
}

/** Minimum time-out of requests without a body, in milliseconds: Google answers them soon. */
const TIMEOUT_OF_EMPTY = 60_000;

/** Sends a request for a file to the upload endpoint, through the request pipeline. */
export async function sendUpload<T>(
	context: OperationContext,
	source: Source,
	{ parallel, maximumWait, onGiveUp, assertOpen }: TransferLimits,
	{ url, headers, part, ...policy }: UploadRequest<T>,
): Promise<T> {
	let body: Content | undefined;
	let watchdog: UploadWatchdog | undefined;
	const common = { method: 'POST' as const, url };
	const least = context.settings.timeout ?? 0;
	return await sendRequest(context, {
		...policy,
		onGiveUp,
		method: apiMethod('uploads'),
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
			watchdog = new UploadWatchdog(body, {
				length,
				timeout: least,
				cancel: context.signal,
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
				abortSignal: watchdog.signal,
			};
		},
		onSettled: () => {
			watchdog?.end();
			closeFile(body);
			// the next attempt may be far in the future
			body = watchdog = undefined;
		},
	});
}

/**
 * Reads the upload token, which is plain text. n8n is not asked for text nevertheless: it would then withhold the body
 * of a rejection, which is JSON. So n8n tries to parse JSON, and a token of digits only arrives as a number.
 *
 * @throws UnexpectedResponseError unless the response is one word
 */
export function uploadTokenOf({ body }: Pick<IN8nHttpFullResponse, 'body'>): string {
	const token = typeof body === 'string' || Number.isSafeInteger(body) ? String(body).trim() : '';
	if (token === '' || /[\s<{]/.test(token)) {
		throw new UnexpectedResponseError('The response to an upload is not an upload token');
	}
	return token;
}

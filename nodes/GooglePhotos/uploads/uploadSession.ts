import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { isTransient, UnexpectedResponseError } from '../errors/kinds';
import type { Failure } from '../errors/kinds';
import { failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { isUploadSessionUrl } from '../http/hosts';
import type { FileReader } from './fileReader';
import type { Source, TransferLimits } from './types';
import { headerType, sendUpload, UPLOADS_URL, uploadTokenOf } from './uploadRequest';
import type { UploadRequest } from './uploadRequest';

/** What Google has received of a file. */
export type SessionStatus =
	/** this many bytes from its beginning; Google waits for more */
	| { received: number }
	/** all bytes */
	| { uploadToken: string }
	/** nothing that can still be used */
	| 'over';

/** HTTP statuses of a session that no longer exists, or whose offset is not the one that the client assumes. */
const offsetMismatchStatuses: ReadonlySet<number | undefined> = new Set([404, 409, 410, 412, 416]);

/** Whether the upload can continue after this failure, once Google was asked what it has received. */
export function isResumable(failure: Failure): boolean {
	return isTransient(failure) || offsetMismatchStatuses.has(failure.status);
}

/**
 * A resumable upload of one file, request by request. A failed request is not retried here: only Google knows what it
 * has received, so the caller queries that first. An abandoned session is left to expire: cancelling it would cost one
 * of the 10,000 requests per day.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 */
export class UploadSession {
	private constructor(
		private readonly send: <T>(request: Omit<UploadRequest<T>, 'url'>) => Promise<T>,
		/** size of the file, in bytes */
		private readonly size: number,
		/** bytes: pieces start and end at its multiples, except the last end. undefined if Google does not tell it */
		readonly granularity: number | undefined,
	) {}

	/** @param again whether the file had a slot before */
	static async start(context: OperationContext, source: Source, limits: TransferLimits, again: boolean): Promise<UploadSession> {
		const { url, granularity } = await sendUpload(context, source, limits, {
			url: UPLOADS_URL,
			headers: {
				'X-Goog-Upload-Command': 'start',
				'X-Goog-Upload-Protocol': 'resumable',
				'X-Goog-Upload-Content-Type': headerType(source.mimeType),
				'X-Goog-Upload-Raw-Size': String(source.size),
			},
			resumed: again,
			parse: (reply) => ({
				url: sessionUrlOf(reply),
				granularity: Number(reply.headers['x-goog-upload-chunk-granularity']),
			}),
		});
		return new UploadSession(
			async (request) => await sendUpload(context, source, limits, { resumed: true, ...request, url }),
			source.size,
			Number.isSafeInteger(granularity) && granularity > 0 ? granularity : undefined,
		);
	}

	/** Queries what Google has received. @throws NodeApiError */
	async query(): Promise<SessionStatus> {
		try {
			return await this.send({
				headers: { 'X-Goog-Upload-Command': 'query' },
				callerRecovers: (failure) => isTransient(failure) || isRefused(failure),
				parse: (reply) => this.statusOf(reply),
			});
		} catch (error) {
			const failure = failureOf(error);
			if (failure && isRefused(failure)) return 'over';
			throw rethrow(error);
		}
	}

	/**
	 * Sends a part of the file. The last part finalizes the upload.
	 *
	 * @param offset number of bytes that Google has received
	 * @param length bytes
	 * @throws NodeApiError
	 */
	async upload(file: FileReader, offset: number, length: number): Promise<SessionStatus> {
		const last = offset + length === this.size;
		return await this.send<SessionStatus>({
			headers: {
				'X-Goog-Upload-Command': last ? 'upload, finalize' : 'upload',
				'X-Goog-Upload-Offset': String(offset),
			},
			part: {
				file,
				length,
				open: async () => (last ? await file.rest(offset) : await file.piece(offset, length)),
			},
			callerRecovers: isResumable,
			parse: (reply) => (last ? { uploadToken: uploadTokenOf(reply) } : this.statusOf(reply, offset + length)),
		});
	}

	/**
	 * @param expected number of received bytes if Google does not report it
	 * @throws UnexpectedResponseError if the response is not about an upload
	 */
	private statusOf(reply: IN8nHttpFullResponse, expected?: number): SessionStatus {
		const status = textOf(reply.headers['x-goog-upload-status']).toLowerCase();
		const receivedHeader = reply.headers['x-goog-upload-size-received'];
		const received = receivedHeader === undefined ? expected : Number(receivedHeader);
		if (status === 'active' && Number.isSafeInteger(received)) {
			return (received as number) <= this.size ? { received: received as number } : 'over';
		}
		if (status === '' || status === 'active') {
			throw new UnexpectedResponseError('The response does not say how much of the file has arrived');
		}
		return status === 'final' ? finalStatus(reply) : 'over';
	}
}

/**
 * Whether Google no longer knows the session. The upload server may say so without a body, so the status is enough: if
 * the status came from a proxy, the session that is started next meets the proxy as well.
 */
function isRefused({ kind, status }: Failure): boolean {
	return kind === 'notFound' || kind === 'invalid' || (kind === 'unexpectedReply' && expiredStatuses.has(status));
}

const expiredStatuses: ReadonlySet<number | undefined> = new Set([400, 404, 410]);

/** Google may return the upload token once more; whether it does is not documented. */
function finalStatus(reply: IN8nHttpFullResponse): SessionStatus {
	try {
		return { uploadToken: uploadTokenOf(reply) };
	} catch {
		return 'over';
	}
}

function sessionUrlOf({ headers }: IN8nHttpFullResponse): string {
	const url = textOf(headers['x-goog-upload-url']);
	if (isUploadSessionUrl(url)) return url;
	throw new UnexpectedResponseError('The response contains no upload session of the Library API');
}

function textOf(header: unknown): string {
	return typeof header === 'string' ? header : '';
}

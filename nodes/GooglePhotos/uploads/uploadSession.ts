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

/** What Google has of a file. */
export type SessionStatus =
	/** so many bytes from its beginning, and waits for more */
	| { received: number }
	/** all of it */
	| { uploadToken: string }
	/** nothing that could still be used */
	| 'over';

/** Statuses of a session that does not exist any more, or is not where the client thinks. */
const outOfStep: ReadonlySet<number | undefined> = new Set([404, 409, 410, 412, 416]);

/** Whether sending a part failed in a way that can be mended after asking what Google has. */
export function isResumable(failure: Failure): boolean {
	return isTransient(failure) || outOfStep.has(failure.status);
}

/**
 * A resumable upload of one file, request by request. What fails is not repeated here: only Google knows what it
 * has, so the caller asks first. A session that is given up is left to expire: cancelling it would cost one of
 * the 10,000 requests a day.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 */
export class UploadSession {
	private constructor(
		private readonly send: (request: Omit<UploadRequest, 'url'>) => Promise<IN8nHttpFullResponse>,
		/** of the file, in bytes */
		private readonly size: number,
		/** bytes: pieces begin and end at its multiples, but for the last one. None if Google does not tell */
		readonly granularity: number | undefined,
	) {}

	/** @param again whether the file has had its turn before */
	static async start(context: OperationContext, source: Source, limits: TransferLimits, again: boolean): Promise<UploadSession> {
		const { headers } = await sendUpload(context, source, limits, {
			url: UPLOADS_URL,
			headers: {
				'X-Goog-Upload-Command': 'start',
				'X-Goog-Upload-Protocol': 'resumable',
				'X-Goog-Upload-Content-Type': headerType(source.mimeType),
				'X-Goog-Upload-Raw-Size': String(source.size),
			},
			resumed: again,
			check: (reply) => {
				if (isUploadSessionUrl(textOf(reply.headers['x-goog-upload-url']))) return;
				throw new UnexpectedResponseError('The reply names no upload session on the Library API');
			},
		});
		const url = textOf(headers['x-goog-upload-url']);
		const granularity = Number(headers['x-goog-upload-chunk-granularity']);
		return new UploadSession(
			async (request) => await sendUpload(context, source, limits, { resumed: true, ...request, url }),
			source.size,
			Number.isSafeInteger(granularity) && granularity > 0 ? granularity : undefined,
		);
	}

	/** Asks what Google has. @throws NodeApiError made by `explain` */
	async query(): Promise<SessionStatus> {
		try {
			const reply = await this.send({
				headers: { 'X-Goog-Upload-Command': 'query' },
				callerRecovers: (failure) => isTransient(failure) || isRefused(failure),
				check: (reply) => this.standing(reply),
			});
			return this.standing(reply);
		} catch (error) {
			const failure = failureOf(error);
			if (failure && isRefused(failure)) return 'over';
			throw rethrow(error);
		}
	}

	/**
	 * Sends a part of the file, and ends the upload if it is the last one.
	 *
	 * @param offset as many bytes as Google says that it has
	 * @param length bytes
	 * @throws NodeApiError made by `explain`
	 */
	async upload(file: FileReader, offset: number, length: number): Promise<SessionStatus> {
		const last = offset + length === this.size;
		const standing = (reply: IN8nHttpFullResponse) =>
			last ? { uploadToken: uploadTokenOf(reply) } : this.standing(reply, offset + length);
		const reply = await this.send({
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
			check: standing,
		});
		return standing(reply);
	}

	/**
	 * @param expected bytes that Google has if it does not say how many
	 * @throws StrangeReplyError if the reply is not one about an upload
	 */
	private standing(reply: IN8nHttpFullResponse, expected?: number): SessionStatus {
		const status = textOf(reply.headers['x-goog-upload-status']).toLowerCase();
		const told = reply.headers['x-goog-upload-size-received'];
		const received = told === undefined ? expected : Number(told);
		if (status === 'active' && Number.isSafeInteger(received)) {
			return (received as number) <= this.size ? { received: received as number } : 'over';
		}
		if (status === '' || status === 'active') {
			throw new UnexpectedResponseError('The reply does not tell how much of the file has arrived');
		}
		return status === 'final' ? finalStanding(reply) : 'over';
	}
}

/**
 * Nothing is said of a session: it cannot be used any more. The upload server may say so without a body, so the
 * status is enough: if it was a proxy's, the upload that is begun anew meets the proxy as well.
 */
function isRefused({ kind, status }: Failure): boolean {
	return kind === 'notFound' || kind === 'invalid' || (kind === 'unexpectedReply' && overStatuses.has(status));
}

const overStatuses: ReadonlySet<number | undefined> = new Set([400, 404, 410]);

/** Google may give the token once more, and no page says whether it does. */
function finalStanding(reply: IN8nHttpFullResponse): SessionStatus {
	try {
		return { uploadToken: uploadTokenOf(reply) };
	} catch {
		return 'over';
	}
}

function textOf(header: unknown): string {
	return typeof header === 'string' ? header : '';
}

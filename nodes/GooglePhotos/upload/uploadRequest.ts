import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { closeFile } from '../model/file';
import type { Content } from '../model/file';
import { cancelSignalOf } from '../request/caller';
import { StrangeReplyError } from '../request/failure';
import { LIBRARY_API } from '../request/hosts';
import { methodOf } from '../request/methods';
import type { Run } from '../request/run';
import { send } from '../request/send';
import type { Outgoing } from '../request/send';
import type { SendingLimits } from './bytes';
import type { FileReader } from './fileReader';
import { isMedia, UNKNOWN_TYPE } from './kind';
import { holdingInMemory } from './memory';
import { subjectOf } from './source';
import type { Source } from './source';
import { timeoutFor, Transit } from './transit';

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
export interface UploadRequest extends Pick<Outgoing, 'goesOn' | 'mendedByCaller' | 'check'> {
	url: string;
	headers: IDataObject;
	/** none: an empty body */
	part?: Part;
}

/** What needs no time to be sent is answered soon. */
const TIMEOUT_OF_EMPTY = 60_000;

/** Sends a request of a file's to the upload endpoint, through the door. */
export async function sendUpload(
	run: Run,
	source: Source,
	{ parallel, maximumWait, failed, stillWanted }: SendingLimits,
	{ url, headers, part, ...passage }: UploadRequest,
): Promise<IN8nHttpFullResponse> {
	let body: Content | undefined;
	let transit: Transit | undefined;
	const common = { method: 'POST' as const, url };
	const least = run.settings.timeout ?? 0;
	return await send(run.caller, run.settings, {
		...passage,
		failed,
		method: methodOf('POST', UPLOADS),
		subject: subjectOf(source),
		limit: parallel,
		maximumWait,
		streamed: part !== undefined,
		holding: part && holdingInMemory(run.caller, source, part.file),
		options: async () => {
			stillWanted(source);
			if (!part) {
				const timeout = Math.max(least, TIMEOUT_OF_EMPTY);
				return { ...common, headers: { 'Content-Length': '0', ...headers }, timeout };
			}
			const { file, length } = part;
			body = await part.open();
			transit = new Transit(body, {
				length,
				timeout: least,
				cancel: cancelSignalOf(run.caller),
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
		afterwards: () => {
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
		throw new StrangeReplyError('The reply to an upload is not an upload token');
	}
	return token;
}

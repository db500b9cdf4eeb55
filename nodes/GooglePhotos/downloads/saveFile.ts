import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { UnexpectedResponseError } from '../errors/kinds';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile, sizeOfFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import type { MediaKind } from '../files/fileType';
import { flowWhenRead, readHead } from '../files/streamHead';
import { isCompressed, storeFile } from './binaryStore';
import { fileNameFor, inventedName } from './downloadName';
import { requireKind, typeOfReply } from './replyKind';

/** What the API says about the file of a media item. */
export interface DescribedFile {
	/** id of the media item: names a file that has no name */
	id?: string;
	filename?: string;
	/** type of the file as it was uploaded, for responses without a type */
	mimeType?: string;
	/** requested kind, if it is known */
	kind?: MediaKind;
}

/**
 * Stores the body of a response in n8n, completely or not at all. The first bytes show whether it is the requested kind
 * before anything is stored; type and name follow from them. n8n itself removes what a failed attempt has written; n8n
 * 1.x does so with the other files of the execution.
 *
 * @throws UnexpectedResponseError if the response is a page, empty, partial or still compressed; an Error if the body
 *   broke off; NodeOperationError if it is not the requested kind, or n8n could not store it
 */
export async function saveFile(
	context: OperationContext,
	{ body, headers, statusCode }: IN8nHttpFullResponse,
	described: DescribedFile,
	subject: ErrorContext,
): Promise<IBinaryData> {
	const { helpers } = context.n8n;
	const stream = body as Content;
	// the stream may fail while nothing reads it: the next reader notices that it has
	if (!Buffer.isBuffer(stream)) stream.on('error', () => {});
	if (statusCode === 206) throw new UnexpectedResponseError('The response is only a part of the file');
	if (isCompressed(headers)) throw new UnexpectedResponseError('The response is compressed in a way that n8n cannot decompress');
	const served = specificType(headers['content-type']);
	if (/^text\/|^application\/(json|xml|xhtml)/.test(served)) throw textReply();
	const length = headers['content-length'];
	const announced = length === undefined ? undefined : Number(length);
	if (announced === 0) throw emptyReply();
	try {
		const { head, content } = await beginningOf(stream);
		if (head.length === 0) throw emptyReply();
		requireKind(context, { head, served, wanted: described.kind }, subject);
		const mimeType = typeOfReply(head, served, described.mimeType);
		const { id = '', filename = '' } = described;
		const fileName = fileNameFor(filename, mimeType ?? '') || inventedName(id, mimeType ?? '');
		if (!Buffer.isBuffer(content)) flowWhenRead(content);
		const connectionError = () => (hasEnded(stream) ? undefined : truncatedReply());
		const [file, size] = await storeFile(context, subject, connectionError, async () => {
			const stored = await helpers.prepareBinaryData(content, fileName, mimeType);
			return [{ ...stored, fileName }, await sizeOfFile(helpers, stored)];
		});
		if (announced !== undefined && !isWhole(stream, size, announced)) throw truncatedReply();
		return file;
	} finally {
		closeFile(stream);
	}
}

async function beginningOf(stream: Content): Promise<{ head: Buffer; content: Content }> {
	try {
		return await readHead(stream);
	} catch {
		throw truncatedReply();
	}
}

function hasEnded(stream: Content): boolean {
	return !Buffer.isBuffer(stream) && (stream as { readableEnded?: boolean }).readableEnded === true;
}

/**
 * Maximum number of bytes that compression adds to a file of this size. n8n decompresses a response that a proxy has
 * compressed, and drops Content-Encoding; Content-Length is still that of the compressed bytes.
 * https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
 */
function packingOf(size: number): number {
	return MIN_FILE <= size ? 64 + size / 1000 : 0;
}

/** Minimum size of a photo, in bytes. */
const MIN_FILE = 32;

/** Whether a body is complete. Node.js fails a body shorter than announced before it is decompressed. */
function isWhole(stream: Content, size: number, announced: number): boolean {
	if (size === announced) return true;
	// the original response, not decompressed
	if (Buffer.isBuffer(stream) || 'rawHeaders' in stream) return false;
	return size + packingOf(size) >= announced;
}

/** An unspecific type counts as none. */
function specificType(header: unknown): string {
	const type = String(header ?? '').split(';')[0].trim().toLowerCase();
	return type.endsWith('/octet-stream') ? '' : type;
}

function textReply(): Error {
	return new UnexpectedResponseError('The response is a text or web page, not a file');
}

function emptyReply(): Error {
	return new UnexpectedResponseError('The response is empty');
}

function truncatedReply(): Error {
	return new Error('The file broke off before its end');
}

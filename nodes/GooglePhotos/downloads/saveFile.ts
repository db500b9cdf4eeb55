import { OperationalError, UserError } from 'n8n-workflow';
import type { IBinaryData, IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { quotable } from '../errors/errorReply';
import { UnexpectedResponseError } from '../errors/kinds';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile, sizeOfFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import type { MediaKind } from '../files/fileType';
import { flowWhenRead, readHead } from '../files/streamHead';
import { fileNameFor, inventedName, requireKind, typeOfReply } from './fileKind';

/** What the API says of a media item's file. */
export interface DescribedFile {
	/** of the media item: makes a name for a file that has none */
	id?: string;
	filename?: string;
	/** of the file as it was uploaded, for replies that do not tell a type */
	mimeType?: string;
	/** what was asked for, where that is known */
	kind?: MediaKind;
}

/**
 * Stores a reply's body as a file of n8n's: whole, or not at all. Its first bytes tell whether it is what was asked
 * for before anything is stored; its type and its name follow them. What a broken try has written n8n removes
 * itself; n8n 1.x does so with the execution's other files.
 *
 * @throws StrangeReplyError if the reply is a page instead of a file, or empty; an Error if the body broke off;
 *   NodeOperationError if it is of another kind than asked for, or n8n could not keep it
 */
export async function saveFile(
	context: OperationContext,
	{ body, headers, statusCode }: IN8nHttpFullResponse,
	described: DescribedFile,
	subject: ErrorContext,
): Promise<IBinaryData> {
	const { helpers } = context.n8n;
	const stream = body as Content;
	// it may fail also while nobody reads it: whoever reads then finds that it has
	if (!Buffer.isBuffer(stream)) stream.on('error', () => {});
	if (statusCode === 206) throw new UnexpectedResponseError('The reply is only a part of the file');
	requireUnpacked(headers);
	const served = typeOf(headers['content-type']);
	if (/^text\/|^application\/(json|xml|xhtml)/.test(served)) throw page();
	const length = headers['content-length'];
	const announced = length === undefined ? undefined : Number(length);
	if (announced === 0) throw nothing();
	try {
		const { head, content } = await beginningOf(stream);
		if (head.length === 0) throw nothing();
		requireKind(context, { head, served, wanted: described.kind }, subject);
		const mimeType = typeOfReply(head, served, described.mimeType);
		const { id = '', filename = '' } = described;
		const fileName = fileNameFor(filename, mimeType ?? '') || inventedName(id, mimeType ?? '');
		if (!Buffer.isBuffer(content)) flowWhenRead(content);
		const [file, size] = await keepFile(context, subject, { ended: () => hasEnded(stream), brokenOff }, async () => {
			const kept = await helpers.prepareBinaryData(content, fileName, mimeType);
			return [{ ...kept, fileName }, await sizeOfFile(helpers, kept)];
		});
		if (announced !== undefined && !isWhole(stream, size, announced)) throw brokenOff();
		return file;
	} finally {
		closeFile(stream);
	}
}

async function beginningOf(stream: Content): Promise<{ head: Buffer; content: Content }> {
	try {
		return await readHead(stream);
	} catch {
		throw brokenOff();
	}
}

function hasEnded(stream: Content): boolean {
	return !Buffer.isBuffer(stream) && (stream as { readableEnded?: boolean }).readableEnded === true;
}

/**
 * n8n unpacks a reply that a proxy has packed, and then says nothing of the packing, while the length that was
 * announced stays that of the packed bytes. Packing makes a file as much longer at most.
 * https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
 */
function packingOf(size: number): number {
	return MIN_FILE <= size ? 64 + size / 1000 : 0;
}

/** No photo is shorter, in bytes. */
const MIN_FILE = 32;

/** Whether nothing of a body is missing. Node.js fails one that has less than was announced before it is unpacked. */
function isWhole(stream: Content, size: number, announced: number): boolean {
	if (size === announced) return true;
	// the reply itself, as it came
	if (Buffer.isBuffer(stream) || 'rawHeaders' in stream) return false;
	return size + packingOf(size) >= announced;
}

/** @throws StrangeReplyError if the bytes are packed in a way that n8n could not undo */
function requireUnpacked(headers: IDataObject): void {
	const encoding = String(headers['content-encoding'] ?? '').trim().toLowerCase();
	if (encoding === '' || encoding === 'identity') return;
	throw new UnexpectedResponseError('The reply is packed in a way that n8n cannot unpack');
}

/** A type that says nothing is none. */
function typeOf(header: unknown): string {
	const type = String(header ?? '').split(';')[0].trim().toLowerCase();
	return type.endsWith('/octet-stream') ? '' : type;
}

function page(): Error {
	return new UnexpectedResponseError('The reply is a text or web page, not a file');
}

function nothing(): Error {
	return new UnexpectedResponseError('The reply is empty');
}

function brokenOff(): Error {
	return new Error('The file broke off before its end');
}

/** Codes of Node's for what goes wrong with a disk, or with a file too large to be kept in memory; and of databases. */
const ofTheStore =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EISDIR|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG|SQLITE_[A-Z_]+)$/;

/** The body that is to be stored. */
interface Body {
	/** whether all of it has been read */
	ended: () => boolean;
	/** makes the error of one that broke off */
	brokenOff: () => Error;
}

/**
 * Has n8n keep a file, and tells a store that fails, which no repetition mends, from a connection that does.
 *
 * @throws `brokenOff` for the connection, NodeOperationError for the store
 */
export async function keepFile<T>(context: OperationContext, subject: ErrorContext, body: Body, keep: () => Promise<T>): Promise<T> {
	try {
		return await keep();
	} catch (error) {
		if (!isOfTheStore(error) && !body.ended()) throw body.brokenOff();
		throw inputError(
			context.n8n.getNode(),
			'n8n could not store the file',
			`Check the free space on the disk of n8n's binary data, and that n8n keeps binary data on a disk if files are large. n8n says: ${quotable(String(error.message))}`,
			subject,
		);
	}
}

function isOfTheStore(error: Error): boolean {
	const { code, path } = error as { code?: unknown; path?: unknown };
	// the file system's name their path, the database's their driver's error, the object store's its reply
	const marks = typeof path === 'string' || 'driverError' in error || '$metadata' in error;
	// n8n's own, such as a file too large for its database
	const own = error instanceof UserError || error instanceof OperationalError || error instanceof RangeError;
	return marks || own || ofTheStore.test(String(code));
}

import type { IBinaryData, IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { inputError, isUserFacing, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { extensionFor } from '../files/extensions';
import { fileType } from '../files/fileType';
import type { FileKind, FileType } from '../files/fileType';
import { flowWhenRead, readHead } from '../files/streamHead';
import { requireSize, unsupported } from './validate';
import type { Unsupported } from './validate';

/** What a server calls a file that it sends. */

const encoded = /(?:^|;)\s*filename\*\s*=\s*"?(utf-8|iso-8859-1)'[^']*'([^";]+)"?/i;
const quoted = /(?:^|;)\s*filename\s*=\s*"((?:\\.|[^"\\])*)"/i;
const plain = /(?:^|;)\s*filename\s*=\s*([^";]+)/i;

function decoded(text: string, charset = 'utf-8'): string | undefined {
	try {
		if (charset.toLowerCase() === 'utf-8') return decodeURIComponent(text);
		return text.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
	} catch {
		return undefined;
	}
}

/** Without folders, which a server could try to choose, and without control characters. */
function fileNameIn(text: string | undefined): string | undefined {
	const name = text
		?.split(/[/\\]/)
		.at(-1)
		?.replace(/\p{Cc}/gu, '')
		.trim();
	return name === '' || name === '.' || name === '..' ? undefined : name;
}

/**
 * The file name of a reply: that of Content-Disposition, in its encoded form first, else the end of the path.
 * https://www.rfc-editor.org/rfc/rfc6266
 *
 * @param disposition the header's value
 * @param address where the reply came from
 * @returns undefined if there is none
 */
export function servedName(disposition: unknown, address: URL): string | undefined {
	const header = typeof disposition === 'string' ? asUtf8(disposition) : '';
	const [, charset, value] = encoded.exec(header) ?? [];
	const inQuotes = quoted.exec(header)?.[1];
	const bare = plain.exec(header)?.[1];
	return (
		fileNameIn(value && decoded(value, charset)) ??
		fileNameIn(inQuotes?.replace(/\\(.)/g, '$1')) ??
		fileNameIn(bare) ??
		fileNameIn(decoded(address.pathname.replace(/.*\//, '')))
	);
}

/** Node reads headers as Latin-1; servers that ignore the standard write UTF-8. */
function asUtf8(header: string): string {
	const text = Buffer.from(header, 'latin1').toString('utf8');
	return text.includes('\ufffd') ? header : text;
}

type Stream = Exclude<Content, Buffer>;

/**
 * Stores what a server sends as a file of n8n's, as far as it is a photo or video of a size that Google takes: its
 * first bytes tell before anything is stored, and more than Google takes is not read.
 *
 * n8n unpacks what a server has packed, and does not say so: the length that the reply tells is then that of the
 * packed bytes. Node.js itself fails a reply that has less than it told.
 *
 * @param address where it came from
 * @returns the file; or why it is not supported
 * @throws what the connection failed with; NodeOperationError if the file cannot be taken or n8n cannot keep it
 */
export async function storeReply(
	context: OperationContext,
	{ body, headers }: IN8nHttpFullResponse,
	address: URL,
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	const stream = body as Stream;
	let broken = false;
	// it may fail also while nobody reads it
	stream.on('error', () => {
		broken = true;
	});
	try {
		const served = servedName(headers['content-disposition'], address);
		const claims = { mimeType: typeOf(headers), fileName: served };
		const about = { ...subject, what: served ? `file "${served}"` : undefined };
		requireUnpacked(context, headers, about);
		// NaN where it is not told: no size is less or more than that
		const length = Number(headers['content-length']);
		requireSize(context, fileType(claims, Buffer.alloc(0)).kind, length, about);

		const { head, content } = await readHead(stream);
		const type = fileType(claims, head);
		requireSize(context, type.kind, head.length, about);
		if (type.kind === 'other') return unsupported(context, type, about);
		if (content === stream) {
			limit(stream, length, (kind, size) => requireSize(context, kind, size, about), type.kind);
			requireSpeed(context, stream, about);
			flowWhenRead(stream);
		}
		const fileName = served ?? inventedName(type);
		const file = await stored(context, about, () => broken, async () =>
			await context.n8n.helpers.prepareBinaryData(content, fileName, type.mimeType),
		);
		return { file: { ...file, fileName } };
	} finally {
		closeFile(stream);
	}
}

function typeOf(headers: IDataObject): string {
	return String(headers['content-type'] ?? '');
}

/** @throws NodeOperationError if the bytes are packed in a way that n8n could not undo */
function requireUnpacked(context: OperationContext, headers: IDataObject, subject: ErrorContext): void {
	const encoding = String(headers['content-encoding'] ?? '').trim().toLowerCase();
	if (encoding === '' || encoding === 'identity') return;
	throw inputError(
		context.n8n.getNode(),
		'The server packs the file in a way that n8n cannot unpack',
		'It does so although it was asked not to (Content-Encoding). Fetch the file with other means before this node.',
		subject,
	);
}

/** Ends a stream with an error as soon as it is longer than Google takes: what is packed says nothing of its size. */
function limit(stream: Stream, length: number, checkSize: (kind: FileKind, size: number) => void, kind: FileKind): void {
	let size = 0;
	// a listener alone would set it going, and nobody reads it yet
	stream.pause();
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		// more came than was told: it is being unpacked, and a format that nobody knows is hardly a video
		const counted = size > length && kind === 'unknown' ? 'photo' : kind;
		try {
			checkSize(counted, size);
		} catch (error) {
			stream.destroy(error);
		}
	});
}

/** A server may take this long, in milliseconds, before its speed counts; then it has to send so many bytes a second. */
const SPEED_COUNTS_AFTER = 5 * 60_000;
const MIN_SPEED = 1024;

/** Ends a stream that goes on and on without getting anywhere. */
function requireSpeed(context: OperationContext, stream: Stream, subject: ErrorContext): void {
	const start = clock.now();
	let size = 0;
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		const elapsed = clock.now() - start;
		if (elapsed < SPEED_COUNTS_AFTER || size / (elapsed / 1000) >= MIN_SPEED) return;
		const advice = 'Less than 1 KiB a second came. Run this item again later, or fetch the file in another way.';
		stream.destroy(inputError(context.n8n.getNode(), 'The server sends the file too slowly', advice, subject));
	});
}

/** A file has to have a name, by which Google shows it. */
function inventedName({ kind, mimeType }: FileType): string {
	return `${kind === 'unknown' ? 'file' : kind}${extensionFor(mimeType)}`;
}

/** Codes of Node's for what goes wrong with a disk, or with a file too large to be kept in memory. */
const ofTheStore =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EISDIR|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG)$/;

/** What n8n says when the reply is at fault: https://github.com/n8n-io/n8n/blob/master/packages/@n8n/backend-network/src/http/binary-buffer.ts */
const ofTheReply = /timed out|closed before completing|decompress/i;

/** Tells a store that fails, which no repetition mends, from a connection that does. */
async function stored<T>(context: OperationContext, subject: ErrorContext, broken: () => boolean, store: () => Promise<T>): Promise<T> {
	try {
		return await store();
	} catch (error) {
		const { code, message } = error as { code?: unknown; message: string };
		const ofReply = (broken() || ofTheReply.test(message)) && !ofTheStore.test(String(code));
		if (ofReply || isUserFacing(error as Error)) throw rethrow(error);
		throw inputError(
			context.n8n.getNode(),
			'n8n could not store the file',
			`Check the free space on the disk of n8n's binary data, and that n8n keeps binary data on a disk if files are large. n8n says: ${message}`,
			subject,
		);
	}
}

import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { isCompressed, storeFile } from '../downloads/binaryStore';
import { inputError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { extensionFor } from '../files/extensions';
import { fileType } from '../files/fileType';
import type { FileKind, FileType } from '../files/fileType';
import { flowWhenRead, readHead } from '../files/streamHead';
import { requireSize, unsupported } from './validateFile';
import type { Unsupported } from './validateFile';

/** File names in the headers of a server's response. */

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
 * File name of a response: from Content-Disposition, preferably in the encoded form, else the end of the URL path.
 * https://www.rfc-editor.org/rfc/rfc6266
 *
 * @param disposition value of the header
 * @param address URL of the response
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

/** Node.js reads headers as Latin-1; servers that ignore the standard send UTF-8. */
function asUtf8(header: string): string {
	const text = Buffer.from(header, 'latin1').toString('utf8');
	return text.includes('\ufffd') ? header : text;
}

type Stream = Exclude<Content, Buffer>;

/**
 * Stores a server's response in n8n, if it is a photo or video of a size that Google accepts. The first bytes are
 * checked before anything is stored, and reading stops at Google's size limit.
 *
 * n8n decompresses a response without saying so: Content-Length is then the size of the compressed bytes. Node.js
 * itself fails a response that is shorter than its Content-Length.
 *
 * @param address URL of the response
 * @returns the file, or the error of an unsupported file
 * @throws the connection's error; NodeOperationError if Google does not accept the file or n8n cannot store it
 */
export async function storeReply(
	context: OperationContext,
	{ body, headers }: IN8nHttpFullResponse,
	address: URL,
	subject: ErrorContext,
): Promise<{ file: IBinaryData } | Unsupported> {
	const stream = body as Stream;
	let broken = (stream as { errored?: Error | null }).errored ?? undefined;
	// the stream may fail while nothing reads it, and tells a later reader only that it is closed
	stream.on('error', (error) => {
		broken = error;
	});
	try {
		const served = servedName(headers['content-disposition'], address);
		const claims = { mimeType: String(headers['content-type'] ?? ''), fileName: served };
		const about = { ...subject, what: served ? `file "${served}"` : undefined };
		if (isCompressed(headers)) throw compressedFile(context, about);
		// NaN without the header: every comparison with it is false
		const length = Number(headers['content-length']);
		requireContent(context, length, about);
		requireSize(context, fileType(claims, Buffer.alloc(0)).kind, length, about);

		const { head, content } = await readHead(stream).catch((error: Error) => {
			throw rethrow(broken ?? error);
		});
		requireContent(context, head.length, about);
		const type = fileType(claims, head);
		requireSize(context, type.kind, head.length, about);
		if (type.kind === 'other') return unsupported(context, type, about);
		if (content === stream) {
			limit(stream, length, (kind, size) => requireSize(context, kind, size, about), type.kind);
			requireSpeed(context, stream, about);
			flowWhenRead(stream);
		}
		const fileName = served ?? defaultName(type);
		const connectionError = (error: Error) => broken ?? (connectionWords.test(error.message) ? error : undefined);
		const file = await storeFile(context, about, connectionError, async () =>
			await context.n8n.helpers.prepareBinaryData(content, fileName, type.mimeType),
		);
		return { file: { ...file, fileName } };
	} finally {
		closeFile(stream);
	}
}

/** @throws NodeOperationError if a response has no bytes: no node before this one created the file, so the URL is to be checked */
function requireContent({ node }: OperationContext, size: number, subject: ErrorContext): void {
	if (size !== 0) return;
	throw inputError(node, 'The file is empty', 'Check the URL. The response of the server has 0 bytes.', subject);
}

/**
 * Destroys a stream that exceeds Google's size limit: the length of compressed content does not tell its size.
 *
 * @param stream paused: a lone `data` listener would otherwise start it before anything reads it
 */
function limit(stream: Stream, length: number, checkSize: (kind: FileKind, size: number) => void, kind: FileKind): void {
	let size = 0;
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		// longer than Content-Length: it is decompressed, and an unknown format is hardly a video
		const limitKind = size > length && kind === 'unknown' ? 'photo' : kind;
		try {
			checkSize(limitKind, size);
		} catch (error) {
			stream.destroy(error);
		}
	});
}

/** Milliseconds before the speed of a server is checked, and the minimum average speed in bytes per second. */
const SPEED_COUNTS_AFTER = 5 * 60_000;
const MIN_SPEED = 1024;

/** Destroys a stream that sends bytes too slowly to make progress. */
function requireSpeed(context: OperationContext, stream: Stream, subject: ErrorContext): void {
	const start = clock.now();
	let size = 0;
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		const elapsed = clock.now() - start;
		if (elapsed < SPEED_COUNTS_AFTER || size / (elapsed / 1000) >= MIN_SPEED) return;
		const advice = 'Run this item again later, or fetch the file in another way. Less than 1 KiB per second arrived.';
		stream.destroy(inputError(context.node, 'The server sends the file too slowly', advice, subject));
	});
}

/** Name of a file for which the server gives none: Google shows every file by a name. */
function defaultName({ kind, mimeType }: FileType): string {
	return `${kind === 'unknown' ? 'file' : kind}${extensionFor(mimeType)}`;
}

/**
 * n8n's words if the response is the cause, from
 * https://github.com/n8n-io/n8n/blob/master/packages/@n8n/backend-network/src/http/binary-buffer.ts
 */
const connectionWords = /timed out|closed before completing|decompress/i;

function compressedFile(context: OperationContext, subject: ErrorContext): Error {
	return inputError(
		context.node,
		'The server compresses the file in a way that n8n cannot decompress',
		'Fetch the file in another way before this node. The server compresses it (Content-Encoding) although it was asked not to.',
		subject,
	);
}

import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { closeFile, isBuffered, readExactly, sizeOfFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { openEdited } from '../files/editedContent';
import { firstBytes } from '../files/sequentialReader';
import { editsOf, sourceSize } from './captureDate';
import { errorContextOf } from './types';
import type { Source } from './types';

type Stream = Exclude<Content, Buffer>;

/**
 * Reads the bytes to send of a file, its capture date included, from any offset while they are being sent. n8n opens
 * files only at their beginning, so the file stays open between pieces. It is opened again only to go back further than
 * the last piece.
 *
 * Each byte is hashed when it is read for the first time, even if it is sent again.
 */
export class FileReader {
	private readonly hash = createHash('sha256');
	private hashed = 0;
	/** the whole file, if n8n keeps it in memory */
	private whole?: Buffer;
	private stream?: Stream;
	/** the stream that `rest` returned, read by the caller */
	private handedOut?: Stream;
	/** position of the stream, in bytes from the beginning of the file */
	private at = 0;
	/** the last piece, to go back into */
	private lastPiece: Buffer = Buffer.alloc(0);

	constructor(
		private readonly context: OperationContext,
		private readonly source: Source,
	) {}

	/** Hexadecimal. Covers the whole file once all of it was read. */
	get sha256(): string {
		return this.hash.copy().digest('hex');
	}

	/**
	 * All bytes from `offset` on, to be read by the caller; `close` releases them.
	 *
	 * @throws NodeOperationError if n8n no longer has the file, or it is shorter than n8n says
	 */
	async rest(offset: number): Promise<Content> {
		const content = await this.from(offset);
		if (isBuffered(content)) return content;
		// a lone `data` listener would start the stream before anything reads it
		content.pause();
		content.on('data', (chunk: Buffer) => this.passed(chunk));
		this.handedOut = content;
		this.stream = undefined;
		return content;
	}

	/** `length` bytes from `offset` on. Throws like `rest`. */
	async piece(offset: number, length: number): Promise<Buffer> {
		const content = await this.from(offset);
		if (isBuffered(content)) return content.subarray(0, length);
		const piece = Buffer.allocUnsafe(length);
		let filled = 0;
		await this.read(content, length, (chunk) => {
			filled += chunk.copy(piece, filled);
		});
		this.lastPiece = piece;
		return piece;
	}

	/** Closes the file: an abandoned stream would keep it open. */
	close(): void {
		closeFile(this.stream);
		closeFile(this.handedOut);
		this.stream = this.handedOut = undefined;
		this.whole = undefined;
		this.lastPiece = Buffer.alloc(0);
	}

	/** @returns the file from `offset` on */
	private async from(offset: number): Promise<Content> {
		if (this.whole) return this.whole.subarray(offset);
		const { stream, lastPiece } = this;
		const back = this.at - offset;
		if (stream && !stream.destroyed && !stream.readableEnded && back <= lastPiece.length) {
			if (back > 0) stream.unshift(lastPiece.subarray(lastPiece.length - back));
			this.at = Math.min(this.at, offset);
		} else {
			this.close();
			this.at = 0;
			const content = await this.open();
			if (isBuffered(content)) {
				this.whole = content;
				this.passed(content);
				return content.subarray(offset);
			}
			// the stream may fail while nothing reads it; then the file is opened again
			content.on('error', () => {});
			this.stream = content;
		}
		await this.read(this.stream as Stream, offset - this.at, () => {});
		return this.stream as Stream;
	}

	private async open(): Promise<Content> {
		const { context, source } = this;
		const open = async () => await openEdited(context.n8n.helpers, source.file, editsOf(source));
		return await fromStore(context, errorContextOf(source), open);
	}

	private async read(stream: Stream, length: number, each: (chunk: Buffer) => void): Promise<void> {
		const signal = this.context.signal;
		const complete = await readExactly(stream, length, (chunk) => {
			signal?.throwIfAborted();
			this.passed(chunk);
			each(chunk);
		});
		if (!complete) throw this.wrongSize();
	}

	private passed(chunk: Buffer): void {
		const known = this.hashed - this.at;
		if (known < chunk.length) {
			this.hash.update(chunk.subarray(Math.max(known, 0)));
			this.hashed = this.at + chunk.length;
		}
		this.at += chunk.length;
	}

	/** Error of a file whose size is not what n8n says: Google would get a part of it, or wait for more. */
	wrongSize(): Error {
		return inputError(
			this.context.node,
			'The file does not have the size that n8n recorded',
			`Run the node that created the file again. The file should have ${sourceSize(this.source).toLocaleString('en')} bytes: code that changes the content must change the size as well.`,
			{ ...errorContextOf(this.source), parameter: 'Files' },
		);
	}
}

/**
 * Reads from a file in n8n's binary data store.
 *
 * @throws NodeOperationError if n8n no longer has the file: unlike a network failure, this is not transient
 */
export async function fromStore<T>(context: OperationContext, subject: ErrorContext, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw inputError(
			context.node,
			'n8n could not open the file',
			`Run the node that created the file again. It may have been removed from n8n's binary data in the meantime. n8n says: ${error.message}`,
			{ ...subject, parameter: 'Files' },
		);
	}
}

/** @returns bytes */
export async function storedSize(context: OperationContext, file: IBinaryData, subject: ErrorContext): Promise<number> {
	return await fromStore(context, subject, async () => await sizeOfFile(context.n8n.helpers, file));
}

/** @returns the first bytes, up to a few thousand */
export async function storedHead(context: OperationContext, file: IBinaryData, subject: ErrorContext): Promise<Buffer> {
	return await fromStore(context, subject, async () => await firstBytes(context.n8n.helpers, file));
}

import type { IBinaryData } from 'n8n-workflow';
import { closeFile, HEAD_LENGTH, isBuffered, openFile } from './binaryData';
import type { BinaryHelpers, Content } from './binaryData';

/**
 * Reads parts of a file without opening it more than once: each part begins where the last one did, or further on.
 * In memory are the last part and what came with it in the same chunk.
 */
export class SequentialReader {
	private content?: Content;
	private chunks?: AsyncIterator<Buffer>;
	/** the file from `start` on, as far as it was read */
	private kept: Buffer = Buffer.alloc(0);
	private start = 0;

	/** @param open opens the file at its beginning */
	constructor(private readonly open: () => Promise<Content>) {}

	/** @returns fewer bytes than `length` at the end of the file */
	async readAt(offset: number, length: number): Promise<Buffer> {
		this.content ??= await this.open();
		if (isBuffered(this.content)) return this.content.subarray(offset, offset + length);
		this.chunks ??= this.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
		this.discardUntil(offset);
		while (this.start + this.kept.length < offset + length) {
			const { done, value } = await this.chunks.next();
			if (done) break;
			this.kept = this.kept.length === 0 ? value : Buffer.concat([this.kept, value]);
			this.discardUntil(offset);
		}
		return this.kept.subarray(0, length);
	}

	/** Closes the file: an abandoned stream would keep it open. */
	close(): void {
		closeFile(this.content);
		this.content = undefined;
	}

	private discardUntil(offset: number): void {
		const passed = Math.min(offset - this.start, this.kept.length);
		this.kept = this.kept.subarray(passed);
		this.start += passed;
	}
}

/** The first bytes of a file, at most `HEAD_LENGTH`. */
export async function firstBytes(helpers: BinaryHelpers, file: IBinaryData): Promise<Buffer> {
	// decodes only the beginning, about twice the characters needed, since there may be line breaks
	if (!file.id) return Buffer.from(file.data.slice(0, HEAD_LENGTH * 3), 'base64').subarray(0, HEAD_LENGTH);
	const reader = new SequentialReader(async () => await openFile(helpers, file));
	try {
		return await reader.readAt(0, HEAD_LENGTH);
	} finally {
		reader.close();
	}
}

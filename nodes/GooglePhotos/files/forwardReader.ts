import { MAX_METADATA, NotPossible } from './captureDatePlan';
import type { ReadAt } from './captureDatePlan';

/** Bytes that are read at once at least: one read covers many small chunks, and a large chunk costs little more. */
const WINDOW = 4096;

/** Reads a file from its beginning to its end, each byte at most once, and skips what nobody asks for. */
export class ForwardReader {
	private start = 0;
	private buffered: Buffer = Buffer.alloc(0);
	private metadataLeft = MAX_METADATA;

	constructor(
		private readonly readAt: ReadAt,
		readonly size: number,
	) {}

	/**
	 * @param offset never before that of the last call
	 * @throws NotPossible if the file ends before
	 */
	async bytes(offset: number, length: number): Promise<Buffer> {
		const bytes = await this.upTo(offset, length);
		if (bytes.length < length) throw new NotPossible('the file is truncated');
		return bytes;
	}

	/** Like {@link bytes}, for metadata of a size that the file itself names: the sum is limited. */
	async metadata(offset: number, length: number): Promise<Buffer> {
		this.metadataLeft -= length;
		if (this.metadataLeft < 0) throw new NotPossible('its metadata are larger than 1 MiB');
		return await this.bytes(offset, length);
	}

	/** Like {@link bytes}, but fewer bytes at the end of the file. */
	async upTo(offset: number, length: number): Promise<Buffer> {
		this.buffered = this.buffered.subarray(offset - this.start);
		this.start = offset;
		const from = offset + this.buffered.length;
		const missing = offset + length - from;
		if (missing > 0 && from < this.size) {
			const wanted = Math.min(Math.max(missing, WINDOW), this.size - from);
			const read = await this.readAt(from, wanted);
			this.buffered = this.buffered.length === 0 ? read : Buffer.concat([this.buffered, read]);
		}
		return this.buffered.subarray(0, length);
	}
}

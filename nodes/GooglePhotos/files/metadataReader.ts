import { NotPossible } from './captureDatePlan';
import type { ReadAt } from './captureDatePlan';

/** Most bytes of a file's metadata that are read. */
export const MAX_METADATA = 1024 * 1024;

/** Reads the metadata of a file from its beginning to its end. A file that ends too early, or names too much, is left alone. */
export class MetadataReader {
	private metadataLeft = MAX_METADATA;

	/** @param size bytes of the file */
	constructor(
		private readonly readAt: ReadAt,
		readonly size: number,
	) {}

	/** Fewer bytes at the end of the file. The offset is never before that of the last call. */
	async upTo(offset: number, length: number): Promise<Buffer> {
		return await this.readAt(offset, length);
	}

	/** @throws NotPossible if the file ends before */
	async bytes(offset: number, length: number): Promise<Buffer> {
		const bytes = await this.upTo(offset, length);
		if (bytes.length < length) throw new NotPossible('the file is truncated');
		return bytes;
	}

	/** Like `bytes`, for metadata of a size that the file itself names: the sum is limited. */
	async metadata(offset: number, length: number): Promise<Buffer> {
		this.metadataLeft -= length;
		if (this.metadataLeft < 0) throw new NotPossible('its metadata are larger than 1 MiB');
		return await this.bytes(offset, length);
	}
}

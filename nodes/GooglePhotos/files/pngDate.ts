/** Where a PNG file has its metadata: https://www.w3.org/TR/png-3/#5DataRep and #eXIf (PNG, third edition). */
import { NotPossible } from './captureDatePlan';
import type { Edit, ExifChange, FormatScan } from './captureDatePlan';
import { crc32 } from './crc32';
import { hasXmpDate, SIGNED } from './metadataDates';
import type { MetadataReader } from './metadataReader';

/** Bytes of a chunk around its data: length and type before, CRC after. */
const BEFORE = 8;
const AFTER = 4;
/** Longer than any keyword, which has at most 79 bytes and a NUL. */
const KEYWORD = 80;
/** IDAT chunks of 8 KiB, which libpng writes, in a photo of the maximum size: 25,600 */
const MAX_CHUNKS = 32_768;

const EXIF_TYPE = Buffer.from('eXIf');
const MALFORMED = 'it is not a well-formed PNG file';

interface Chunk {
	type: string;
	/** of its data */
	offset: number;
	length: number;
}

export async function scanPng(reader: MetadataReader): Promise<FormatScan> {
	const scan = new PngScan();
	let position = 8;
	for (let chunks = 0; ; chunks++) {
		if (chunks === MAX_CHUNKS) throw new NotPossible('it has too many chunks');
		const header = await reader.bytes(position, BEFORE);
		const chunk = { type: header.toString('latin1', 4), offset: position + BEFORE, length: header.readUInt32BE() };
		const isFirst = chunks === 0;
		if (!/^[A-Za-z]{4}$/.test(chunk.type) || isFirst !== (chunk.type === 'IHDR')) throw new NotPossible(MALFORMED);
		if (isFirst && chunk.length !== 13) throw new NotPossible(MALFORMED);
		position = chunk.offset + chunk.length + AFTER;
		if (position > reader.size) throw new NotPossible('the file is truncated');
		await scan.read(reader, chunk);
		if (chunk.type === 'IEND') {
			if (!scan.hasImage) throw new NotPossible(MALFORMED);
			return scan;
		}
	}
}

class PngScan implements FormatScan {
	exif: Buffer | undefined;
	hasOtherDate = false;
	reservation: string | undefined;
	obstacle: string | undefined;
	/** whether image data were found */
	hasImage = false;
	private exifAt = 0;

	async read(reader: MetadataReader, chunk: Chunk): Promise<void> {
		if (chunk.type === 'IDAT') this.hasImage = true;
		else if (chunk.type === 'caBX') this.reservation ??= SIGNED;
		else if (chunk.type === 'eXIf') await this.readExif(reader, chunk);
		else if (['tEXt', 'zTXt', 'iTXt'].includes(chunk.type)) await this.readText(reader, chunk);
	}

	private async readExif(reader: MetadataReader, { offset, length }: Chunk): Promise<void> {
		if (this.exif !== undefined) this.obstacle = 'it has several EXIF chunks';
		else if (this.hasImage) this.obstacle ??= 'its EXIF chunk is after the image data';
		const data = await reader.metadata(offset, length + AFTER);
		const exif = data.subarray(0, length);
		if (crc32(EXIF_TYPE, exif) !== data.readUInt32BE(length)) this.obstacle ??= 'its EXIF chunk is damaged';
		this.exif ??= exif;
		this.exifAt = offset;
	}

	private async readText(reader: MetadataReader, { type, offset, length }: Chunk): Promise<void> {
		const keyword = (await reader.bytes(offset, Math.min(length, KEYWORD))).toString('latin1').split('\0')[0];
		const [, profile] = /^raw profile type (exif|app1|xmp|iptc|8bim)$/i.exec(keyword) ?? [];
		if (profile !== undefined) {
			if (/exif|app1/i.test(profile)) this.obstacle ??= 'it has EXIF in a text chunk';
			this.reservation ??= 'it has XMP or IPTC in a text chunk that was not read';
		} else if (keyword === 'XML:com.adobe.xmp') {
			const data = await reader.metadata(offset, length);
			if (type === 'zTXt' || (type === 'iTXt' && data[keyword.length + 1] !== 0)) this.reservation ??= 'its XMP is compressed';
			else this.hasOtherDate ||= hasXmpDate(data);
		}
	}

	/** After IHDR, which has a fixed length. */
	add(block: Buffer): Edit[] {
		const parts = [number(block.length), EXIF_TYPE, block, number(crc32(EXIF_TYPE, block))];
		return [{ offset: 8 + BEFORE + 13 + AFTER, remove: 0, insert: Buffer.concat(parts) }];
	}

	extend({ patch, appended }: ExifChange): Edit[] {
		const before = this.exif as Buffer;
		const block = Buffer.concat([before, appended]);
		patch.bytes.copy(block, patch.offset);
		const crc = number(crc32(EXIF_TYPE, block));
		return [
			{ offset: this.exifAt - BEFORE, remove: 4, insert: number(block.length) },
			{ offset: this.exifAt + patch.offset, remove: patch.bytes.length, insert: patch.bytes },
			{ offset: this.exifAt + before.length, remove: AFTER, insert: Buffer.concat([appended, crc]) },
		];
	}
}

function number(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

/** Where a WebP file has its metadata: https://www.rfc-editor.org/rfc/rfc9649.html, section 2. */
import { NotPossible } from './captureDatePlan';
import type { Edit, ExifChange, FormatScan } from './captureDatePlan';
import { hasXmpDate, SIGNED } from './metadataDates';
import type { MetadataReader } from './metadataReader';

/** RIFF header: `RIFF`, size, `WEBP`. */
const HEADER = 12;
/** Bytes of a chunk before its data: type and size. */
const BEFORE = 8;
/** An animation has a chunk for each frame. */
const MAX_CHUNKS = 32_768;
const MAX_SIZE = 0xffff_fffe;

/** What EXIF begins with in JPEG. In WebP it does not belong there, but libvips and others write it. */
const PREFIX = Buffer.from('Exif\0\0', 'latin1');

/** Flags of VP8X. */
const ALPHA = 0x10;
const EXIF = 0x08;

const images = ['VP8 ', 'VP8L', 'ALPH', 'ANMF'];
const MALFORMED = 'it is not a well-formed WebP file';

interface Chunk {
	type: string;
	/** of its data */
	offset: number;
	length: number;
	/** offset of the next chunk, after the byte that makes its length even */
	end: number;
}

export async function scanWebp(reader: MetadataReader): Promise<FormatScan> {
	const size = (await reader.bytes(4, 4)).readUInt32LE();
	if (size + 8 !== reader.size || size % 2 !== 0) throw new NotPossible('the sizes in it do not add up');
	const scan = new WebpScan(size);
	for (let position = HEADER, chunks = 0; position < reader.size; chunks++) {
		if (chunks === MAX_CHUNKS) throw new NotPossible('it has too many chunks');
		const header = await reader.bytes(position, BEFORE);
		const length = header.readUInt32LE(4);
		const offset = position + BEFORE;
		const chunk = { type: header.toString('latin1', 0, 4), offset, length, end: offset + length + (length % 2) };
		if (chunk.end > reader.size) throw new NotPossible('the sizes in it do not add up');
		await scan.read(reader, chunk, chunks === 0);
		position = chunk.end;
	}
	return scan.complete();
}

class WebpScan implements FormatScan {
	exif: Buffer | undefined;
	hasOtherDate = false;
	reservation: string | undefined;
	obstacle: string | undefined;
	/** chunk VP8X that a file without one gets */
	private newVp8x: Buffer | undefined;
	private flags = 0;
	private imageEnd = 0;
	private exifChunk: Chunk | undefined;
	/** bytes before the EXIF block in its chunk */
	private prefix = 0;
	private chunks = 0;

	constructor(private readonly size: number) {}

	async read(reader: MetadataReader, chunk: Chunk, isFirst: boolean): Promise<void> {
		this.chunks += 1;
		if (isFirst) await this.readFirst(reader, chunk);
		else if (chunk.type === 'VP8X') throw new NotPossible(MALFORMED);
		if (images.includes(chunk.type)) this.imageEnd = chunk.end;
		else if (chunk.type === 'C2PA') this.reservation ??= SIGNED;
		else if (chunk.type === 'XMP ') this.hasOtherDate ||= hasXmpDate(await reader.metadata(chunk.offset, chunk.length));
		else if (chunk.type === 'EXIF') {
			if (this.exifChunk === undefined) await this.readExif(reader, chunk);
			else this.obstacle = 'it has several EXIF chunks';
		}
	}

	private async readExif(reader: MetadataReader, chunk: Chunk): Promise<void> {
		const data = await reader.metadata(chunk.offset, chunk.length);
		this.prefix = data.subarray(0, PREFIX.length).equals(PREFIX) ? PREFIX.length : 0;
		this.exif = data.subarray(this.prefix);
		this.exifChunk = chunk;
	}

	/** VP8X, which describes what follows, or else the image itself. */
	private async readFirst(reader: MetadataReader, { type, offset, length }: Chunk): Promise<void> {
		const data = await reader.bytes(offset, Math.min(length, 10));
		if (type === 'VP8X' && length === 10) this.flags = data[0];
		else if (type === 'VP8 ' && data.length === 10) this.newVp8x = vp8x(0, ...lossySize(data));
		else if (type === 'VP8L' && data.length >= 5) this.newVp8x = losslessVp8x(data);
		else throw new NotPossible(MALFORMED);
	}

	complete(): FormatScan {
		if (this.imageEnd === 0) throw new NotPossible(MALFORMED);
		// without VP8X the image is the only chunk
		if (this.newVp8x !== undefined && this.chunks > 1) throw new NotPossible(MALFORMED);
		// readers that go by the flag would begin to see it, with its orientation
		if (this.exif !== undefined && (this.flags & EXIF) === 0) this.obstacle ??= 'its header denies its EXIF chunk';
		return this;
	}

	/** After the image data, and so before XMP. */
	add(block: Buffer): Edit[] {
		const chunk = Buffer.concat([Buffer.from('EXIF'), number(block.length), block, Buffer.alloc(block.length % 2)]);
		return this.edits([{ offset: this.imageEnd, remove: 0, insert: chunk }]);
	}

	/** Offsets count from the TIFF header, so that the prefix can go. */
	extend({ patch, appended }: ExifChange): Edit[] {
		const { offset, length, end } = this.exifChunk as Chunk;
		const block = offset + this.prefix;
		const newLength = length - this.prefix + appended.length;
		const padding = Buffer.alloc(newLength % 2);
		return this.edits([
			{ offset: offset - 4, remove: 4, insert: number(newLength) },
			...(this.prefix > 0 ? [{ offset, remove: this.prefix, insert: Buffer.alloc(0) }] : []),
			{ offset: block + patch.offset, remove: patch.bytes.length, insert: patch.bytes },
			{ offset: offset + length, remove: end - offset - length, insert: Buffer.concat([appended, padding]) },
		]);
	}

	/** These edits with those of the RIFF size and of VP8X. */
	private edits(inner: Edit[]): Edit[] {
		const vp8xEdit =
			this.newVp8x === undefined
				? { offset: HEADER + BEFORE, remove: 1, insert: Buffer.from([this.flags | EXIF]) }
				: { offset: HEADER, remove: 0, insert: this.newVp8x };
		const added = [vp8xEdit, ...inner].reduce((sum, { remove, insert }) => sum + insert.length - remove, 0);
		if (this.size + added > MAX_SIZE) throw new NotPossible('it is too large');
		return [{ offset: 4, remove: 4, insert: number(this.size + added) }, vp8xEdit, ...inner];
	}
}

/** https://www.rfc-editor.org/rfc/rfc6386.html, section 9.1: frame tag, start code, width and height of 14 bits */
function lossySize(data: Buffer): [width: number, height: number] {
	if ((data[0] & 1) !== 0 || data.readUIntBE(3, 3) !== 0x9d012a) throw new NotPossible(MALFORMED);
	return [data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff];
}

/** RFC 9649, section 3.4: signature, width - 1, height - 1, whether alpha is used, version */
function losslessVp8x(data: Buffer): Buffer {
	const bits = data.readUInt32LE(1);
	if (data[0] !== 0x2f || bits >>> 29 !== 0) throw new NotPossible(MALFORMED);
	return vp8x((bits >>> 28) & 1 ? ALPHA : 0, (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

/** RFC 9649, section 2.7: flags, three reserved bytes, width - 1 and height - 1 of 24 bits */
function vp8x(flags: number, width: number, height: number): Buffer {
	if (width === 0 || height === 0) throw new NotPossible(MALFORMED);
	const data = Buffer.alloc(10);
	data[0] = flags | EXIF;
	data.writeUIntLE(width - 1, 4, 3);
	data.writeUIntLE(height - 1, 7, 3);
	return Buffer.concat([Buffer.from('VP8X'), number(data.length), data]);
}

function number(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

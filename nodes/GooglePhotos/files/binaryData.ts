import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputFile } from './inputFile';

/** JSON field in which n8n keeps an item's files when the workflow's binary mode is "combined". */
const FILES_IN_JSON = '_files';

/**
 * All files of an item by field name, in n8n's order.
 *
 * @param combined whether the workflow's binary mode is "combined". Otherwise the JSON is not trusted: it may come
 *   from any source and refer to another user's file
 */
export function filesOf(
	item: INodeExecutionData,
	combined: boolean,
): Array<[field: string, file: IBinaryData]> {
	return filesIn({ ...(combined && fieldsInJson(item)), ...item.binary });
}

/** Field names of the files in an item's JSON, where n8n keeps them in "combined" mode. */
export function fileNamesInJson(item: INodeExecutionData): string[] {
	return filesIn(fieldsInJson(item)).map(([field]) => field);
}

/** Returns only values with the properties of an n8n file: the user's own data may have a field of that name. */
function fieldsInJson(item: INodeExecutionData): Record<string, unknown> {
	const fields = item.json?.[FILES_IN_JSON];
	if (typeof fields !== 'object' || fields === null) return {};
	const isFile = (value: unknown) =>
		typeof value === 'object' && value !== null && 'mimeType' in value && 'data' in value;
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => isFile(value)));
}

function filesIn(fields: Record<string, unknown>): Array<[field: string, file: IBinaryData]> {
	return Object.entries(fields).flatMap(([field, value]) => {
		const file = inputFile(value);
		return file ? [[field, file]] : [];
	});
}

export type BinaryHelpers = Pick<IExecuteFunctions['helpers'], 'getBinaryMetadata' | 'getBinaryStream'>;

/** A file's content as n8n returns it: a stream from its binary data store, or a buffer if n8n keeps it in memory. */
export type Content = Awaited<ReturnType<BinaryHelpers['getBinaryStream']>> | Buffer;

/**
 * The exact size of a file. The size that n8n shows ("1.2 MB") is rounded for display.
 *
 * @returns bytes
 */
export async function sizeOfFile(helpers: BinaryHelpers, file: IBinaryData): Promise<number> {
	// decoded: the text may contain line breaks, so its length does not give the size
	if (!file.id) return Buffer.from(file.data, 'base64').length;
	const { bytes } = file as { bytes?: unknown };
	if (typeof bytes === 'number') return bytes;
	return (await helpers.getBinaryMetadata(file.id)).fileSize;
}

/** Chunk size of n8n's streams, in bytes. */
const CHUNK = 64 * 1024;

/** Opens a file at its beginning. The caller must destroy the stream, for example with `closeFile`. */
export async function openFile(helpers: BinaryHelpers, file: IBinaryData): Promise<Content> {
	return file.id
		? await helpers.getBinaryStream(file.id, CHUNK)
		: Buffer.from(file.data, 'base64');
}

/** Whether the whole content is in memory. */
export function isBuffered(content: Content): content is Buffer {
	return Buffer.isBuffer(content);
}

/**
 * Whether n8n can only load the whole file into memory: it keeps the file in memory or in its database.
 * https://docs.n8n.io/hosting/scaling/binary-data/
 */
export function isBufferedOnly({ id }: IBinaryData): boolean {
	return !id || id.startsWith('database:');
}

/**
 * Reads the next bytes of a stream and pauses it for the next reader: n8n opens files only at their beginning.
 *
 * @param length bytes to read
 * @param each called with each chunk of them
 * @returns false if the stream ended or closed before
 * @throws the stream's error, or what `each` throws
 */
export async function readExactly(
	stream: Exclude<Content, Buffer>,
	length: number,
	each: (chunk: Buffer) => void,
): Promise<boolean> {
	if (length <= 0) return true;
	return await new Promise<boolean>((resolve, reject) => {
		let left = length;
		const stop = (settle: () => void) => {
			stream.pause();
			stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onEnd);
			settle();
		};
		const onEnd = () => stop(() => resolve(false));
		const onError = (error: Error) => stop(() => reject(error));
		const onData = (chunk: Buffer) => {
			const wanted = chunk.subarray(0, left);
			left -= wanted.length;
			try {
				each(wanted);
			} catch (error) {
				onError(error);
				return;
			}
			if (left > 0) return;
			stop(() => resolve(true));
			if (wanted.length < chunk.length) stream.unshift(chunk.subarray(wanted.length));
		};
		stream.on('data', onData).once('end', onEnd).once('error', onError).once('close', onEnd);
		stream.resume();
	});
}

/** Destroys a stream of `openFile`, which would otherwise keep its file open. */
export function closeFile(content: Content | undefined): void {
	if (content && !Buffer.isBuffer(content)) content.destroy();
}

/** Number of first bytes from which the format of a file is detected. */
export const HEAD_LENGTH = 4096;

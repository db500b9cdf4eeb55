import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputFile } from './inputFile';

/** Where n8n keeps an item's files when the workflow's binary mode is "combined". */
const FILES_IN_JSON = '_files';

/**
 * All files of an item by field name, in n8n's order.
 *
 * @param combined whether the workflow's binary mode is "combined". Only then is the JSON believed: otherwise
 *   it may come from anywhere, and name a file of somebody else's
 */
export function filesOf(
	item: INodeExecutionData,
	combined: boolean,
): Array<[field: string, file: IBinaryData]> {
	return filesIn({ ...(combined && fieldsInJson(item)), ...item.binary });
}

/** The names of the files that only the JSON of an item has, as n8n leaves them there in "combined" mode. */
export function fileNamesInJson(item: INodeExecutionData): string[] {
	return filesIn(fieldsInJson(item)).map(([field]) => field);
}

/** Those that have all of a file of n8n's: the user's own data may be called like that as well. */
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

type BinaryHelpers = Pick<IExecuteFunctions['helpers'], 'getBinaryMetadata' | 'getBinaryStream'>;

/** A file's content as n8n gives it: a stream from its store, or all of it if it is kept in memory. */
export type Content = Awaited<ReturnType<BinaryHelpers['getBinaryStream']>> | Buffer;

/**
 * The exact size of a file. What n8n shows as its size ("1.2 MB") is for people.
 *
 * @returns bytes
 */
export async function sizeOfFile(helpers: BinaryHelpers, file: IBinaryData): Promise<number> {
	// decoded, since the length of the text tells it only where it has no line breaks
	if (!file.id) return Buffer.from(file.data, 'base64').length;
	const { bytes } = file as { bytes?: unknown };
	if (typeof bytes === 'number') return bytes;
	return (await helpers.getBinaryMetadata(file.id)).fileSize;
}

/** How much of a stream n8n reads at once, in bytes. */
const CHUNK = 64 * 1024;

/** Opens a file from its beginning. Whoever opens a stream destroys it. */
export async function openFile(helpers: BinaryHelpers, file: IBinaryData): Promise<Content> {
	return file.id
		? await helpers.getBinaryStream(file.id, CHUNK)
		: Buffer.from(file.data, 'base64');
}

/** Whether a file's content is all there, in memory. */
export function isBuffered(content: Content): content is Buffer {
	return Buffer.isBuffer(content);
}

/**
 * Whether n8n can only load a file into memory as a whole: those that it keeps there, and those in its database.
 * https://docs.n8n.io/hosting/scaling/binary-data/
 */
export function isBufferedOnly({ id }: IBinaryData): boolean {
	return !id || id.startsWith('database:');
}

/**
 * Reads on in a stream, whose reader then goes on after it: n8n opens files at their beginning only.
 *
 * @param length bytes
 * @param each called with all of them, part by part
 * @returns whether the stream had so many bytes left
 * @throws what the stream fails with, or what `each` throws
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

/** Lets go of what `openFile` opened: an abandoned stream would keep its file open. */
export function closeFile(content: Content | undefined): void {
	if (content && !Buffer.isBuffer(content)) content.destroy();
}

/** As many first bytes as tell what a file is. */
export const HEAD_LENGTH = 4096;

/** The first bytes of a file, at most a few thousand. */
export async function firstBytes(helpers: BinaryHelpers, file: IBinaryData): Promise<Buffer> {
	// of a file in memory only its beginning is decoded; twice as much, since it may have line breaks
	if (!file.id) return Buffer.from(file.data.slice(0, HEAD_LENGTH * 3), 'base64').subarray(0, HEAD_LENGTH);
	const content = await openFile(helpers, file);
	if (isBuffered(content)) return content.subarray(0, HEAD_LENGTH);
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of content) {
		chunks.push(Buffer.from(chunk as Buffer));
		length += chunks[chunks.length - 1].length;
		if (length >= HEAD_LENGTH) break;
	}
	closeFile(content);
	return Buffer.concat(chunks).subarray(0, HEAD_LENGTH);
}

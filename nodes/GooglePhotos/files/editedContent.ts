import type { IBinaryData } from 'n8n-workflow';
import { closeFile, openFile } from './binaryData';
import type { BinaryHelpers, Content } from './binaryData';
import type { Edit } from './captureDate';

type Stream = Exclude<Content, Buffer>;

/** How many bytes larger the edits make a file. */
export function addedBytes(edits: readonly Edit[]): number {
	return edits.reduce((sum, { remove, insert }) => sum + insert.length - remove, 0);
}

/**
 * Opens a file at its beginning, with edits applied: chunk by chunk where n8n streams it.
 *
 * @param edits in ascending order, without overlaps
 */
export async function openEdited(helpers: BinaryHelpers, file: IBinaryData, edits: readonly Edit[]): Promise<Content> {
	if (edits.length === 0) return await openFile(helpers, file);
	if (!file.id) return editedBuffer(file.data, edits);
	return editedStream((await openFile(helpers, file)) as Stream, new Editor(edits));
}

/** A file that n8n keeps in memory, edited in the buffer that it is decoded into: a second one would take as much again. */
function editedBuffer(base64: string, edits: readonly Edit[]): Buffer {
	// with room before the file for all that is inserted, no part is written over bytes that are still to be read
	const room = edits.reduce((sum, { insert }) => sum + insert.length, 0);
	const buffer = Buffer.allocUnsafe(room + Buffer.byteLength(base64, 'base64'));
	const end = room + buffer.write(base64, room, 'base64');
	let length = 0;
	for (const part of new Editor(edits).parts(buffer.subarray(room, end))) length += part.copy(buffer, length);
	return buffer.subarray(0, length);
}

/** Applies edits to the chunks of a file. */
class Editor {
	/** number of bytes of the file that have come */
	private come = 0;
	/** number of them that are in the output, or removed; more if bytes to come are removed */
	private done = 0;
	/** index of the next edit */
	private next = 0;

	constructor(private readonly edits: readonly Edit[]) {}

	/** Parts of the output for the next chunk; none of them is empty. */
	*parts(chunk: Buffer): Iterable<Buffer> {
		const start = this.come;
		this.come += chunk.length;
		for (; this.next < this.edits.length; this.next++) {
			const { offset, remove, insert } = this.edits[this.next];
			if (offset > this.come) break;
			yield* this.until(offset, chunk, start);
			if (insert.length > 0) yield insert;
			this.done = offset + remove;
		}
		yield* this.until(this.come, chunk, start);
	}

	/** The bytes of a chunk that come before `end` and are not done. */
	private *until(end: number, chunk: Buffer, start: number): Iterable<Buffer> {
		if (end <= this.done) return;
		yield chunk.subarray(this.done - start, end - start);
		this.done = end;
	}
}

interface ReadableOptions {
	read(this: Stream): void;
	destroy(this: Stream, error: Error | null, callback: (error?: Error | null) => void): void;
}

type ReadableClass = new (options: ReadableOptions) => Stream & { push(chunk: Buffer | null): boolean };

/** The class Readable of Node.js, from which each stream inherits: packages for n8n may not import `node:stream`. */
function readableClass(stream: Stream): ReadableClass {
	let prototype = Object.getPrototypeOf(stream) as object;
	while (!Object.hasOwn(prototype, 'unshift')) prototype = Object.getPrototypeOf(prototype) as object;
	return prototype.constructor as ReadableClass;
}

function editedStream(content: Stream, editor: Editor): Stream {
	const Readable = readableClass(content);
	const edited = new Readable({
		read: () => {
			content.resume();
		},
		destroy: (error, callback) => {
			closeFile(content);
			callback(error);
		},
	});
	// paused: a `data` listener would start the stream before anything reads the result
	content.pause();
	content.on('data', (chunk: Buffer) => {
		for (const part of editor.parts(chunk)) if (!edited.push(part)) content.pause();
	});
	content.once('end', () => edited.push(null));
	// a stream that is destroyed without an error closes without an end
	content.once('close', () => {
		if (!content.readableEnded) edited.destroy();
	});
	content.on('error', (error) => edited.destroy(error));
	return edited;
}

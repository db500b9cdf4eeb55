import { HEAD_LENGTH } from './binaryData';
import type { Content } from './binaryData';

type Stream = Exclude<Content, Buffer>;

/**
 * Reads the first bytes of a stream, puts them back, and leaves the stream paused; see `flowWhenRead`.
 *
 * @param content needs an `error` listener of the caller: between two readers a stream has no other
 * @returns the first bytes, and the whole content from its beginning
 * @throws the stream's error, or an error if it is closed before its end
 */
export async function readHead(content: Content): Promise<{ head: Buffer; content: Content }> {
	if (Buffer.isBuffer(content)) return { head: content.subarray(0, HEAD_LENGTH), content };
	const chunks: Buffer[] = [];
	let length = 0;
	const hasMore = await new Promise<boolean>((resolve, reject) => {
		if (content.destroyed) return reject(new Error('The stream is closed'));
		const stop = (settle: () => void) => {
			content.pause();
			content.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
			settle();
		};
		const onEnd = () => stop(() => resolve(false));
		const onError = (error: Error) => stop(() => reject(error));
		const onClose = () => onError(new Error('The stream was closed before its end'));
		const onData = (chunk: Buffer) => {
			chunks.push(chunk);
			length += chunk.length;
			if (length < HEAD_LENGTH) return;
			stop(() => resolve(true));
			// synchronously: a stream that has ended rejects `unshift`
			content.unshift(Buffer.concat(chunks));
		};
		content.on('data', onData).once('end', onEnd).once('error', onError).once('close', onClose);
		content.resume();
	});
	const start = Buffer.concat(chunks);
	return { head: start.subarray(0, HEAD_LENGTH), content: hasMore ? content : start };
}

/**
 * Resumes a paused stream when the next `data` listener attaches. A listener alone does not resume it, and n8n only
 * attaches a listener when it keeps files in memory.
 */
export function flowWhenRead(stream: Stream): void {
	const begin = (event: string | symbol) => {
		if (event !== 'data') return;
		stream.off('newListener', begin);
		stream.resume();
	};
	stream.on('newListener', begin);
}

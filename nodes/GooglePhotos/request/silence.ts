import type { Content } from '../model/file';
import { buffersPassed } from '../model/passingBuffers';
import { clock } from './clock';

/** A reply's body, or a file of n8n's, as it comes in. */
export type Stream = Exclude<Content, Buffer>;

/** Each byte of a reply lies in one buffer of TLS, one of HTTP and one of n8n's HTTP client, one after the other. */
const BUFFERS_OF_A_REPLY = 3;

/** How often it is looked whether something came, within the longest silence. */
const LOOKS = 4;

/**
 * Follows a stream as it comes in, and notices that it has gone silent: n8n's time-out of a request ends when the
 * headers of the reply are in.
 *
 * @param longest milliseconds without a byte; it is noticed at most a quarter later
 * @param silent called once then, unless the watch has ended before
 * @returns ends the watch
 */
export function watchForSilence(stream: Stream, longest: number, silent: () => void): () => void {
	let over = false;
	let looksInVain = 0;
	onEachPiece(stream, (piece) => {
		looksInVain = 0;
		buffersPassed(piece.length * BUFFERS_OF_A_REPLY);
	});
	const look = () => {
		if (over) return;
		if (looksInVain++ < LOOKS) lookAgain();
		else silent();
	};
	const lookAgain = () => clock.alarm(longest / LOOKS).addEventListener('abort', look);
	lookAgain();
	return () => {
		over = true;
	};
}

/**
 * Tells of each piece as it passes to whoever reads the stream. It listens only together with them: earlier
 * the stream would begin to flow with nobody there, and a stream paused until then would never begin.
 */
function onEachPiece(stream: Stream, passes: (piece: Buffer) => void): void {
	const begin = (event: string | symbol) => {
		if (event !== 'data' && event !== 'readable') return;
		stream.off('newListener', begin);
		stream.on('data', passes);
	};
	stream.on('newListener', begin);
}

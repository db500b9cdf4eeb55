import type { Content } from '../model/file';
import { clock } from './clock';

/** A reply's body, or a file of n8n's, as it comes in. */
export type Stream = Exclude<Content, Buffer>;

/** How often it is looked whether something came, within the longest silence. */
const LOOKS = 4;

/**
 * Notices that a stream has gone silent: n8n's time-out of a request ends when the headers of the reply are in.
 *
 * @param longest milliseconds without a byte; it is noticed at most a quarter later
 * @param silent called once then, unless the watch has ended before
 * @returns ends the watch
 */
export function watchForSilence(stream: Stream, longest: number, silent: () => void): () => void {
	let over = false;
	let looksInVain = 0;
	onEachPiece(stream, () => {
		looksInVain = 0;
	});
	const look = () => {
		if (over) return;
		if (looksInVain++ < LOOKS) lookAgain();
		else silent();
	};
	const lookAgain = () => clock.alarm(longest / LOOKS).addEventListener('abort', look, { once: true });
	lookAgain();
	return () => {
		over = true;
	};
}

/**
 * Tells of each piece as it passes to whoever reads the stream. It listens only together with them: earlier
 * the stream would begin to flow with nobody there, and a stream paused until then would never begin.
 */
function onEachPiece(stream: Stream, passes: () => void): void {
	const begin = (event: string | symbol) => {
		if (event !== 'data' && event !== 'readable') return;
		stream.off('newListener', begin);
		stream.on('data', passes);
	};
	stream.on('newListener', begin);
}

import { clock } from '../concurrency/clock';
import { isBuffered } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { reportExternalBytes } from '../files/gcHint';

/** A reply's body, or a file of n8n's, as it comes in. */
export type Stream = Exclude<Content, Buffer>;

/** Each byte of a reply lies in one buffer of TLS, one of HTTP and one of n8n's HTTP client, one after the other. */
const BUFFERS_OF_A_REPLY = 3;

/** How often it is looked whether something came, within the longest silence. */
const IDLE_CHECKS = 4;

/**
 * Follows a stream as it comes in, and notices that it has gone silent: n8n's time-out of a request ends when the
 * headers of the reply are in.
 *
 * @param longest milliseconds without a byte; it is noticed at most a quarter later
 * @param silent called once then, unless the watch has ended before
 * @returns ends the watch
 */
export function watchIdle(stream: Stream, longest: number, silent: () => void): () => void {
	let over = false;
	let looksInVain = 0;
	onEachPiece(stream, (piece) => {
		looksInVain = 0;
		reportExternalBytes(piece.length * BUFFERS_OF_A_REPLY);
	});
	const look = () => {
		if (over) return;
		if (looksInVain++ < IDLE_CHECKS) lookAgain();
		else silent();
	};
	const lookAgain = () => clock.timeoutSignal(longest / IDLE_CHECKS).addEventListener('abort', look);
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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A line as slow as this is still served at once: bytes a second. */
const SLOW_LINE_SPEED = 64 * 1024;

/** A stream that moves is left alone even on this one. */
const MIN_LINE_SPEED = 16 * 1024;

/** A connection that takes nothing for so long is given up. */
const MAX_STALL = 90 * SECOND;

/** How much this machine may hold back after the node has given the last byte away. */
const MAX_BUFFERED = 16 * 1024 * 1024;

/** Node.js has no longer timers, and takes a longer time for none. */
const MAX_TIMER = 2 ** 31 - 1;

/** How often the watch looks within the longest stall; a stall is noticed at most one look later. */
const STALL_CHECKS = 45;

/** Time for a slow line to take so many bytes, and for Google to answer, in milliseconds. */
function timeFor(bytes: number): number {
	return MINUTE + (bytes / SLOW_LINE_SPEED) * SECOND;
}

/**
 * How long n8n may wait for the reply to a request with this body, counted from the request's start. A stream
 * is watched while it moves, however slowly; of a Buffer nobody sees how it moves.
 *
 * @param length bytes
 * @param least what the user set under Request Options, in milliseconds
 */
export function timeoutFor(content: Content, length: number, least = 0): number {
	const moving = Math.min(10 * MINUTE + (length / MIN_LINE_SPEED) * SECOND, DAY);
	return Math.min(Math.max(least, isBuffered(content) ? timeFor(length) : moving), MAX_TIMER);
}

interface UploadBody {
	/** bytes that the request has announced */
	length: number;
	/** milliseconds to wait for the reply at the least */
	timeout?: number;
	/** the execution's cancel signal */
	cancel?: AbortSignal;
	/** makes the error of a stream that is not as long as announced */
	wrongSize: () => Error;
}

/**
 * Watches a streamed body on its way. It moves as the connection takes it: whoever reads the stream waits for
 * the connection. When it stands still, `signal` is raised with the reason.
 */
export class UploadWatchdog {
	private readonly controller = new AbortController();
	private readonly cancelled: () => void;
	private passed = 0;
	private moved = true;
	private over = false;

	constructor(
		content: Content,
		private readonly journey: UploadBody,
	) {
		this.cancelled = () => this.controller.abort(journey.cancel?.reason);
		journey.cancel?.addEventListener('abort', this.cancelled, { once: true });
		if (journey.cancel?.aborted) this.cancelled();
		if (isBuffered(content)) return;
		content.on('data', (chunk: Buffer) => this.took(chunk.length));
		content.once('end', () => this.ended());
		this.watch();
	}

	/** Raised when the request is to be given up. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** The request is over, whatever came of it. */
	end(): void {
		this.over = true;
		this.journey.cancel?.removeEventListener('abort', this.cancelled);
	}

	private took(bytes: number): void {
		reportExternalBytes(bytes);
		this.moved = true;
		this.passed += bytes;
		if (this.passed > this.journey.length) this.giveUp(this.journey.wrongSize());
	}

	private ended(): void {
		if (this.passed < this.journey.length) this.giveUp(this.journey.wrongSize());
	}

	private giveUp(reason: Error): void {
		if (!this.over) this.controller.abort(reason);
	}

	/** @param looksInVain how many looks in a row have seen nothing move */
	private watch(looksInVain = 0): void {
		if (this.over) return;
		const { length, timeout = 0 } = this.journey;
		const reply = Math.max(timeout, timeFor(Math.min(length, MAX_BUFFERED)));
		const limit = this.passed < length ? MAX_STALL : reply;
		if (looksInVain === STALL_CHECKS) {
			return this.giveUp(new Error(`The connection took no more of the file for ${limit / SECOND} seconds.`));
		}
		this.moved = false;
		const look = () => this.watch(this.moved ? 0 : looksInVain + 1);
		clock.timeoutSignal(limit / STALL_CHECKS).addEventListener('abort', look);
	}
}

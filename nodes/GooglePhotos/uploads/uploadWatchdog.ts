import { isBuffered } from '../files/binaryData';
import type { Content } from '../files/binaryData';
import { reportExternalBytes } from '../files/gcHint';
import { BodyWatchdog } from '../http/bodyWatchdog';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Bytes a second of a slow connection, for which a buffered body gets enough time. */
const SLOW_LINE_SPEED = 64 * 1024;

/** Bytes a second of the slowest connection on which a streamed body may take its time. */
const MIN_LINE_SPEED = 16 * 1024;

/** Idle timeout while the body is being sent. */
const MAX_STALL = 90 * SECOND;

/** Bytes that this machine may still hold in its buffers after the last one was read. */
const MAX_BUFFERED = 16 * 1024 * 1024;

/** Node.js has no longer timers, and takes a longer time for none. Milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

/** Milliseconds for a slow connection to take so many bytes, and for Google to answer. */
function timeFor(bytes: number): number {
	return MINUTE + (bytes / SLOW_LINE_SPEED) * SECOND;
}

/**
 * Timeout of a request with this body, counted from its start. A streamed body has a watchdog, so it may be slow; the
 * progress of a buffered one cannot be seen.
 *
 * @param length bytes
 * @param least Request Options > Timeout, in milliseconds
 * @returns milliseconds
 */
export function timeoutFor(content: Content, length: number, least = 0): number {
	const streamed = Math.min(10 * MINUTE + (length / MIN_LINE_SPEED) * SECOND, DAY);
	return Math.min(Math.max(least, isBuffered(content) ? timeFor(length) : streamed), MAX_TIMER);
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
 * Watches a streamed body while it is sent: the connection reads the stream as fast as it takes bytes. Aborts `signal`
 * when nothing moves, when the stream has another length than announced, and when the execution is cancelled.
 */
export class UploadWatchdog {
	private readonly controller = new AbortController();
	private readonly cancelled: () => void;
	private readonly watchdog?: BodyWatchdog;
	private sent = 0;
	private over = false;

	constructor(
		content: Content,
		private readonly body: UploadBody,
	) {
		this.cancelled = () => this.controller.abort(body.cancel?.reason);
		body.cancel?.addEventListener('abort', this.cancelled);
		if (body.cancel?.aborted) this.cancelled();
		if (isBuffered(content)) return;
		content.on('data', (chunk: Buffer) => this.onChunk(chunk.length));
		content.once('end', () => {
			if (this.sent < body.length) this.abort(body.wrongSize());
		});
		this.watchdog = new BodyWatchdog(
			() => this.idleTimeout(),
			(milliseconds) =>
				this.abort(new Error(`The connection took no more of the file for ${milliseconds / SECOND} seconds.`)),
		);
	}

	/** Aborted when the request is to be given up; the reason is its error. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** The request has ended. */
	end(): void {
		this.over = true;
		this.watchdog?.stop();
		this.body.cancel?.removeEventListener('abort', this.cancelled);
	}

	/** After the last byte it is the time that Google may take to answer. */
	private idleTimeout(): number {
		const { length, timeout = 0 } = this.body;
		return this.sent < length ? MAX_STALL : Math.max(timeout, timeFor(Math.min(length, MAX_BUFFERED)));
	}

	private onChunk(bytes: number): void {
		reportExternalBytes(bytes);
		this.watchdog?.onChunk();
		this.sent += bytes;
		if (this.sent > this.body.length) this.abort(this.body.wrongSize());
	}

	private abort(reason: Error): void {
		if (!this.over) this.controller.abort(reason);
	}
}

import { isWhole } from '../model/file';
import type { Content } from '../model/file';
import { buffersPassed } from '../model/passingBuffers';
import { clock } from '../request/clock';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A line as slow as this is still served at once: bytes a second. */
const SLOW_LINE = 64 * 1024;

/** A stream that moves is left alone even on this one. */
const SLOWEST_LINE = 16 * 1024;

/** A connection that takes nothing for so long is given up. */
const LONGEST_STALL = 90 * SECOND;

/** How much this machine may hold back after the node has given the last byte away. */
const LARGEST_BUFFER = 16 * 1024 * 1024;

/** Node.js has no longer timers, and takes a longer time for none. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** How often the watch looks within the longest stall; a stall is noticed at most one look later. */
const LOOKS = 45;

/** Time for a slow line to take so many bytes, and for Google to answer, in milliseconds. */
function timeFor(bytes: number): number {
	return MINUTE + (bytes / SLOW_LINE) * SECOND;
}

/**
 * How long n8n may wait for the reply to a request with this body, counted from the request's start. A stream
 * is watched while it moves, however slowly; of a Buffer nobody sees how it moves.
 *
 * @param length bytes
 * @param least what the user set under Request Options, in milliseconds
 */
export function timeoutFor(content: Content, length: number, least = 0): number {
	const moving = Math.min(10 * MINUTE + (length / SLOWEST_LINE) * SECOND, DAY);
	return Math.min(Math.max(least, isWhole(content) ? timeFor(length) : moving), LONGEST_TIMER);
}

interface Journey {
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
export class Transit {
	private readonly controller = new AbortController();
	private readonly cancelled: () => void;
	private passed = 0;
	private moved = true;
	private over = false;

	constructor(
		content: Content,
		private readonly journey: Journey,
	) {
		this.cancelled = () => this.controller.abort(journey.cancel?.reason);
		journey.cancel?.addEventListener('abort', this.cancelled, { once: true });
		if (journey.cancel?.aborted) this.cancelled();
		if (isWhole(content)) return;
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
		buffersPassed(bytes);
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
		const reply = Math.max(timeout, timeFor(Math.min(length, LARGEST_BUFFER)));
		const limit = this.passed < length ? LONGEST_STALL : reply;
		if (looksInVain === LOOKS) {
			return this.giveUp(new Error(`The connection took no more of the file for ${limit / SECOND} seconds.`));
		}
		this.moved = false;
		const look = () => this.watch(this.moved ? 0 : looksInVain + 1);
		clock.alarm(limit / LOOKS).addEventListener('abort', look);
	}
}

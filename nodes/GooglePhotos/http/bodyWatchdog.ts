import { clock } from '../concurrency/clock';
import type { Content } from '../files/binaryData';
import { reportExternalBytes } from '../files/gcHint';

/** A body that is read or sent as a stream. */
export type Stream = Exclude<Content, Buffer>;

/** Checks within one idle timeout: idleness is noticed at most one check late. */
const CHECKS = 45;

/** Idle timeout of a body: n8n's timeout of a request ends when the headers of the reply have arrived. */
export class BodyWatchdog {
	private moved = false;
	private stopped = false;

	/**
	 * Starts at once.
	 *
	 * @param idleTimeout milliseconds without a byte; asked before each check, since it may change
	 * @param onIdle called once with the idle timeout that has passed
	 */
	constructor(
		private readonly idleTimeout: () => number,
		private readonly onIdle: (milliseconds: number) => void,
	) {
		this.check(0);
	}

	/** Bytes have moved. */
	onChunk(): void {
		this.moved = true;
	}

	stop(): void {
		this.stopped = true;
	}

	private check(idleChecks: number): void {
		if (this.stopped) return;
		const timeout = this.idleTimeout();
		if (idleChecks === CHECKS) {
			this.onIdle(timeout);
			return;
		}
		this.moved = false;
		const next = () => this.check(this.moved ? 0 : idleChecks + 1);
		clock.timeoutSignal(timeout / CHECKS).addEventListener('abort', next);
	}
}

/** TLS, HTTP and n8n's HTTP client each allocate a buffer for each byte of a reply. */
const BUFFERS_PER_BYTE = 3;

/**
 * Watches the body of a reply while somebody else reads it.
 *
 * @param idleTimeout milliseconds without a byte
 * @param onIdle called once when the body is idle
 * @returns ends the watch
 */
export function watchReply(stream: Stream, idleTimeout: number, onIdle: () => void): () => void {
	const watchdog = new BodyWatchdog(() => idleTimeout, onIdle);
	onEachChunk(stream, (chunk) => {
		watchdog.onChunk();
		reportExternalBytes(chunk.length * BUFFERS_PER_BYTE);
	});
	return () => watchdog.stop();
}

/** Attaches with the first consumer: a lone `data` listener would start the stream and lose bytes. */
function onEachChunk(stream: Stream, onChunk: (chunk: Buffer) => void): void {
	const attach = (event: string | symbol) => {
		if (event !== 'data' && event !== 'readable') return;
		stream.off('newListener', attach);
		stream.on('data', onChunk);
	};
	stream.on('newListener', attach);
}

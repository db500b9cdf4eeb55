import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import type { Traffic } from './method';

/** Thrown out of a try that has not left yet, since a cool-down has begun in the meantime. */
export class SendDeferred extends Error {}

/** What decides when requests leave; see CoolDown. */
export interface SendGate {
	isProbe(request: PendingRequest): boolean;
	allows(request: PendingRequest): boolean;
	review(): void;
	onThrottled(request: PendingRequest, failure: Failure, progress: boolean): void;
	onAnswered(request: PendingRequest): void;
	onInconclusive(request: PendingRequest): void;
	leave(request: PendingRequest): void;
}

/** A request from when it comes until it is over, however often it is sent. */
export class PendingRequest {
	/** raised when it is cancelled, or has waited for as long as it may */
	readonly signal: AbortSignal;
	/** the refusal for which it has waited for as long as it may */
	gaveUpAfter?: Failure;
	/** when it was refused first, in milliseconds since 1970 */
	throttledSince?: number;
	/** when its last try left, in milliseconds since 1970 */
	sentAt = 0;
	inFlight = false;
	private readonly controller = new AbortController();
	private release?: () => void;
	private readonly cancelled = () => this.controller.abort(this.cancel?.reason);

	constructor(
		private readonly coolDown: SendGate,
		readonly traffic: Traffic,
		readonly maximumWait: number,
		private readonly cancel?: AbortSignal,
	) {
		this.signal = this.controller.signal;
		cancel?.addEventListener('abort', this.cancelled, { once: true });
		if (cancel?.aborted) this.cancelled();
	}

	/** Whether it waits only for the cool-down any more. */
	get isReady(): boolean {
		return this.release !== undefined && !this.signal.aborted;
	}

	/** Whether it is the one that tries whether Google takes requests again. */
	get isProbe(): boolean {
		return this.coolDown.isProbe(this);
	}

	/** Waits until it may leave. @throws the signal's reason if it is cancelled or gives up */
	async waitForSlot(): Promise<void> {
		this.signal.throwIfAborted();
		if (this.coolDown.allows(this)) return;
		await new Promise<void>((resolve) => {
			this.release = resolve;
			this.signal.addEventListener('abort', () => resolve(), { once: true });
			this.coolDown.review();
		});
		this.release = undefined;
		this.signal.throwIfAborted();
	}

	/** Lets it out of `turn`. */
	resume(): void {
		this.release?.();
		this.release = undefined;
	}

	giveUp(after: Failure): void {
		this.gaveUpAfter = after;
		this.controller.abort(new Error('It has waited for as long as it may'));
	}

	/**
	 * Called right before a try is sent.
	 *
	 * @throws HeldBack if it has to wait again
	 */
	markSent(): void {
		if (!this.coolDown.allows(this)) throw new SendDeferred();
		this.sentAt = clock.now();
		this.inFlight = true;
	}

	/** @param progress whether a part of what it asked for went well */
	onThrottled(failure: Failure, progress = false): void {
		this.inFlight = false;
		this.throttledSince ??= clock.now();
		this.coolDown.onThrottled(this, failure, progress);
	}

	/** Google answered, and not with a refusal for a quota. */
	onAnswered(): void {
		this.inFlight = false;
		this.coolDown.onAnswered(this);
	}

	/** What came of the try tells nothing about the quota. */
	onInconclusive(): void {
		this.inFlight = false;
		this.coolDown.onInconclusive(this);
	}

	leave(): void {
		this.cancel?.removeEventListener('abort', this.cancelled);
		this.coolDown.leave(this);
	}
}

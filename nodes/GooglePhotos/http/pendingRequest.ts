import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import type { Traffic } from './apiMethod';

/** Thrown by an attempt before it is sent, because a cool-down has begun in the meantime. */
export class SendDeferred extends Error {}

/** Decides when requests are sent; see CoolDown. */
export interface SendController {
	isProbe(request: PendingRequest): boolean;
	allows(request: PendingRequest): boolean;
	review(): void;
	waitWithin(request: PendingRequest): number;
	onThrottled(request: PendingRequest, failure: Failure, progress: boolean): void;
	onAnswered(request: PendingRequest): void;
	onInconclusive(request: PendingRequest): void;
	leave(request: PendingRequest): void;
}

/** A request with all its attempts, from its arrival to its end. */
export class PendingRequest {
	/** aborts when the request is cancelled or gives up after its Maximum Wait */
	readonly signal: AbortSignal;
	/** the throttling failure after which it gave up */
	gaveUpAfter?: Failure;
	/** when it was first throttled, in milliseconds since 1970 */
	throttledSince?: number;
	/** when its last attempt was sent, in milliseconds since 1970 */
	sentAt = 0;
	inFlight = false;
	private readonly controller = new AbortController();
	private release?: () => void;
	private readonly cancelled = () => this.controller.abort(this.cancel?.reason);

	constructor(
		private readonly coolDown: SendController,
		readonly traffic: Traffic,
		readonly maximumWait: number,
		private readonly cancel?: AbortSignal,
	) {
		this.signal = this.controller.signal;
		cancel?.addEventListener('abort', this.cancelled, { once: true });
		if (cancel?.aborted) this.cancelled();
	}

	/** Whether it waits for nothing but the cool-down. */
	get isReady(): boolean {
		return this.release !== undefined && !this.signal.aborted;
	}

	/** Whether it is the probe that tests whether Google accepts requests again. */
	get isProbe(): boolean {
		return this.coolDown.isProbe(this);
	}

	/** Maximum Wait of a request that is made for this one before it is sent: both give up at the same time. */
	get waitWithin(): number {
		return this.coolDown.waitWithin(this);
	}

	/** Waits until the cool-down lets it be sent. @throws the signal's reason if it is cancelled or gives up */
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

	/** Ends its `waitForSlot`. */
	resume(): void {
		this.release?.();
		this.release = undefined;
	}

	giveUp(after: Failure): void {
		this.gaveUpAfter = after;
		this.controller.abort(new Error('It has waited for as long as it may'));
	}

	/**
	 * Called right before an attempt is sent.
	 *
	 * @throws SendDeferred if it has to wait again
	 */
	markSent(): void {
		if (!this.coolDown.allows(this)) throw new SendDeferred();
		this.sentAt = clock.now();
		this.inFlight = true;
	}

	/** @param progress whether Google accepted a part of the call */
	onThrottled(failure: Failure, progress = false): void {
		this.inFlight = false;
		this.throttledSince ??= clock.now();
		this.coolDown.onThrottled(this, failure, progress);
	}

	/** Google answered without throttling it. */
	onAnswered(): void {
		this.inFlight = false;
		this.coolDown.onAnswered(this);
	}

	/** The result of the attempt tells nothing about the quota. */
	onInconclusive(): void {
		this.inFlight = false;
		this.coolDown.onInconclusive(this);
	}

	leave(): void {
		this.cancel?.removeEventListener('abort', this.cancelled);
		this.coolDown.leave(this);
	}
}

import { clock } from './clock';
import type { Failure } from './failure';
import type { Traffic } from './methods';

/** Thrown out of a try that has not left yet, since a cool-down has begun in the meantime. */
export class HeldBack extends Error {}

/** What decides when requests leave; see CoolDown. */
export interface Admission {
	isProbe(request: PendingRequest): boolean;
	lets(request: PendingRequest): boolean;
	review(): void;
	refused(request: PendingRequest, failure: Failure, progress: boolean): void;
	answered(request: PendingRequest): void;
	unclear(request: PendingRequest): void;
	done(request: PendingRequest): void;
}

/** A request from when it comes until it is over, however often it is sent. */
export class PendingRequest {
	/** raised when it is cancelled, or has waited for as long as it may */
	readonly signal: AbortSignal;
	/** the refusal for which it has waited for as long as it may */
	gaveUpAfter?: Failure;
	/** when it was refused first, in milliseconds since 1970 */
	refusedSince?: number;
	/** when its last try left, in milliseconds since 1970 */
	leftAt = 0;
	underWay = false;
	private readonly over = new AbortController();
	private letGo?: () => void;
	private readonly cancelled = () => this.over.abort(this.cancel?.reason);

	constructor(
		private readonly coolDown: Admission,
		readonly traffic: Traffic,
		readonly maximumWait: number,
		private readonly cancel?: AbortSignal,
	) {
		this.signal = this.over.signal;
		cancel?.addEventListener('abort', this.cancelled, { once: true });
		if (cancel?.aborted) this.cancelled();
	}

	/** Whether it waits only for the cool-down any more. */
	get isAtItsTurn(): boolean {
		return this.letGo !== undefined && !this.signal.aborted;
	}

	/** Whether it is the one that tries whether Google takes requests again. */
	get isProbe(): boolean {
		return this.coolDown.isProbe(this);
	}

	/** Waits until it may leave. @throws the signal's reason if it is cancelled or gives up */
	async turn(): Promise<void> {
		this.signal.throwIfAborted();
		if (this.coolDown.lets(this)) return;
		await new Promise<void>((resolve) => {
			this.letGo = resolve;
			this.signal.addEventListener('abort', () => resolve(), { once: true });
			this.coolDown.review();
		});
		this.letGo = undefined;
		this.signal.throwIfAborted();
	}

	/** Lets it out of `turn`. */
	admit(): void {
		this.letGo?.();
		this.letGo = undefined;
	}

	giveUp(after: Failure): void {
		this.gaveUpAfter = after;
		this.over.abort(new Error('It has waited for as long as it may'));
	}

	/**
	 * Called right before a try is sent.
	 *
	 * @throws HeldBack if it has to wait again
	 */
	leaves(): void {
		if (!this.coolDown.lets(this)) throw new HeldBack();
		this.leftAt = clock.now();
		this.underWay = true;
	}

	/** @param progress whether a part of what it asked for went well */
	refused(failure: Failure, progress = false): void {
		this.underWay = false;
		this.refusedSince ??= clock.now();
		this.coolDown.refused(this, failure, progress);
	}

	/** Google answered, and not with a refusal for a quota. */
	answered(): void {
		this.underWay = false;
		this.coolDown.answered(this);
	}

	/** What came of the try tells nothing about the quota. */
	unclear(): void {
		this.underWay = false;
		this.coolDown.unclear(this);
	}

	done(): void {
		this.cancel?.removeEventListener('abort', this.cancelled);
		this.coolDown.done(this);
	}
}

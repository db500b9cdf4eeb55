import { clock } from '../concurrency/clock';
import { classifyError } from '../errors/classify';
import { provesRequestsAccepted } from '../errors/kinds';
import type { Failure } from '../errors/kinds';
import { apiError, isUserFacing } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { accountStateOf } from './accountState';
import type { AccountState } from './accountState';
import type { ApiMethod } from './apiMethod';
import { requireScope } from './credential';
import { cancelSignalOf } from './n8nContext';
import type { N8nContext } from './n8nContext';
import { SendDeferred } from './pendingRequest';
import type { PendingRequest } from './pendingRequest';
import { refineForMethod } from './replyOrigin';
import { DEFAULT_MAXIMUM_WAIT, RetryBudget } from './retryPolicy';

/** What the request pipeline needs to know about a request. */
export interface RequestPolicy<T = unknown> {
	method: ApiMethod;
	subject?: ErrorContext;
	/** concurrency limit of this kind of traffic, if the user chose it */
	limit?: number;
	/** milliseconds to keep retrying while throttled, counted from the start of the cool-down */
	maximumWait?: number;
	/** replaces the execution's cancel signal, for requests that more than the caller's execution controls */
	signal?: AbortSignal;
	/** whether the body is a stream, which n8n cannot send again after it refreshed an expired token */
	streamed?: boolean;
	/** whether it continues work that already had a slot: it is queued ahead of new work */
	resumed?: boolean;
	/**
	 * runs an attempt as soon as the resource that it needs is available, such as memory, and releases the resource
	 * afterwards: a waiting request holds none
	 *
	 * @throws the signal's reason if it aborts before the attempt starts
	 */
	withinBudget?: <R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>;
	/** throttling failure that a reply with a success status reports for a part of the call */
	throttledPart?: (reply: T) => { failure: Failure; progress: boolean } | undefined;
	/**
	 * called in the request's slot before each attempt: a result is used as the reply, and nothing is sent. It may send
	 * requests of another kind of traffic, with this Maximum Wait.
	 */
	beforeAttempt?: (maximumWait: number) => Promise<unknown>;
	/** whether the caller recovers from a failure better than a retry would: the request is then not retried here */
	callerRecovers?: (failure: Failure) => boolean;
	/**
	 * called with the final error, unless the caller recovers from it; if the request holds a slot, before the slot is
	 * released, so that queued requests can see the error
	 */
	onGiveUp?: (error: Error) => void;
	/** called with the failure of each attempt, whether or not the request is retried */
	onAttemptFailed?: (failure: Failure) => void;
}

/**
 * Request pipeline: every request of the node to Google passes through it. Checks the granted scopes, waits for a slot,
 * sends, retries where that can help, and converts a remaining failure into an error that the user understands.
 *
 * @param attempt sends the request once; called for each attempt. It calls `markSent` right before it sends, and must not
 *   catch what `markSent` throws: the request then has to wait again
 * @returns what `attempt` or `beforeAttempt` returns
 * @throws NodeApiError, or a user-facing error that `attempt` throws
 */
export async function executeRequest<T>(
	n8n: N8nContext,
	policy: RequestPolicy<T>,
	attempt: (markSent: () => void) => Promise<T>,
): Promise<T> {
	const { method, subject = {} } = policy;
	await requireScope(n8n, method, subject);
	const account = await accountStateOf(n8n);
	const maximumWait = policy.maximumWait ?? method.maximumWait ?? DEFAULT_MAXIMUM_WAIT;
	const request = account.coolDowns[method.traffic].join(
		method.traffic,
		maximumWait,
		policy.signal ?? cancelSignalOf(n8n),
	);
	try {
		return await new RequestExecution(n8n, policy, attempt, account, request).result();
	} finally {
		request.leave();
	}
}

/** Sends one request, with all its attempts. */
class RequestExecution<T> {
	private readonly retryBudget: RetryBudget;
	private refreshed = false;
	private lastThrottling?: Failure;
	/** whether Google may have carried out one of the attempts */
	private outcomeUnknown = false;

	constructor(
		private readonly n8n: N8nContext,
		private readonly policy: RequestPolicy<T>,
		private readonly attempt: (markSent: () => void) => Promise<T>,
		private readonly account: AccountState,
		private readonly request: PendingRequest,
	) {
		this.retryBudget = new RetryBudget(policy.method.repeatable);
	}

	async result(): Promise<T> {
		const { account, policy, request } = this;
		const { method, limit } = policy;
		for (let resumed = policy.resumed ?? false; ; resumed = true) {
			let outcome: Outcome<T>;
			try {
				const options = { signal: request.signal, limit, atFront: resumed };
				outcome = await account.concurrency.run(method.traffic, async () => await this.attemptInSlot(), options);
			} catch (error) {
				// it was aborted while queued
				outcome = this.endedWith(error, false);
			}
			if ('reply' in outcome) return outcome.reply;
			if ('error' in outcome) throw outcome.error;
			await clock.delay(outcome.delay, request.signal);
		}
	}

	/** Makes one attempt and handles its result within the slot: no queued request is sent before a cool-down. */
	private async attemptInSlot(): Promise<Outcome<T>> {
		const { request, policy } = this;
		for (;;) {
			try {
				const existing = policy.beforeAttempt && (await policy.beforeAttempt(request.waitWithin));
				if (existing !== undefined) return { reply: existing as T };
				await request.waitForSlot();
				await this.awaitRateLimiter();
				const { withinBudget = async (work) => await work() } = policy;
				const reply = await withinBudget(async () => await this.attempt(() => this.markSent()), request.signal);
				this.onReply(reply);
				return { reply };
			} catch (error) {
				if (!(error instanceof SendDeferred)) return this.onFailure(error as Error);
				if (request.inFlight) request.onInconclusive();
			}
		}
	}

	/** Waits for the rate limiter of its kind of traffic. A probe skips it: the cool-down sets its time. */
	private async awaitRateLimiter(): Promise<void> {
		const { request, account, policy } = this;
		if (request.isProbe) return;
		const sendAt = account.rateLimiters[policy.method.traffic].reserve(clock.now());
		await clock.delay(sendAt - clock.now(), request.signal);
		request.signal.throwIfAborted();
	}

	private markSent(): void {
		const { request, account, policy } = this;
		request.signal.throwIfAborted();
		request.markSent();
		account.rateLimiters[policy.method.traffic].recordSend(clock.now());
	}

	private onReply(reply: T): void {
		const refusal = this.policy.throttledPart?.(reply);
		if (refusal) this.onThrottled(refusal.failure, refusal.progress);
		else this.request.onAnswered();
	}

	/** Google throttled the request: begins or extends the cool-down, and slows down this kind of traffic. */
	private onThrottled(failure: Failure, progress = false): void {
		const { account, policy, request } = this;
		this.lastThrottling = failure;
		// write contention tells nothing about Google's rate limit
		if (!failure.writeContention) account.rateLimiters[policy.method.traffic].onThrottled(request.sentAt, clock.now());
		request.onThrottled(failure, progress);
	}

	private onFailure(error: Error): Outcome<T> {
		const { policy, request } = this;
		const { inFlight: sent } = request;
		if (isUserFacing(error) || request.signal.aborted) {
			if (sent) request.onInconclusive();
			return this.endedWith(error, sent);
		}
		const failure = this.withEarlierTries(refineForMethod(classifyError(error), policy.method));
		if (failure.kind === 'tooManyRequests') this.onThrottled(failure);
		else if (provesRequestsAccepted(failure)) request.onAnswered();
		else if (sent) request.onInconclusive();
		const recovers = policy.callerRecovers?.(failure);
		const delay = recovers && !this.canBeRefreshed(failure) ? undefined : this.delayAfter(failure);
		if (delay !== undefined) return { delay };
		const end = this.errorFor(failure);
		if (!recovers) policy.onGiveUp?.(end);
		return { error: end };
	}

	/** @returns milliseconds until it is queued for a slot again, or undefined if it is not retried */
	private delayAfter(failure: Failure): number | undefined {
		if (this.canBeRefreshed(failure)) {
			this.refreshed = true;
			return 0;
		}
		if (failure.kind !== 'tooManyRequests') return this.retryBudget.nextDelay(failure);
		const done = failure.outcomeUnknown && !this.policy.method.repeatable;
		return done || this.request.signal.aborted ? undefined : 0;
	}

	/** Whether one retry can use the refreshed token: n8n has stored it, but could not send the stream again. */
	private canBeRefreshed({ status }: Failure): boolean {
		return status === 401 && this.policy.streamed === true && !this.refreshed;
	}

	/** Ends a request that was cancelled, gave up after its Maximum Wait, or threw a user-facing error. */
	private endedWith(error: Error, outcomeUnknown: boolean): Outcome<T> {
		const { request, lastThrottling, policy } = this;
		let end = error;
		if (!isUserFacing(error) && request.signal.aborted) {
			const cancelled = this.withEarlierTries({ kind: 'cancelled', message: '', outcomeUnknown });
			const { gaveUpAfter } = request;
			const refusal = gaveUpAfter && { ...(lastThrottling ?? gaveUpAfter), outcomeUnknown: this.outcomeUnknown };
			end = this.errorFor(refusal ?? cancelled, gaveUpAfter && request.sentAt === 0);
		}
		policy.onGiveUp?.(end);
		return { error: end };
	}

	/** @returns the failure, with an unknown outcome if any attempt so far had one */
	private withEarlierTries(failure: Failure): Failure {
		this.policy.onAttemptFailed?.(failure);
		this.outcomeUnknown ||= failure.outcomeUnknown;
		return { ...failure, outcomeUnknown: this.outcomeUnknown };
	}

	private errorFor(failure: Failure, notSent = false): Error {
		const { subject = {}, method } = this.policy;
		const { repeatable } = method;
		const changes = !repeatable || method.traffic === 'write';
		const mayBeDone = failure.outcomeUnknown && changes && !notSent;
		const ofBytes = method.traffic === 'bytes' && failure.kind === 'tooManyRequests';
		const reported: Failure = ofBytes ? { ...failure, kind: 'tooManyDownloads' } : failure;
		return apiError(this.n8n.getNode(), reported, { ...subject, mayBeDone, repeatable, notSent });
	}
}

/** Result of an attempt: the reply, the milliseconds until the next attempt, or the final error. */
type Outcome<T> = { reply: T } | { delay: number } | { error: Error };

import { clock } from '../concurrency/clock';
import { classifyError } from '../errors/classify';
import { provesRequestsAccepted } from '../errors/kinds';
import type { Failure } from '../errors/kinds';
import { apiError, isUserFacing } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { accountStateOf } from './accountState';
import type { AccountState } from './accountState';
import { requireScope } from './credential';
import type { ApiMethod } from './method';
import { cancelSignalOf } from './n8nContext';
import type { N8nContext } from './n8nContext';
import { SendDeferred } from './pendingRequest';
import type { PendingRequest } from './pendingRequest';
import { refineForMethod } from './replyOrigin';
import { DEFAULT_MAXIMUM_WAIT, RetryBudget } from './retryBudget';

/** What the door has to know of a request. */
export interface RequestPolicy<T = unknown> {
	method: ApiMethod;
	subject?: ErrorContext;
	/** how many of this traffic may be under way at once, where the user chose it */
	limit?: number;
	/** milliseconds to go on after "too many requests", counted from when Google began to refuse */
	maximumWait?: number;
	/** cancels it, where that is not for the caller's execution alone to say */
	signal?: AbortSignal;
	/** the body is a stream, which n8n cannot send again after it refreshed an expired token */
	streamed?: boolean;
	/** goes on with something that has had its turn, and so waits before those that have not */
	resumed?: boolean;
	/**
	 * does a try as soon as there is room for what it needs, such as memory, and gives that back afterwards: nothing of
	 * it is held while the request waits
	 *
	 * @throws the signal's reason if that is raised before
	 */
	withinBudget?: <R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>;
	/** a refusal for a quota that a reply with a success status tells of some of what was asked for */
	throttledPart?: (reply: T) => { failure: Failure; progress: boolean } | undefined;
	/**
	 * asked when it is its turn, before each try: what it returns is taken for the reply, and nothing is sent. It may
	 * send requests of other traffic.
	 */
	beforeAttempt?: () => Promise<unknown>;
	/** failures that the caller can mend better than by sending the same again: they are not repeated here */
	callerRecovers?: (failure: Failure) => boolean;
	/**
	 * told of the error with which it ends, unless the caller mends it, while nobody else has taken its place:
	 * whoever waits can look then
	 */
	onGiveUp?: (error: Error) => void;
	/** told of the failure of each try, whether or not it is sent again */
	onAttemptFailed?: (failure: Failure) => void;
}

/**
 * The one door to Google: every request of the node passes here. It checks the permission, waits for its
 * turn, sends, sends again where that can help, and turns what remains into an error that a user understands.
 *
 * @param attempt sends the request once; called anew for each try. It calls `leaves` right before it sends, and lets
 *   out what that throws: the request then has to wait again
 * @returns what `attempt` returns
 * @throws NodeApiError made by `explain`, or an error for the user that `attempt` throws
 */
export async function executeRequest<T>(
	n8n: N8nContext,
	passage: RequestPolicy<T>,
	attempt: (leaves: () => void) => Promise<T>,
): Promise<T> {
	const { method, subject = {} } = passage;
	await requireScope(n8n, method, subject);
	const account = await accountStateOf(n8n);
	const maximumWait = passage.maximumWait ?? method.maximumWait ?? DEFAULT_MAXIMUM_WAIT;
	const request = account.coolDowns[method.traffic].join(
		method.traffic,
		maximumWait,
		passage.signal ?? cancelSignalOf(n8n),
	);
	try {
		return await new RequestExecution(n8n, passage, attempt, account, request).result();
	} finally {
		request.leave();
	}
}

/** One request on its way, with all its tries. */
class RequestExecution<T> {
	private readonly retryBudget: RetryBudget;
	private refreshed = false;
	private lastThrottling?: Failure;
	/** whether Google may have carried out one of the tries */
	private outcomeUnknown = false;

	constructor(
		private readonly n8n: N8nContext,
		private readonly policy: RequestPolicy<T>,
		private readonly attempt: (leaves: () => void) => Promise<T>,
		private readonly account: AccountState,
		private readonly request: PendingRequest,
	) {
		this.retryBudget = new RetryBudget(policy.method.repeatable);
	}

	async result(): Promise<T> {
		const { account, policy, request } = this;
		const { method, limit } = policy;
		for (let again = policy.resumed ?? false; ; again = true) {
			let outcome: Outcome<T>;
			try {
				const options = { signal: request.signal, limit, atFront: again };
				outcome = await account.run(method.traffic, async () => await this.attemptInSlot(), options);
			} catch (error) {
				// it left the queue
				outcome = this.endedWith(error, false);
			}
			if ('reply' in outcome) return outcome.reply;
			if ('error' in outcome) throw outcome.error;
			await clock.delay(outcome.delay, request.signal);
		}
	}

	/** A try, as soon as the request may leave. It ends inside the gate: nobody may slip through before a cool-down begins. */
	private async attemptInSlot(): Promise<Outcome<T>> {
		const { request, policy } = this;
		for (;;) {
			try {
				const already = policy.beforeAttempt && (await policy.beforeAttempt());
				if (already !== undefined) return { reply: already as T };
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

	/** Keeps the pace of its kind of traffic; what probes leaves at the time that the cool-down gives it. */
	private async awaitRateLimiter(): Promise<void> {
		const { request, account, policy } = this;
		if (request.isProbe) return;
		const turn = account.rateLimiters[policy.method.traffic].reserve(clock.now());
		await clock.delay(turn - clock.now(), request.signal);
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

	/** Google has refused a request: whoever shares the host waits, and requests of this kind leave more slowly. */
	private onThrottled(failure: Failure, progress = false): void {
		const { account, policy, request } = this;
		this.lastThrottling = failure;
		// a write of somebody else says nothing about how often Google may be asked
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
		const mended = policy.callerRecovers?.(failure);
		const delay = mended && !this.canBeRefreshed(failure) ? undefined : this.delayAfter(failure);
		if (delay !== undefined) return { delay };
		const end = this.errorFor(failure);
		if (!mended) policy.onGiveUp?.(end);
		return { error: end };
	}

	/** @returns milliseconds until it enters the gate again, or undefined if it does not */
	private delayAfter(failure: Failure): number | undefined {
		if (this.canBeRefreshed(failure)) {
			this.refreshed = true;
			return 0;
		}
		if (failure.kind !== 'tooManyRequests') return this.retryBudget.nextDelay(failure);
		const done = failure.outcomeUnknown && !this.policy.method.repeatable;
		return done || this.request.signal.aborted ? undefined : 0;
	}

	/** n8n has stored a new token by now, but had no body left to send with it. */
	private canBeRefreshed({ status }: Failure): boolean {
		return status === 401 && this.policy.streamed === true && !this.refreshed;
	}

	/** What is left to say of a request that was cancelled, has waited for as long as it may, or has an error of its own. */
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

	/** @returns the failure of a try in the light of the tries before it */
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
		const told: Failure = ofBytes ? { ...failure, kind: 'tooManyDownloads' } : failure;
		return apiError(this.n8n.getNode(), told, { ...subject, mayBeDone, repeatable, notSent });
	}
}

/** What came of a try: a reply, or when to try again, or the error with which it ends. */
type Outcome<T> = { reply: T } | { delay: number } | { error: Error };

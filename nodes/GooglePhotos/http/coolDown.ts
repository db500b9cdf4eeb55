import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import type { Traffic } from './method';
import { PendingRequest } from './pendingRequest';
import type { SendGate } from './pendingRequest';
import { throttleDelay } from './retryBudget';

/** After a probe that neither went well nor was refused, and when Google names no longer time. Milliseconds. */
const MIN_DELAY = 30_000;

/** Nobody waits longer for the reply to a probe that left just before the end of their own wait. Milliseconds. */
const PROBE_GRACE = 30_000;

/** So long a request has at least to reach its turn, once the delay has passed. Milliseconds. */
const MIN_WAIT = 1000;

/** What is known while Google refuses requests. Times in milliseconds since 1970. */
interface Throttling {
	/** the first refusal since a request went well */
	since: number;
	/** the latest one of a request that left after the one before */
	at: number;
	/** how many of those there were */
	count: number;
	/** no request leaves before, whatever else holds */
	earliest: number;
	/** when the next probe leaves */
	until: number;
	failure: Failure;
}

/**
 * Holds back the requests of one account to one of Google's hosts while Google refuses them for a quota. As long as
 * that lasts, one request at a time probes, each after a delay that grows; the first that goes well lets all others
 * leave. Nobody waits longer than its own Maximum Wait after the first refusal: one clock for all requests and all
 * executions. https://developers.google.com/photos/overview/best-practices
 */
export class CoolDown implements SendGate {
	private throttling?: Throttling;
	/** the first refusal of a kind of traffic since one of that kind went well: reads may pass while writes do not */
	private readonly sinceOf = new Map<Traffic, number>();
	private readonly pending = new Set<PendingRequest>();
	private probe?: PendingRequest;
	/** ends the wait for the next probe */
	private timer?: AbortController;
	/** when it is looked next who has waited for as long as it may */
	private nextCheckAt = Infinity;

	/**
	 * A request comes, and stays until its `done`.
	 *
	 * @param maximumWait milliseconds that it waits after the first refusal
	 * @param cancel the execution's cancel signal
	 */
	join(traffic: Traffic, maximumWait: number, cancel?: AbortSignal): PendingRequest {
		const { throttling } = this;
		// nobody waits any more, and the delay has passed: who comes now begins anew, with one request
		if (this.pending.size === 0 && throttling && clock.now() >= throttling.earliest) {
			this.throttling = { ...throttling, since: clock.now(), count: 0, until: throttling.earliest };
			this.sinceOf.clear();
		}
		// the same for a kind of traffic, while others go well
		if (!this.throttling && this.sinceOf.has(traffic) && ![...this.pending].some((other) => other.traffic === traffic)) {
			this.sinceOf.delete(traffic);
		}
		const request = new PendingRequest(this, traffic, maximumWait, cancel);
		this.pending.add(request);
		if (this.throttling) this.checkDeadline(request, this.throttling);
		return request;
	}

	leave(request: PendingRequest): void {
		this.pending.delete(request);
		if (this.probe === request) this.endProbe(request);
		if (this.pending.size === 0) this.timer?.abort();
	}

	isProbe(request: PendingRequest): boolean {
		return this.probe === request;
	}

	/** Whether this request may leave now. */
	allows(request: PendingRequest): boolean {
		return !this.throttling || this.probe === request;
	}

	/**
	 * Google refused a request.
	 *
	 * @param progress whether a part of what it asked for went well
	 */
	onThrottled(request: PendingRequest, failure: Failure, progress: boolean): void {
		const now = clock.now();
		if (progress) this.clear(request.traffic);
		const { since = now, at = -Infinity, count = 0, earliest = 0, until = 0 } = this.throttling ?? {};
		// of several that were under way together, one counts
		const isNext = request.sentAt > at;
		const { least, delay } = throttleDelay(failure, isNext ? count + 1 : count, clock.random());
		this.throttling = {
			since,
			at: isNext ? now : at,
			count: isNext ? count + 1 : count,
			earliest: Math.max(earliest, now + least),
			until: Math.max(until, now + delay),
			failure,
		};
		if (!this.sinceOf.has(request.traffic)) this.sinceOf.set(request.traffic, now);
		this.endProbe(request);
	}

	/** Google answered a request, and not with a refusal for a quota. */
	onAnswered(request: PendingRequest): void {
		if (!this.throttling || this.probe === request) this.clear(request.traffic);
		this.endProbe(request);
	}

	/** A request left, and what came of it tells nothing about the quota. */
	onInconclusive(request: PendingRequest): void {
		if (this.throttling && this.probe === request) {
			const next = clock.now() + MIN_DELAY;
			const { earliest, until } = this.throttling;
			Object.assign(this.throttling, { earliest: Math.max(earliest, next), until: Math.max(until, next) });
		}
		this.endProbe(request);
	}

	/** Looks who may leave, and who has waited for as long as it may. */
	review(): void {
		this.timer?.abort();
		const { throttling } = this;
		const waiting = [...this.pending].filter(({ inFlight }) => !inFlight);
		if (!throttling) {
			for (const request of waiting) request.resume();
			return;
		}
		const now = clock.now();
		if (!this.probe) {
			this.probe = waiting.find((request) => request.isReady && this.mayProbe(request, throttling, now));
			this.probe?.resume();
		}
		for (const request of waiting) this.checkDeadline(request, throttling);
		if (!this.probe && waiting.some(({ isReady }) => isReady)) this.probeAt(throttling, waiting, now);
	}

	/** Ends the wait of a request that has waited for as long as it may, or sees to it that this is looked at in time. */
	private checkDeadline(request: PendingRequest, refusal: Throttling): void {
		if (request === this.probe || request.signal.aborted) return;
		const time = this.endOfWait(request, refusal);
		if (time <= clock.now()) {
			request.giveUp(refusal.failure);
			return;
		}
		if (time >= this.nextCheckAt) return;
		this.nextCheckAt = time;
		clock.timeoutSignal(time - clock.now()).addEventListener('abort', () => {
			if (this.nextCheckAt !== time) return;
			this.nextCheckAt = Infinity;
			this.review();
		});
	}

	private probeAt({ until }: Throttling, waiting: PendingRequest[], now: number): void {
		const times = [until, ...waiting.map((request) => this.deadline(request)).filter((time) => time > now)];
		const timer = (this.timer = new AbortController());
		void clock.delay(Math.min(...times) - now, timer.signal).then(() => {
			if (!timer.signal.aborted) this.review();
		});
	}

	private mayProbe(request: PendingRequest, { earliest, until }: Throttling, now: number): boolean {
		return now >= until || (now >= earliest && now >= this.deadline(request));
	}

	/** When a request that does not leave before gives up. */
	private endOfWait(request: PendingRequest, { earliest }: Throttling): number {
		const deadline = this.deadline(request);
		if (this.probe) return deadline + PROBE_GRACE;
		return earliest > deadline ? -Infinity : deadline;
	}

	private deadline({ traffic, maximumWait, throttledSince = Infinity }: PendingRequest): number {
		const ofTraffic = this.sinceOf.get(traffic) ?? Infinity;
		return Math.min(this.throttling?.since ?? Infinity, ofTraffic, throttledSince) + Math.max(maximumWait, MIN_WAIT);
	}

	private clear(traffic: Traffic): void {
		this.throttling = undefined;
		this.sinceOf.delete(traffic);
	}

	private endProbe(request: PendingRequest): void {
		if (this.probe === request) this.probe = undefined;
		this.review();
	}
}

import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import type { Traffic } from './apiMethod';
import { PendingRequest } from './pendingRequest';
import type { SendController } from './pendingRequest';
import { throttleDelay } from './retryPolicy';

/** Minimum delay after an inconclusive probe, unless Google asked for a longer one. Milliseconds. */
const MIN_DELAY = 30_000;

/** While a probe is in flight, the other requests wait for its reply this long past their deadline. Milliseconds. */
const PROBE_GRACE = 30_000;

/** Lower bound of Maximum Wait, so that a request can still get its slot after the delay. Milliseconds. */
const MIN_WAIT = 1000;

/** Milliseconds after which the last throttled reply tells nothing any more: Google's quotas are for a minute or a day. */
const QUOTA_MEMORY = 10 * 60_000;

/** State while Google throttles requests. Times in milliseconds since 1970. */
interface Throttling {
	/** start of the cool-down: its first throttled reply, or the restart in `join` */
	since: number;
	/** the latest counted throttled reply: only requests sent after the previous one count */
	at: number;
	/** number of counted throttled replies */
	count: number;
	/** no request is sent before, not even at its deadline */
	earliest: number;
	/** when the next probe is sent, unless a request reaches its deadline before */
	until: number;
	failure: Failure;
	/** whether the throttled reply is so long ago that an inconclusive probe ends the cool-down */
	isOld?: boolean;
}

/**
 * Holds back the requests of one account to one of Google's hosts while Google throttles them. Meanwhile one request
 * at a time is sent as a probe, each after a longer delay. The first probe that Google answers without throttling ends
 * the cool-down for all. A request gives up when its own Maximum Wait has passed since the first throttled reply: all
 * requests and executions share that start. https://developers.google.com/photos/overview/best-practices
 */
export class CoolDown implements SendController {
	private throttling?: Throttling;
	/**
	 * First throttled reply since the last answer and number of throttled replies since, by kind of traffic: Google may
	 * answer reads but throttle writes
	 */
	private readonly ofTraffic = new Map<Traffic, { since: number; count: number }>();
	private readonly pending = new Set<PendingRequest>();
	private probe?: PendingRequest;
	/** aborts the delay before the next probe */
	private timer?: AbortController;
	/** time of the next scheduled check of the deadlines */
	private nextCheckAt = Infinity;

	/**
	 * Registers a request until its `leave`.
	 *
	 * @param maximumWait milliseconds that it waits after the first throttled reply
	 * @param cancel cancels the request, usually the execution's cancel signal
	 */
	join(traffic: Traffic, maximumWait: number, cancel?: AbortSignal): PendingRequest {
		const { throttling } = this;
		// no request is pending and the minimum delay is over: start again, with one probe
		if (this.pending.size === 0 && throttling && clock.now() >= throttling.earliest) {
			const isOld = clock.now() - throttling.until >= QUOTA_MEMORY;
			this.throttling = { ...throttling, since: clock.now(), count: 0, until: throttling.earliest, isOld };
			this.ofTraffic.clear();
		}
		// the same for one kind of traffic while the other kinds are not throttled
		if (!this.throttling && this.ofTraffic.has(traffic) && ![...this.pending].some((other) => other.traffic === traffic)) {
			this.ofTraffic.delete(traffic);
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

	/** Whether this request may be sent now. */
	allows(request: PendingRequest): boolean {
		return !this.throttling || this.probe === request;
	}

	/** Maximum Wait with which another request, which joins now, gives up when this one does. */
	waitWithin(request: PendingRequest): number {
		const deadline = this.deadline(request);
		return deadline === Infinity ? request.maximumWait : deadline - (this.throttling?.since ?? clock.now());
	}

	/**
	 * Google throttled a request.
	 *
	 * @param progress whether Google accepted a part of the call
	 */
	onThrottled(request: PendingRequest, failure: Failure, progress: boolean): void {
		const now = clock.now();
		if (progress) this.clear(request.traffic);
		const { since = now, at = -Infinity, earliest = 0, until = 0 } = this.throttling ?? {};
		// of several requests in flight together, one counts
		const isNext = request.sentAt > at;
		const ofTraffic = this.ofTraffic.get(request.traffic) ?? { since: now, count: 0 };
		const count = Math.max(this.throttling?.count ?? 0, ofTraffic.count) + (isNext ? 1 : 0);
		this.ofTraffic.set(request.traffic, { ...ofTraffic, count });
		const { least, delay } = throttleDelay(failure, count, clock.random());
		this.throttling = {
			since,
			at: isNext ? now : at,
			count,
			earliest: Math.max(earliest, now + least),
			until: Math.max(until, now + delay),
			failure,
		};
		this.endProbe(request);
	}

	/** Google answered a request without throttling it. */
	onAnswered(request: PendingRequest): void {
		if (!this.throttling || this.probe === request) this.clear(request.traffic);
		this.endProbe(request);
	}

	/** A request was sent, and its result tells nothing about the quota. */
	onInconclusive(request: PendingRequest): void {
		if (this.throttling?.isOld && this.probe === request) {
			this.clear(request.traffic);
		} else if (this.throttling && this.probe === request) {
			const next = clock.now() + MIN_DELAY;
			const { earliest, until } = this.throttling;
			Object.assign(this.throttling, { earliest: Math.max(earliest, next), until: Math.max(until, next) });
		}
		this.endProbe(request);
	}

	/** Resumes the requests that may be sent now, and aborts those past their deadline. */
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

	/** Aborts a request past its deadline, or schedules the next check. */
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

	/** When a request gives up unless it is sent before; `-Infinity` if no probe can be sent before its deadline. */
	private endOfWait(request: PendingRequest, { earliest }: Throttling): number {
		const deadline = this.deadline(request);
		if (this.probe) return deadline + PROBE_GRACE;
		return earliest > deadline ? -Infinity : deadline;
	}

	private deadline({ traffic, maximumWait, throttledSince = Infinity }: PendingRequest): number {
		const since = this.ofTraffic.get(traffic)?.since ?? Infinity;
		return Math.min(this.throttling?.since ?? Infinity, since, throttledSince) + Math.max(maximumWait, MIN_WAIT);
	}

	private clear(traffic: Traffic): void {
		this.throttling = undefined;
		this.ofTraffic.delete(traffic);
	}

	private endProbe(request: PendingRequest): void {
		if (this.probe === request) this.probe = undefined;
		this.review();
	}
}

import { clock } from './clock';
import type { Failure } from './failure';
import type { Traffic } from './methods';
import { PendingRequest } from './pendingRequest';
import type { Admission } from './pendingRequest';
import { delayAfterRefusal } from './retry';

/** After a probe that neither went well nor was refused, and when Google names no longer time. Milliseconds. */
const LEAST_DELAY = 30_000;

/** Nobody waits longer for the reply to a probe that left just before the end of their own wait. Milliseconds. */
const GRACE = 30_000;

/** So long a request has at least to reach its turn, once the delay has passed. Milliseconds. */
const LEAST_WAIT = 1000;

/** What is known while Google refuses requests. Times in milliseconds since 1970. */
interface Refusal {
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
export class CoolDown implements Admission {
	private refusal?: Refusal;
	/** the first refusal of a kind of traffic since one of that kind went well: reads may pass while writes do not */
	private readonly sinceOf = new Map<Traffic, number>();
	private readonly pending = new Set<PendingRequest>();
	private probe?: PendingRequest;
	/** ends the wait for the next probe */
	private timer?: AbortController;
	/** when it is looked next who has waited for as long as it may */
	private alarmAt = Infinity;

	/**
	 * A request comes, and stays until its `done`.
	 *
	 * @param maximumWait milliseconds that it waits after the first refusal
	 * @param cancel the execution's cancel signal
	 */
	join(traffic: Traffic, maximumWait: number, cancel?: AbortSignal): PendingRequest {
		const { refusal } = this;
		// nobody waits any more, and the delay has passed: who comes now begins anew, with one request
		if (this.pending.size === 0 && refusal && clock.now() >= refusal.earliest) {
			this.refusal = { ...refusal, since: clock.now(), count: 0, until: refusal.earliest };
			this.sinceOf.clear();
		}
		// the same for a kind of traffic, while others go well
		if (!this.refusal && this.sinceOf.has(traffic) && ![...this.pending].some((other) => other.traffic === traffic)) {
			this.sinceOf.delete(traffic);
		}
		const request = new PendingRequest(this, traffic, maximumWait, cancel);
		this.pending.add(request);
		if (this.refusal) this.lookAt(request, this.refusal);
		return request;
	}

	done(request: PendingRequest): void {
		this.pending.delete(request);
		if (this.probe === request) this.end(request);
		if (this.pending.size === 0) this.timer?.abort();
	}

	isProbe(request: PendingRequest): boolean {
		return this.probe === request;
	}

	/** Whether this request may leave now. */
	lets(request: PendingRequest): boolean {
		return !this.refusal || this.probe === request;
	}

	/**
	 * Google refused a request.
	 *
	 * @param progress whether a part of what it asked for went well
	 */
	refused(request: PendingRequest, failure: Failure, progress: boolean): void {
		const now = clock.now();
		if (progress) this.forget(request.traffic);
		const { since = now, at = -Infinity, count = 0, earliest = 0, until = 0 } = this.refusal ?? {};
		// of several that were under way together, one counts
		const isNext = request.leftAt > at;
		const { least, delay } = delayAfterRefusal(failure, isNext ? count + 1 : count, clock.random());
		this.refusal = {
			since,
			at: isNext ? now : at,
			count: isNext ? count + 1 : count,
			earliest: Math.max(earliest, now + least),
			until: Math.max(until, now + delay),
			failure,
		};
		if (!this.sinceOf.has(request.traffic)) this.sinceOf.set(request.traffic, now);
		this.end(request);
	}

	/** Google answered a request, and not with a refusal for a quota. */
	answered(request: PendingRequest): void {
		if (!this.refusal || this.probe === request) this.forget(request.traffic);
		this.end(request);
	}

	/** A request left, and what came of it tells nothing about the quota. */
	unclear(request: PendingRequest): void {
		if (this.refusal && this.probe === request) {
			const next = clock.now() + LEAST_DELAY;
			const { earliest, until } = this.refusal;
			Object.assign(this.refusal, { earliest: Math.max(earliest, next), until: Math.max(until, next) });
		}
		this.end(request);
	}

	/** Looks who may leave, and who has waited for as long as it may. */
	review(): void {
		this.timer?.abort();
		const { refusal } = this;
		const waiting = [...this.pending].filter(({ underWay }) => !underWay);
		if (!refusal) {
			for (const request of waiting) request.admit();
			return;
		}
		const now = clock.now();
		if (!this.probe) {
			this.probe = waiting.find((request) => request.isAtItsTurn && this.mayProbe(request, refusal, now));
			this.probe?.admit();
		}
		for (const request of waiting) this.lookAt(request, refusal);
		if (!this.probe && waiting.some(({ isAtItsTurn }) => isAtItsTurn)) this.probeAt(refusal, waiting, now);
	}

	/** Ends the wait of a request that has waited for as long as it may, or sees to it that this is looked at in time. */
	private lookAt(request: PendingRequest, refusal: Refusal): void {
		if (request === this.probe || request.signal.aborted) return;
		const time = this.endOfWait(request, refusal);
		if (time <= clock.now()) {
			request.giveUp(refusal.failure);
			return;
		}
		if (time >= this.alarmAt) return;
		this.alarmAt = time;
		clock.alarm(time - clock.now()).addEventListener('abort', () => {
			if (this.alarmAt !== time) return;
			this.alarmAt = Infinity;
			this.review();
		});
	}

	private probeAt({ until }: Refusal, waiting: PendingRequest[], now: number): void {
		const times = [until, ...waiting.map((request) => this.deadline(request)).filter((time) => time > now)];
		const timer = (this.timer = new AbortController());
		void clock.delay(Math.min(...times) - now, timer.signal).then(() => {
			if (!timer.signal.aborted) this.review();
		});
	}

	private mayProbe(request: PendingRequest, { earliest, until }: Refusal, now: number): boolean {
		return now >= until || (now >= earliest && now >= this.deadline(request));
	}

	/** When a request that does not leave before gives up. */
	private endOfWait(request: PendingRequest, { earliest }: Refusal): number {
		const deadline = this.deadline(request);
		if (this.probe) return deadline + GRACE;
		return earliest > deadline ? -Infinity : deadline;
	}

	private deadline({ traffic, maximumWait, refusedSince = Infinity }: PendingRequest): number {
		const ofTraffic = this.sinceOf.get(traffic) ?? Infinity;
		return Math.min(this.refusal?.since ?? Infinity, ofTraffic, refusedSince) + Math.max(maximumWait, LEAST_WAIT);
	}

	private forget(traffic: Traffic): void {
		this.refusal = undefined;
		this.sinceOf.delete(traffic);
	}

	private end(request: PendingRequest): void {
		if (this.probe === request) this.probe = undefined;
		this.review();
	}
}

const MINUTE = 60_000;

/** Requests per minute. A lower rate says nothing about the quota: then only the cool-down limits requests. */
const MIN_RATE = 60;

/** Recovery per minute, as a fraction of the rate at which Google throttled. */
const RECOVERY = 0.1;

/**
 * Adaptive rate limiter for one kind of traffic. Unlimited until Google throttles a request: then the rate is halved
 * and recovers slowly. Google counts its quota per minute but does not publish it.
 * https://developers.google.com/photos/overview/best-practices
 *
 * All times are in milliseconds since 1970, all rates in requests per minute.
 */
export class AdaptiveRateLimiter {
	/** send times of the last minute's requests, oldest first */
	private readonly recent: number[] = [];
	private throttle?: { rate: number; since: number; refusedAt: number };
	private nextSlot = 0;

	/** Reserves a slot. @returns when the request may be sent */
	reserve(now: number): number {
		const rate = this.rate(now);
		if (rate === undefined) return now;
		const slot = Math.max(now, this.nextSlot);
		this.nextSlot = slot + MINUTE / rate;
		return slot;
	}

	/** Records that a request is sent. */
	recordSend(now: number): void {
		this.recent.push(now);
		this.forget(now);
	}

	/**
	 * Halves the rate after a throttled request: once for all requests that were sent before the rate was last halved.
	 *
	 * @param sentAt when the throttled request was sent
	 */
	onThrottled(sentAt: number, now: number): void {
		if (this.throttle && sentAt < this.throttle.since) return;
		this.forget(now);
		const rate = this.rate(now) ?? this.recent.length;
		const refusedAt = this.throttle?.refusedAt ?? rate;
		if (refusedAt < MIN_RATE) return;
		this.throttle = { rate: Math.max(rate, MIN_RATE) / 2, since: now, refusedAt };
		// the new rate also applies to the minute that has just passed
		const blocking = this.recent.at(-Math.floor(this.throttle.rate));
		this.nextSlot = blocking === undefined ? now : blocking + MINUTE;
	}

	/** @returns the current rate, or undefined while unlimited */
	private rate(now: number): number | undefined {
		if (!this.throttle) return undefined;
		const { rate, since, refusedAt } = this.throttle;
		const recovered = rate + (refusedAt * RECOVERY * (now - since)) / MINUTE;
		if (recovered < 2 * refusedAt) return recovered;
		this.throttle = undefined;
		return undefined;
	}

	private forget(now: number): void {
		while (this.recent[0] <= now - MINUTE) this.recent.shift();
	}
}

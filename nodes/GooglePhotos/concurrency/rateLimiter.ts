const MINUTE = 60_000;

/** Fewer requests in a minute tell nothing about a rate: then only the cool-down holds back. */
const MIN_RATE = 60;

/** How much the rate recovers in a minute: this part of the rate at which Google refused. */
const RECOVERY = 0.1;

/**
 * How fast requests of one kind leave. Nothing is held back until Google refuses one for its quota, which it
 * counts by the minute but does not publish: then the rate halves, and recovers slowly.
 * https://developers.google.com/photos/overview/best-practices
 *
 * All times in milliseconds since 1970, all rates in requests a minute.
 */
export class AdaptiveRateLimiter {
	/** when the requests of the last minute left, oldest first */
	private readonly recent: number[] = [];
	private throttle?: { rate: number; since: number; refusedAt: number };
	private nextSlot = 0;

	/** Takes a turn. @returns when its request may leave */
	reserve(now: number): number {
		const rate = this.rate(now);
		if (rate === undefined) return now;
		const turn = Math.max(now, this.nextSlot);
		this.nextSlot = turn + MINUTE / rate;
		return turn;
	}

	/** A request leaves. */
	recordSend(now: number): void {
		this.recent.push(now);
		this.forget(now);
	}

	/**
	 * Google has refused a request for its quota. Several that were under way together halve the rate once.
	 *
	 * @param leftAt when the request left
	 */
	onThrottled(leftAt: number, now: number): void {
		if (this.throttle && leftAt < this.throttle.since) return;
		this.forget(now);
		const rate = this.rate(now) ?? this.recent.length;
		const refusedAt = this.throttle?.refusedAt ?? rate;
		if (refusedAt < MIN_RATE) return;
		this.throttle = { rate: Math.max(rate, MIN_RATE) / 2, since: now, refusedAt };
		// also the minute that has just passed may hold no more than that
		const inTheWay = this.recent.at(-Math.floor(this.throttle.rate));
		this.nextSlot = inTheWay === undefined ? now : inTheWay + MINUTE;
	}

	/** @returns the present rate, or undefined while nothing is held back */
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

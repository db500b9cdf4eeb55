const MINUTE = 60_000;

/** Fewer requests in a minute tell nothing about a rate: then only the cool-down holds back. */
const FEWEST = 60;

/** How much the rate recovers in a minute: this part of the rate at which Google refused. */
const RECOVERY = 0.1;

/**
 * How fast requests of one kind leave. Nothing is held back until Google refuses one for its quota, which it
 * counts by the minute but does not publish: then the rate halves, and recovers slowly.
 * https://developers.google.com/photos/overview/best-practices
 *
 * All times in milliseconds since 1970, all rates in requests a minute.
 */
export class Pace {
	/** when the requests of the last minute left, oldest first */
	private readonly recent: number[] = [];
	private held?: { rate: number; since: number; refusedAt: number };
	private nextTurn = 0;

	/** Takes a turn. @returns when its request may leave */
	turn(now: number): number {
		const rate = this.rate(now);
		if (rate === undefined) return now;
		const turn = Math.max(now, this.nextTurn);
		this.nextTurn = turn + MINUTE / rate;
		return turn;
	}

	/** A request leaves. */
	left(now: number): void {
		this.recent.push(now);
		this.forget(now);
	}

	/**
	 * Google has refused a request for its quota. Several that were under way together halve the rate once.
	 *
	 * @param leftAt when the request left
	 */
	refused(leftAt: number, now: number): void {
		if (this.held && leftAt < this.held.since) return;
		this.forget(now);
		const rate = this.rate(now) ?? this.recent.length;
		const refusedAt = this.held?.refusedAt ?? rate;
		if (refusedAt < FEWEST) return;
		this.held = { rate: Math.max(rate, FEWEST) / 2, since: now, refusedAt };
		// also the minute that has just passed may hold no more than that
		const inTheWay = this.recent.at(-Math.floor(this.held.rate));
		this.nextTurn = inTheWay === undefined ? now : inTheWay + MINUTE;
	}

	/** @returns the present rate, or undefined while nothing is held back */
	private rate(now: number): number | undefined {
		if (!this.held) return undefined;
		const { rate, since, refusedAt } = this.held;
		const recovered = rate + (refusedAt * RECOVERY * (now - since)) / MINUTE;
		if (recovered < 2 * refusedAt) return recovered;
		this.held = undefined;
		return undefined;
	}

	private forget(now: number): void {
		while (this.recent[0] <= now - MINUTE) this.recent.shift();
	}
}

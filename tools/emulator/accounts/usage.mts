const pacificDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });

/** Counts uses in Pacific days, and in minutes of an account's clock. */
export class Usage {
	private readonly pauses = new Map<string, number>();
	private readonly used = new Map<string, { period: string; count: number }>();

	/**
	 * Counts one use of a daily quota.
	 * @param now milliseconds
	 * @param limit uses a day
	 * @returns whether the use was within the limit
	 */
	day(name: string, now: number, limit: number): boolean {
		return this.use(name, pacificDay.format(now), limit);
	}

	/** Like {@link day}, for a quota by the minute; 0 is no limit. */
	minute(name: string, now: number, limit: number): boolean {
		return limit === 0 || this.use(name, String(Math.floor(now / 60_000)), limit);
	}

	/** Ends uses of this name until a time in milliseconds. */
	pause(name: string, until: number): void {
		this.pauses.set(name, until);
	}

	isPaused(name: string, now: number): boolean {
		return now < (this.pauses.get(name) ?? 0);
	}

	private use(name: string, period: string, limit: number): boolean {
		const now = this.used.get(name);
		const count = (now?.period === period ? now.count : 0) + 1;
		this.used.set(name, { period, count });
		return count <= limit;
	}
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Where Google's quotas of a day begin and end. */
const pacific = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	hourCycle: 'h23',
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: 'numeric',
});

function pacificTime(time: number): { year: number; month: number; day: number; hour: number } {
	const parts = pacific.formatToParts(time).map(({ type, value }) => [type, Number(value)]);
	return Object.fromEntries(parts);
}

/**
 * When Google grants the requests of a new day: the next midnight of Pacific Time, which is 7 or 8 hours after
 * that of UTC, by its daylight saving time.
 * https://developers.google.com/photos/overview/api-limits-quotas
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970
 */
export function nextReset(now: number): number {
	const { year, month, day } = pacificTime(now);
	const midnight = Date.UTC(year, month - 1, day) + DAY;
	const inSummer = midnight + 7 * HOUR;
	return pacificTime(inSummer).hour === 0 ? inSummer : midnight + 8 * HOUR;
}

/** ISO 8601 dates in parameters: written by users, or made by expressions. */

/** A time of day after a date, with or without a time zone. */
export const ISO_TIME =
	'[T ](?<hour>\\d\\d)(?::?(?<minute>\\d\\d)(?::?(?<second>\\d\\d)(?:[.,]\\d+)?)?)?(?: ?(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?))?(?:\\[(?<region>[\\w/+-]+)\\])?';

/**
 * The text of a date, as far as the value is one.
 *
 * @param value text, a number, or a Date or Luxon object from an expression
 * @param zone IANA time zone of a JavaScript Date, which has none of its own
 */
export function writtenDate(value: unknown, zone: string): string {
	if (value instanceof Date) {
		return Number.isNaN(value.getTime()) ? 'Invalid Date' : localTime(value.getTime(), zone) + offsetText(offsetAt(value.getTime(), zone));
	}
	const luxon = value as { toISO?: () => string | null } | null | undefined;
	if (typeof luxon?.toISO === 'function') return luxon.toISO() ?? 'Invalid DateTime';
	if (typeof value === 'object' && value !== null) return JSON.stringify(value).slice(0, 50);
	return String(value ?? '').trim();
}

/** `2026-07-14 18:30:00` */
function localTime(instant: number, zone: string): string {
	// the Swedish locale formats dates as ISO 8601
	return new Date(instant).toLocaleString('sv-SE', { timeZone: zone });
}

/**
 * Offset of a time zone from UTC.
 *
 * @param instant milliseconds
 * @returns minutes; rounded, since zones of the 19th century are not whole minutes off
 */
export function offsetAt(instant: number, zone: string): number {
	const local = Date.parse(`${localTime(instant, zone).replace(' ', 'T')}Z`);
	return Math.round((local - instant) / 60_000) || 0;
}

function offsetText(offset: number): string {
	const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
	const minutes = Math.abs(offset);
	return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Whether the calendar has the day, month or year; 0 is a wildcard. */
export function isInCalendar(year: number, month: number, day: number): boolean {
	if (month === 0) return day === 0;
	// a leap year, because 29 February is valid for "every year"; setUTCFullYear, because Date.UTC takes 26 for 1926
	const lastDay = new Date(0);
	lastDay.setUTCFullYear(year || 2000, month, 0);
	return month <= 12 && day <= lastDay.getUTCDate();
}

import type { Filters, GoogleDate } from '../api/resources.mts';
import { invalid } from '../http/google-error.mts';

type DateFilter = NonNullable<Filters['dateFilter']>;
type Parts = Required<GoogleDate>;

/**
 * Returns a predicate for capture times.
 * @throws GoogleError for dates that Google rejects: all parts zero, only the month zero, day and year zero; a range
 *   whose ends differ in form or are reversed; more than five dates or ranges
 * @see https://developers.google.com/photos/library/guides/apply-filters#dates-date-ranges
 */
export function dateTest(filter: DateFilter): (time: number) => boolean {
	const { dates = [], ranges = [] } = filter;
	if (dates.length > 5 || ranges.length > 5)
		throw invalid('Request must have at most 5 dates and 5 date ranges.');
	const days = dates.map(checked);
	const spans = ranges.map(({ startDate = {}, endDate = {} }) => {
		const [start, end] = [checked(startDate), checked(endDate)];
		if (form(start) !== form(end))
			throw invalid('Both ends of a date range must use the same format.');
		if (start.year > 0 && order(start) > order(end))
			throw invalid('A date range must not end before it starts.');
		return { start, end };
	});
	return (time) => {
		const taken = partsOf(time);
		return (
			days.some((day) => order(masked(taken, day)) === order(day)) ||
			spans.some(({ start, end }) =>
				isWithin(order(masked(taken, start)), order(start), order(end)),
			)
		);
	};
}

function checked({ year = 0, month = 0, day = 0 }: GoogleDate): Parts {
	const inRange = year >= 0 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 && day <= 31;
	const allowed = month > 0 ? year > 0 || day > 0 : year > 0 && day === 0;
	if (!inRange || !allowed) throw invalid('Request contains an invalid date.');
	return { year, month, day };
}

/** A range without a year can cross the end of the year: 20 December to 5 January. */
function isWithin(value: number, start: number, end: number): boolean {
	return start <= end ? start <= value && value <= end : value >= start || value <= end;
}

function partsOf(time: number): Parts {
	const date = new Date(time);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The date without the parts that are 0 in the pattern. */
function masked(date: Parts, pattern: Parts): Parts {
	return {
		year: pattern.year && date.year,
		month: pattern.month && date.month,
		day: pattern.day && date.day,
	};
}

const order = ({ year, month, day }: Parts) => (year * 100 + month) * 100 + day;
const form = ({ year, month, day }: Parts) => [year, month, day].map((part) => part > 0).join();

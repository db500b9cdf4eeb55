import type { IDataObject } from 'n8n-workflow';
import type { SearchContext } from './context';
import { calendarDateOf } from './date';
import type { CalendarDate } from './date';

/** https://developers.google.com/photos/library/guides/apply-filters#dates-date-ranges */
const MOST_DATES = 5;

/** A fixed collection of dates or date ranges; n8n takes no expression in place of it or its rows. */
export interface Rows {
	values?: Array<{ date?: unknown; startDate?: unknown; endDate?: unknown }>;
}

/** @returns the single dates, as Google wants them */
export function datesOf(form: Rows | undefined, context: SearchContext): IDataObject[] {
	return rowsOf(form, 'Dates', context).map(({ date }) => ({ ...calendarDateOf(date, 'Dates', context) }));
}

/** @returns the date ranges, as Google wants them; both ends belong to a range */
export function rangesOf(form: Rows | undefined, context: SearchContext): IDataObject[] {
	return rowsOf(form, 'Date Ranges', context).map(({ startDate, endDate }) => {
		const start = calendarDateOf(startDate, 'Date Ranges > Start Date', context);
		const end = calendarDateOf(endDate, 'Date Ranges > End Date', context);
		checkRange(start, end, context);
		return { startDate: { ...start }, endDate: { ...end } };
	});
}

function rowsOf(form: Rows | undefined, parameter: string, { refuse }: SearchContext): NonNullable<Rows['values']> {
	const rows = form?.values ?? [];
	if (rows.length <= MOST_DATES) return rows;
	throw refuse(
		parameter,
		`There are more than ${MOST_DATES} ${parameter.toLowerCase()}`,
		`Google takes up to ${MOST_DATES} in one search. Put them together to ranges, or search several times.`,
	);
}

/** Google's rules for a range: both ends of the same kind, and not the wrong way round. */
function checkRange(start: CalendarDate, end: CalendarDate, { refuse }: SearchContext): void {
	if (kindOf(start) !== kindOf(end)) {
		throw refuse(
			'Date Ranges',
			'The start and the end of a date range are not of the same kind',
			'Use two days, two months, two years or two days of every year.',
		);
	}
	if (orderOf(start) <= orderOf(end)) return;
	if (start.year === undefined) {
		throw refuse(
			'Date Ranges',
			'A date range of every year cannot go on beyond the end of the year',
			'Use two ranges, such as *-12-20 to *-12-31 and *-01-01 to *-01-05.',
		);
	}
	throw refuse('Date Ranges', 'A date range ends before it starts', 'Exchange its start and its end.');
}

const kindOf = (date: CalendarDate) => Object.keys(date).join();
const orderOf = ({ year = 0, month = 0, day = 0 }: CalendarDate) => (year * 100 + month) * 100 + day;

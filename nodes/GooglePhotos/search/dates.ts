import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import type { ErrorContext } from '../errors/wording';
import { isInCalendar, ISO_TIME, writtenDate } from '../properties/isoDate';
import { inputErrorFor } from '../properties/parseValues';
import type { MakeInputError } from '../properties/parseValues';

/** What the parsers of search filters need of an input item. */
export interface SearchContext {
	/** IANA time zone that determines the day of a JavaScript Date, which has no zone of its own */
	zone: string;
	/** makes the error for a filter that Google would reject */
	createError: MakeInputError;
}

/** @param subject error context with the input item of the search */
export function searchContext(context: IExecutePaginationFunctions, subject: ErrorContext): SearchContext {
	return {
		zone: context.getTimezone(),
		createError: inputErrorFor(context.getNode(), subject),
	};
}

/**
 * A date in a search filter. A missing part is a wildcard: without a day the date is the whole month, without a month
 * the whole year, without a year a day of every year.
 * https://developers.google.com/photos/library/reference/rest/v1/Date
 */
export interface CalendarDate {
	year?: number;
	month?: number;
	day?: number;
}

/** Accepted forms of a date, for error messages. */
export const DATE_FORMS = 'a day (2026-07-14), a month (2026-07), a year (2026) or a day of every year (*-12-24)';

/** ISO 8601. "*", "0000" or ISO's old "-" in place of the year means every year. */
const WITH_DASHES = new RegExp(`^(\\d{4}|[*-])(?:-(\\d\\d?)(?:-(\\d\\d?)(?:${ISO_TIME})?)?)?$`, 'i');
const WITHOUT_DASHES = new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)(?:${ISO_TIME})?$`, 'i');

/**
 * Parses a date as it is written: a time and a time zone after it never change the day.
 *
 * @param value text, a year as a number, or a Date or Luxon object from an expression
 * @param parameter display name of the field
 * @throws NodeOperationError if the value is no date, or one that Google cannot search for
 */
export function calendarDateOf(value: unknown, parameter: string, { zone, createError }: SearchContext): CalendarDate {
	const text = writtenDate(value, zone);
	if (text === '') {
		throw createError(parameter, 'This has no date', `Enter ${DATE_FORMS}, or remove the date from the filters.`);
	}
	const parts = WITH_DASHES.exec(text) ?? WITHOUT_DASHES.exec(text);
	if (!parts) throw createError(parameter, 'This is not a date', `Enter ${DATE_FORMS}.`, text);
	const [year, month, day] = parts.slice(1, 4).map((part) => Number(/^\d/.test(part) ? part : 0));
	if (!isInCalendar(year, month, day)) {
		throw createError(parameter, 'This is a date that does not exist', `Enter ${DATE_FORMS}.`, text);
	}
	if (year === 0 && day === 0) {
		throw createError(
			parameter,
			'This is one month of every year, which Google Photos cannot search for',
			'Add the year, or use a date range such as *-12-01 to *-12-31.',
			text,
		);
	}
	return { ...(year && { year }), ...(month && { month }), ...(day && { day }) };
}

/** https://developers.google.com/photos/library/guides/apply-filters#dates-date-ranges */
const MAX_DATES = 5;

/** Value of a fixed collection of dates or date ranges. n8n allows no expression for the collection or its rows. */
export interface Rows {
	values?: Array<{ date?: unknown; startDate?: unknown; endDate?: unknown }>;
}

/** @returns the single dates in Google's format */
export function datesOf(form: Rows | undefined, context: SearchContext): IDataObject[] {
	return rowsOf(form, 'Dates', context).map(({ date }) => ({ ...calendarDateOf(date, 'Dates', context) }));
}

/** @returns the date ranges in Google's format; both ends are inclusive */
export function rangesOf(form: Rows | undefined, context: SearchContext): IDataObject[] {
	return rowsOf(form, 'Date Ranges', context).map(({ startDate, endDate }) => {
		const start = calendarDateOf(startDate, 'Date Ranges > Start Date', context);
		const end = calendarDateOf(endDate, 'Date Ranges > End Date', context);
		checkRange(start, end, context);
		return { startDate: { ...start }, endDate: { ...end } };
	});
}

function rowsOf(form: Rows | undefined, parameter: string, { createError }: SearchContext): NonNullable<Rows['values']> {
	const rows = form?.values ?? [];
	if (rows.length <= MAX_DATES) return rows;
	throw createError(
		parameter,
		`There are more than ${MAX_DATES} ${parameter.toLowerCase()}`,
		`Combine them into ranges, or search several times. Google accepts up to ${MAX_DATES} in one search.`,
	);
}

/** Checks Google's rules for a range: both ends have the same form, and the start is not after the end. */
function checkRange(start: CalendarDate, end: CalendarDate, { createError }: SearchContext): void {
	if (kindOf(start) !== kindOf(end)) {
		throw createError(
			'Date Ranges',
			'The start and the end of a date range have different formats',
			'Use two days, two months, two years or two days of every year.',
		);
	}
	if (orderOf(start) <= orderOf(end)) return;
	if (start.year === undefined) {
		throw createError(
			'Date Ranges',
			'A date range of every year cannot extend past the end of the year',
			'Use two ranges, such as *-12-20 to *-12-31 and *-01-01 to *-01-05.',
		);
	}
	throw createError('Date Ranges', 'A date range ends before it starts', 'Swap its start and its end.');
}

const kindOf = (date: CalendarDate) => Object.keys(date).join();
const orderOf = ({ year = 0, month = 0, day = 0 }: CalendarDate) => (year * 100 + month) * 100 + day;

import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CaptureDate } from '../files/captureDate';
import { isInCalendar, ISO_TIME, offsetAt, writtenDate } from './isoDate';
import { optionValue, parseChoice } from './parseValues';
import type { MakeInputError } from './parseValues';

/** The option that gives files a capture date. */
export const captureDateOption: INodeProperties = {
	displayName: 'Capture Date',
	name: 'captureDate',
	type: 'fixedCollection',
	default: { values: { date: '', when: 'missing' } },
	description:
		'When the photos were taken, written into JPEG, PNG and WebP files as they are sent. Google sorts photos by this date, and no app can change it later. Without any date, the day of the upload counts.',
	options: [
		{
			displayName: 'Capture Date',
			name: 'values',
			values: [
				{
					displayName: 'Date',
					name: 'date',
					type: 'dateTime',
					default: '',
					placeholder: 'e.g. 2026-07-14T18:30:00+02:00',
					description: 'Without a time zone, the one of the workflow is used. Without a time, 12:00 is used.',
					hint: 'Do not use $now: each run would send different bytes, and so create another photo',
				},
				{
					displayName: 'When',
					name: 'when',
					type: 'options',
					default: 'missing',
					description:
						'Which files get the date. Pictures of AI services are often signed (C2PA): once the date is written into such a file, its signature is no longer valid.',
					options: [
						{
							name: 'Always',
							value: 'always',
							description: 'The date replaces the one in the file, even if the file is signed (C2PA)',
						},
						{
							name: 'Only If the File Has None',
							value: 'missing',
							description: 'Files that already contain a date or a signature (C2PA) stay as they are',
						},
					],
				},
			],
		},
	],
};

/** A capture date for the files of an item. */
export interface WantedCaptureDate {
	date: CaptureDate;
	when: 'missing' | 'always';
}

/** What the parser needs to know of the execution. */
export interface DateContext {
	/** IANA time zone of the workflow, for dates without one */
	zone: () => string;
	/** milliseconds */
	now: () => number;
	createError: MakeInputError;
}

/**
 * Reads the option from the values of the collection Options.
 *
 * @returns undefined if the user did not add the option
 * @throws NodeOperationError if it is not the date and time of a photo
 */
export function parseCaptureDateOption(options: IDataObject, context: DateContext): WantedCaptureDate | undefined {
	const values = (options.captureDate as IDataObject | undefined)?.values as IDataObject | undefined;
	if (!values) return undefined;
	return {
		date: parseCaptureDate(values.date, context),
		when: parseChoice(optionValue(values, 'when', 'missing'), ['missing', 'always'], `${PARAMETER} > When`, context.createError),
	};
}

const PARAMETER = 'Capture Date';

const FORMS =
	'Enter a date and time in ISO 8601, such as 2026-07-14T18:30:00+02:00. A day (2026-07-14) and a DateTime from an expression are accepted as well.';

const DATE_AND_TIME = ['(\\d{4})-(\\d\\d?)-(\\d\\d?)', '(\\d{4})(\\d\\d)(\\d\\d)'].map(
	(day) => new RegExp(`^${day}(?:${ISO_TIME})?$`, 'i'),
);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Time of day of a date without a time: it stays the same day in most time zones. */
const NOON = '12';

/** Year of the first photos, and not of a program's empty date such as 0001-01-01. */
const MIN_YEAR = 1800;

/** The farthest time zone, in minutes. */
const MAX_OFFSET = 14 * 60;

/** @throws NodeOperationError if the value is not the date, or date and time, of a photo */
export function parseCaptureDate(value: unknown, { zone, now, createError }: DateContext): CaptureDate {
	const text = writtenDate(value, value instanceof Date ? zone() : 'UTC');
	if (text === '') {
		const advice = `${FORMS} Use an If node to send items without a date to another Google Photos node.`;
		throw createError(PARAMETER, 'The capture date is empty', advice);
	}
	const written = parsed(text);
	if (!written) throw createError(PARAMETER, 'This is not a date and time', adviceFor(text), text);
	if (!exists(written)) throw createError(PARAMETER, 'This is a date and time that does not exist', FORMS, text);
	const { year, month, day, hour, minute, second } = written;
	if (year < MIN_YEAR) throw createError(PARAMETER, `The capture date is before ${MIN_YEAR}`, FORMS, text);
	const local = Date.UTC(year, month - 1, day, hour, minute, second);
	const offset = written.offset ?? localOffset(local, zone());
	if (local - offset * MINUTE <= now() + DAY) return { year, month, day, hour, minute, second, offset };
	const advice = 'Enter the date and time at which the photo was taken. Google does not find photos with later dates by their date.';
	throw createError(PARAMETER, 'The capture date is more than a day in the future', advice, text);
}

/** A date as it is written: without an offset, it is in the workflow's time zone. */
type Written = Omit<CaptureDate, 'offset'> & { offset: number | undefined };

/** @returns undefined if the text is no date; the calendar may not have the date */
function parsed(text: string): Written | undefined {
	const parts = DATE_AND_TIME.map((form) => form.exec(text)).find(Boolean);
	const { hour = NOON, minute = '0', second = '0', offset, region }: Partial<Record<string, string>> = parts?.groups ?? {};
	// a region without an offset is not ISO 8601, and must not be read as the workflow's time zone
	if (!parts || (region !== undefined && offset === undefined)) return undefined;
	const [year, month, day] = parts.slice(1, 4).map(Number);
	return {
		year,
		month,
		day,
		hour: Number(hour),
		minute: Number(minute),
		second: Number(second),
		offset: offset === undefined ? undefined : minutesOf(offset),
	};
}

/** Whether there is such a day, time of day and offset. */
function exists({ year, month, day, hour, minute, second, offset = 0 }: Written): boolean {
	const isDay = month > 0 && day > 0 && isInCalendar(year, month, day);
	return isDay && hour < 24 && minute < 60 && second < 60 && Math.abs(offset) <= MAX_OFFSET;
}

function adviceFor(text: string): string {
	if (!/^\d{9,13}(\.\d+)?$/.test(text)) return FORMS;
	return `${FORMS} For a Unix timestamp, use DateTime.fromSeconds(…) or DateTime.fromMillis(…) in an expression.`;
}

/** @returns minutes; Infinity if there is no such offset */
function minutesOf(offset: string): number {
	if (/^z$/i.test(offset)) return 0;
	const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) as RegExpExecArray;
	const total = Number(minutes) < 60 ? Number(hours) * 60 + Number(minutes) : Infinity;
	return sign === '-' ? 0 - total : total;
}

/**
 * Offset of a zone at a local time. Of a time that the clock shows twice it is the first.
 *
 * @param local milliseconds of the local time as if it were UTC
 */
function localOffset(local: number, zone: string): number {
	const before = offsetAt(local - DAY, zone);
	if (offsetAt(local - before * MINUTE, zone) === before) return before;
	return offsetAt(local - offsetAt(local + DAY, zone) * MINUTE, zone);
}

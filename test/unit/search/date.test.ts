import fc from 'fast-check';
import { DateTime } from 'luxon';
import { calendarDateOf } from '../../../nodes/GooglePhotos/search/dates';
import { context } from './context';

const dateOf = (value: unknown, zone?: string) => calendarDateOf(value, 'Dates', context(zone));
const day = { year: 2026, month: 7, day: 14 };

test.each<[unknown, object]>([
	['2026-07-14', day],
	[' 2026-07-14 ', day],
	['2026-7-14', day],
	['20260714', day],
	[20260714, day],
	['2026-07-14T00:00:00', day],
	['2026-07-14 23:59:59', day],
	['2026-07-14T23:30:00-08:00', day],
	['2026-07-14T00:30:00.000+14:00', day],
	['2026-07-14T23:30Z', day],
	['2026-07-14t23:30z', day],
	['20260714T233000Z', day],
	['2026-07-14T23:30:00.123456789-08:00[America/Los_Angeles]', day],
	['2026-07', { year: 2026, month: 7 }],
	['2026-07-00', { year: 2026, month: 7 }],
	['2026', { year: 2026 }],
	[2026, { year: 2026 }],
	['0001', { year: 1 }],
	['*-12-24', { month: 12, day: 24 }],
	['--12-24', { month: 12, day: 24 }],
	['0000-12-24', { month: 12, day: 24 }],
	['*-02-29', { month: 2, day: 29 }],
	['2024-02-29', { year: 2024, month: 2, day: 29 }],
])('%p is read as %p', (value, date) => {
	expect(dateOf(value)).toEqual(date);
});

test.each<[unknown, RegExp]>([
	['', /has no date/],
	[undefined, /has no date/],
	[null, /has no date/],
	['yesterday', /is not a date: "yesterday"/],
	['07/14/2026', /is not a date/],
	['14.07.2026', /is not a date/],
	['2026-07-14 to 2026-07-20', /is not a date/],
	['2026-07-14,2026-07-15', /is not a date/],
	['2026-W29-2', /is not a date/],
	['2026-07-14T', /is not a date/],
	['26-07-14', /is not a date/],
	[1_784_000_000_000, /is not a date/],
	[true, /is not a date/],
	[{ year: 2026 }, /is not a date/],
	[new Date(Number.NaN), /is not a date: "Invalid Date"/],
	[DateTime.invalid('test'), /is not a date: "Invalid DateTime"/],
	['2026-02-29', /date that does not exist: "2026-02-29"/],
	['2026-13', /date that does not exist/],
	['2026-07-32', /date that does not exist/],
	['2026-00-14', /date that does not exist/],
	['*-02-30', /date that does not exist/],
	['*-12', /one month of every year/],
	['*', /a month of every year|every year/],
])('%p is rejected with an error that names the parameter and the item', (value, says) => {
	expect(() => dateOf(value)).toThrow(says);
	expect(() => dateOf(value)).toThrow(/\[item 3\]\. ./);
	expect(() => dateOf(value)).toThrow(
		expect.objectContaining({ message: expect.stringMatching(/^'Dates' (is|has) /) }),
	);
});

const zones = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
const anyMoment = fc.date({ min: new Date('1000-01-03'), max: new Date('9999-12-29'), noInvalidDate: true });

test('a Date is read as its day in the time zone of the workflow', () => {
	fc.assert(
		fc.property(anyMoment, fc.constantFrom(...zones), (moment, zone) => {
			const { year, month, day: itsDay } = DateTime.fromJSDate(moment, { zone });
			expect(dateOf(moment, zone)).toEqual({ year, month, day: itsDay });
		}),
	);
});

test('a Luxon DateTime, also as text, is read as its day in its own time zone', () => {
	fc.assert(
		fc.property(anyMoment, fc.constantFrom(...zones), fc.constantFrom(...zones), (moment, zone, other) => {
			const value = DateTime.fromJSDate(moment, { zone });
			const date = { year: value.year, month: value.month, day: value.day };
			expect(dateOf(value, other)).toEqual(date);
			expect(dateOf(value.toString(), other)).toEqual(date);
			expect(dateOf(value.toISO(), other)).toEqual(date);
			expect(dateOf(value.toSQL(), other)).toEqual(date);
		}),
	);
});

const digits = (value: number, length: number) => String(value).padStart(length, '0');

test('every date that Google can search for can be written as text and is read correctly', () => {
	const dates = fc
		.record({ year: fc.integer({ min: 0, max: 9999 }), month: fc.integer({ min: 0, max: 12 }), day: fc.integer({ min: 0, max: 31 }) })
		.filter(({ year, month, day: itsDay }) => {
			if (month === 0) return year > 0 && itsDay === 0;
			return itsDay === 0 ? year > 0 : itsDay <= (DateTime.utc(year || 2000, month).daysInMonth ?? 0);
		});
	fc.assert(
		fc.property(dates, fc.constantFrom(...zones), ({ year, month, day: itsDay }, zone) => {
			const parts = [
				year ? digits(year, 4) : '*',
				...(month ? [digits(month, 2)] : []),
				...(itsDay ? [digits(itsDay, 2)] : []),
			];
			const read = dateOf(parts.join('-'), zone);
			expect({ year: 0, month: 0, day: 0, ...read }).toEqual({ year, month, day: itsDay });
			expect(Object.values(read)).not.toContain(0);
		}),
		{ numRuns: 1000 },
	);
});

test('any text is read as a date whose day or year it contains, or rejected', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-*T:Z+\d. ]{0,20}$/)), (text) => {
			let read;
			try {
				read = dateOf(text);
			} catch (error) {
				expect((error as Error).message).toMatch(/\[item 3\]\. ./);
				return;
			}
			expect(text).toContain(String(read.day ?? read.year));
		}),
		{ numRuns: 1000 },
	);
});

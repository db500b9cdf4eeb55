import fc from 'fast-check';
import { datesOf, rangesOf } from '../../../nodes/GooglePhotos/search/dates';
import type { Rows } from '../../../nodes/GooglePhotos/search/dates';
import { context } from './context';

const dates = (form?: Rows) => datesOf(form, context());
const ranges = (form?: Rows) => rangesOf(form, context());
const range = (startDate: unknown, endDate: unknown) => ranges({ values: [{ startDate, endDate }] });

const date = (value: unknown) => dates({ values: [{ date: value }] })[0];

test('without rows, there are no dates and no date ranges', () => {
	for (const form of [undefined, {}, { values: [] }]) expect([dates(form), ranges(form)]).toEqual([[], []]);
});

test('several rows give several dates', () => {
	expect(dates({ values: [{ date: '2026' }, { date: '2025-01' }] })).toEqual([{ year: 2026 }, { year: 2025, month: 1 }]);
});

test('a row without a date is rejected, since it would match the whole library', () => {
	expect(() => dates({ values: [{}] })).toThrow(/ has no date/);
	expect(() => dates({ values: [{ date: '' }] })).toThrow(/ has no date/);
	expect(() => ranges({ values: [{ startDate: '2026' }] })).toThrow(/ has no date/);
});

test.each([
	['2026-07-14', '2026-07-14'],
	['2026-07-14T23:00', '2026-08-01'],
	['2025-12', '2026-01'],
	['2025', '2026'],
	['*-12-20', '*-12-31'],
])('a range from %s to %s is accepted', (start, end) => {
	expect(range(start, end)).toEqual([{ startDate: date(start), endDate: date(end) }]);
});

test.each([
	['2026-07-14', '2026-08', /have different formats/],
	['2026', '2026-08', /have different formats/],
	['*-07-14', '2026-08-01', /have different formats/],
	['2026-07-14', '2026-07-13', /ends before it starts/],
	['2026-07', '2025-08', /ends before it starts/],
	['2026', '2025', /ends before it starts/],
	['*-12-20', '*-01-05', /past the end of the year/],
])('a range from %s to %s is rejected', (start, end, says) => {
	expect(() => range(start, end)).toThrow(says);
	expect(() => range(start, end)).toThrow(/\[item 3\]\. ./);
});

test('five dates or date ranges are accepted, six are rejected', () => {
	const row = { date: '2026', startDate: '2026', endDate: '2026' };
	for (const read of [dates, ranges]) {
		expect(read({ values: Array(5).fill(row) })).toHaveLength(5);
		expect(() => read({ values: Array(6).fill(row) })).toThrow(/more than 5 date(s| ranges) \[item 3\]/);
	}
});

test('any two days form a range in one order and are rejected in the other', () => {
	const anyDay = fc
		.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
		.map((date) => date.toISOString().slice(0, 10));
	fc.assert(
		fc.property(anyDay, anyDay, (one, other) => {
			const [start, end] = [one, other].sort();
			expect(range(start, end)).toHaveLength(1);
			if (start !== end) expect(() => range(end, start)).toThrow(/ends before/);
		}),
	);
});

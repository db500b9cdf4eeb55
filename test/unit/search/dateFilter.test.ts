import fc from 'fast-check';
import { datesOf, rangesOf } from '../../../nodes/GooglePhotos/search/dateFilter';
import { context } from './context';

const dates = (value: unknown) => datesOf(value, context());
const ranges = (value: unknown) => rangesOf(value, context());
const range = (startDate: unknown, endDate: unknown) => ranges({ values: [{ startDate, endDate }] });

test.each<[unknown, object[]]>([
	[undefined, []],
	[null, []],
	['', []],
	[{}, []],
	[{ values: [] }, []],
	[{ values: [{ date: '2026' }, { date: '2025-01' }] }, [{ year: 2026 }, { year: 2025, month: 1 }]],
	[{ values: { date: '2026' } }, [{ year: 2026 }]],
	['2026', [{ year: 2026 }]],
	[['2026', { date: '2025' }], [{ year: 2026 }, { year: 2025 }]],
	[new Date('2026-07-14T12:00:00Z'), [{ year: 2026, month: 7, day: 14 }]],
])('dates given as %p are read', (value, read) => {
	expect(dates(value)).toEqual(read);
});

test('a row without a date is refused: it must not find the whole library', () => {
	expect(() => dates({ values: [{}] })).toThrow(/not a date|empty/);
	expect(() => dates({ values: [{ date: '' }] })).toThrow(/A date is empty/);
	expect(() => ranges({ values: [{ startDate: '2026' }] })).toThrow(/A date is empty/);
	expect(() => ranges('2026')).toThrow(/A date is empty/);
});

test.each([
	['2026-07-14', '2026-07-14'],
	['2026-07-14T23:00', '2026-08-01'],
	['2025-12', '2026-01'],
	['2025', '2026'],
	['*-12-20', '*-12-31'],
])('a range from %s to %s', (start, end) => {
	expect(range(start, end)).toEqual([{ startDate: dates(start)[0], endDate: dates(end)[0] }]);
});

test.each([
	['2026-07-14', '2026-08', /not of the same kind/],
	['2026', '2026-08', /not of the same kind/],
	['*-07-14', '2026-08-01', /not of the same kind/],
	['2026-07-14', '2026-07-13', /ends before it starts/],
	['2026-07', '2025-08', /ends before it starts/],
	['2026', '2025', /ends before it starts/],
	['*-12-20', '*-01-05', /beyond the end of the year/],
])('a range from %s to %s is refused', (start, end, says) => {
	expect(() => range(start, end)).toThrow(says);
	expect(() => range(start, end)).toThrow(/\[item 3\]$/);
});

test('five of either, not six', () => {
	const date = { date: '2026', startDate: '2026', endDate: '2026' };
	for (const read of [dates, ranges]) {
		expect(read({ values: Array(5).fill(date) })).toHaveLength(5);
		expect(() => read({ values: Array(6).fill(date) })).toThrow(/more than 5 date(s| ranges) \[item 3\]/);
	}
});

test('of any two days, one order makes a range and the other one is refused', () => {
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

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseCaptureDate, parseCaptureDateOption } from '../../../nodes/GooglePhotos/properties/captureDate';

const NOW = Date.parse('2026-11-30T12:00:00Z');

function contextIn(zone: string) {
	const createError = (parameter: string, message: string, advice: string, value?: string) =>
		new Error(`${parameter}: ${message}${value === undefined ? '' : `: "${value}"`} | ${advice}`);
	return { zone: () => zone, now: () => NOW, createError };
}

const dateOf = (value: unknown, zone = 'Europe/Berlin') => parseCaptureDate(value, contextIn(zone));

/** `2019-07-14 18:30:00 +120` */
function shown(value: unknown, zone?: string): string {
	const { year, month, day, hour, minute, second, offset } = dateOf(value, zone);
	const two = (number: number) => String(number).padStart(2, '0');
	return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)} ${offset}`;
}

test.each<[unknown, string]>([
	['2019-07-14T18:30:00+02:00', '2019-07-14 18:30:00 120'],
	[' 2019-07-14T18:30:00+02:00 ', '2019-07-14 18:30:00 120'],
	['2019-07-14 18:30:00.999-0330', '2019-07-14 18:30:00 -210'],
	['2019-07-14T18:30-08', '2019-07-14 18:30:00 -480'],
	['20190714T183000Z', '2019-07-14 18:30:00 0'],
	['2019-07-14t18:30:00z', '2019-07-14 18:30:00 0'],
	['2019-07-14T18:30:00+00:00', '2019-07-14 18:30:00 0'],
	['2019-07-14T18:30:00-00:00', '2019-07-14 18:30:00 0'],
	['2019-07-14T18:30:00+14:00', '2019-07-14 18:30:00 840'],
	['2019-07-14T18:30:00-08:00[America/Los_Angeles]', '2019-07-14 18:30:00 -480'],
	['2019-07-14T18:30:00', '2019-07-14 18:30:00 120'],
	['2019-01-14T18:30:00', '2019-01-14 18:30:00 60'],
	['2019-07-14', '2019-07-14 12:00:00 120'],
	['20190714', '2019-07-14 12:00:00 120'],
	[20190714, '2019-07-14 12:00:00 120'],
	['2020-02-29', '2020-02-29 12:00:00 60'],
	// the clock of Berlin goes from 02:00 to 03:00, and on another day from 03:00 to 02:00
	['2019-03-31T02:30:00', '2019-03-31 02:30:00 60'],
	['2019-10-27T02:30:00', '2019-10-27 02:30:00 120'],
	['1885-07-14T12:00:00', '1885-07-14 12:00:00 53'],
	['2026-12-01T12:59:00+01:00', '2026-12-01 12:59:00 60'],
	[DateTime.fromISO('2019-07-14T18:30:00', { zone: 'Asia/Kathmandu' }), '2019-07-14 18:30:00 345'],
	[new Date('2019-07-14T16:30:00Z'), '2019-07-14 18:30:00 120'],
])('%p is read as %s', (value, date) => {
	expect(shown(value)).toBe(date);
});

test.each<[unknown, RegExp]>([
	['', /The capture date is empty/],
	[undefined, /The capture date is empty/],
	[null, /The capture date is empty/],
	['yesterday', /This is not a date and time: "yesterday"/],
	['2019', /This is not a date and time/],
	['2019-07', /This is not a date and time/],
	['14.07.2019 18:30', /This is not a date and time/],
	['07/14/2019', /This is not a date and time/],
	['2019-07-14T18:30:00[Asia/Tokyo]', /This is not a date and time/],
	['18:30', /This is not a date and time/],
	// ISO 8601 allows fractions of hours and minutes, which nobody writes
	['2019-07-14T18.5', /This is not a date and time/],
	['2019-07-14T18:30,5', /This is not a date and time/],
	['2019-07-14T18:30:00+02:00 and more', /This is not a date and time/],
	[1_563_121_800, /This is not a date and time.*DateTime\.fromSeconds/],
	['1563121800000', /This is not a date and time.*DateTime\.fromMillis/],
	[true, /This is not a date and time/],
	[{ year: 2019 }, /This is not a date and time/],
	[new Date(Number.NaN), /This is not a date and time: "Invalid Date"/],
	[DateTime.invalid('test'), /This is not a date and time: "Invalid DateTime"/],
	['2019-02-31', /date and time that does not exist: "2019-02-31"/],
	['2019-02-29T12:00:00Z', /date and time that does not exist/],
	['2019-00-14', /date and time that does not exist/],
	['2019-07-00', /date and time that does not exist/],
	['2019-13-01', /date and time that does not exist/],
	['2019-07-14T24:00:00', /date and time that does not exist/],
	['2019-07-14T18:60:00', /date and time that does not exist/],
	['2019-07-14T18:30:60Z', /date and time that does not exist/],
	['2019-07-14T18:30:00+14:01', /date and time that does not exist/],
	['2019-07-14T18:30:00+02:60', /date and time that does not exist/],
	['0001-01-01T00:00:00Z', /before 1800/],
	['2026-12-01T12:00:01Z', /more than a day in the future: "2026-12-01T12:00:01Z"/],
	['2027-01-01', /more than a day in the future/],
])('%p is rejected', (value, words) => {
	expect(() => dateOf(value)).toThrow(words);
});

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const anyMoment = fc.date({ min: new Date('1950-01-01'), max: new Date('2026-11-30'), noInvalidDate: true });

test('any moment in any zone, as text, DateTime or Date, is read as the same local time and offset', () => {
	fc.assert(
		fc.property(anyMoment, fc.constantFrom(...zones), fc.constantFrom(...zones), (moment, zone, other) => {
			const value = DateTime.fromJSDate(moment, { zone });
			const { year, month, day, hour, minute, second, offset } = value;
			const date = { year, month, day, hour, minute, second, offset };
			expect(dateOf(value, other)).toEqual(date);
			expect(dateOf(value.toISO(), other)).toEqual(date);
			expect(dateOf(value.toString(), other)).toEqual(date);
			expect(dateOf(moment, zone)).toEqual(date);
		}),
	);
});

test('a local time is in the zone of the workflow at that moment', () => {
	fc.assert(
		fc.property(anyMoment, fc.constantFrom(...zones), (moment, zone) => {
			const value = DateTime.fromJSDate(moment, { zone });
			// of a time that the clock shows twice Luxon takes either
			const offsets = [value.offset, value.minus({ days: 1 }).offset];
			const date = dateOf(value.toFormat("yyyy-MM-dd'T'HH:mm:ss"), zone);
			expect(date).toMatchObject({ hour: value.hour, minute: value.minute, second: value.second });
			expect(offsets).toContain(date.offset);
		}),
	);
});

describe('the option', () => {
	const read = (captureDate: unknown) => parseCaptureDateOption({ captureDate } as never, contextIn('UTC'));

	test('is not set if the user did not add it', () => {
		expect(parseCaptureDateOption({}, contextIn('UTC'))).toBeUndefined();
		expect(read({})).toBeUndefined();
	});

	test.each([
		[{}, 'missing'],
		[{ when: 'missing' }, 'missing'],
		[{ when: 'Always' }, 'always'],
	])('%p applies to the files meant', (more, when) => {
		expect(read({ values: { date: '2019-07-14', ...more } })?.when).toBe(when);
	});

	test('rejects another choice for When', () => {
		expect(() => read({ values: { date: '2019-07-14', when: 'never' } })).toThrow(/^Capture Date > When: This is not one of the choices: "never"/);
	});

	test('rejects a date that an expression did not give', () => {
		expect(() => read({ values: { when: 'always' } })).toThrow(/^Capture Date: The capture date is empty/);
	});
});

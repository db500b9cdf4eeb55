import fc from 'fast-check';
import { nextReset } from '../../../nodes/GooglePhotosTrigger/pollErrors';

test.each([
	['in winter', '2026-01-15T12:00:00Z', '2026-01-16T08:00:00Z'],
	['in summer', '2026-07-15T12:00:00Z', '2026-07-16T07:00:00Z'],
	['just before midnight', '2026-07-15T06:59:59.999Z', '2026-07-15T07:00:00Z'],
	['at midnight', '2026-07-15T07:00:00Z', '2026-07-16T07:00:00Z'],
	['the day on which summer time begins', '2026-03-08T09:00:00Z', '2026-03-09T07:00:00Z'],
	['the day before', '2026-03-08T07:59:00Z', '2026-03-08T08:00:00Z'],
	['the day on which summer time ends', '2026-11-01T08:30:00Z', '2026-11-02T08:00:00Z'],
	['over the end of a year', '2027-01-01T07:59:00Z', '2027-01-01T08:00:00Z'],
])('the daily quota resets at the next midnight Pacific Time: %s', (_, now, reset) => {
	expect(new Date(nextReset(Date.parse(now))).toISOString()).toBe(new Date(reset).toISOString());
});

test('the reset of the daily quota is at midnight Pacific Time, within the next 25 hours', () => {
	const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
	fc.assert(
		fc.property(date, (now) => {
			const reset = nextReset(now.getTime());
			expect(reset).toBeGreaterThan(now.getTime());
			expect(reset - now.getTime()).toBeLessThanOrEqual(25 * 60 * 60 * 1000);
			const there = new Date(reset).toLocaleTimeString('en-GB', { timeZone: 'America/Los_Angeles' });
			expect(there).toBe('00:00:00');
		}),
	);
});

import fc from 'fast-check';
import { clock, setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { errorOf, HOUR, SECOND, useVirtualClock, VirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test('a delay takes exactly the given time', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: -5, max: 20_000 }), async (milliseconds) => {
			const start = time.clock.elapsed;
			await time.clock.until(clock.delay(milliseconds));
			expect(time.clock.elapsed - start).toBe(Math.max(milliseconds, 0));
		}),
		{ numRuns: 30 },
	);
});

test('an abort ends a delay', async () => {
	const stop = new AbortController();
	const waiting = clock.delay(HOUR, stop.signal);
	await time.clock.pass(1.1 * SECOND);
	stop.abort();
	await time.clock.until(waiting);
	expect(time.clock.elapsed).toBe(1.1 * SECOND);
});

test('a delay with an aborted signal ends at once', async () => {
	await time.clock.until(clock.delay(HOUR, AbortSignal.abort()));
	expect(time.clock.elapsed).toBe(0);
});

test('a replacement of the system clock is used until it is restored', () => {
	const other = new VirtualClock();
	other.chance = 0.25;
	const restore = setClock(other);
	expect([clock.now(), clock.random()]).toEqual([other.now(), 0.25]);
	restore();
	expect(Math.abs(clock.now() - Date.now())).toBeLessThan(HOUR);
});

test('the timeoutSignal of the system clock accepts fractional, negative and very long times', async () => {
	const restore = setClock({});
	await new Promise<void>((resolve) => clock.timeoutSignal(0.5).addEventListener('abort', () => resolve()));
	const early = [clock.timeoutSignal(-1), clock.timeoutSignal(1e12)];
	await new Promise<void>((resolve) => clock.timeoutSignal(2).addEventListener('abort', () => resolve()));
	expect(early.map(({ aborted }) => aborted)).toEqual([true, false]);
	restore();
});

test('random numbers of the system clock are at least 0, below 1, and not always the same', () => {
	const restore = setClock({});
	const chances = Array.from({ length: 100 }, () => clock.random());
	restore();
	expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
	expect(new Set(chances).size).toBeGreaterThan(1);
});

describe('a delay of the system clock', () => {
	let restore: () => void;
	beforeEach(() => (restore = setClock({})));
	afterEach(() => restore());

	test('takes at least the given time', async () => {
		const start = Date.now();
		await clock.delay(300);
		// a timer may fire a millisecond early
		expect(Date.now() - start).toBeGreaterThanOrEqual(299);
	});

	test('ends soon after an abort', async () => {
		const start = Date.now();
		const stop = new AbortController();
		const waiting = clock.delay(HOUR, stop.signal);
		stop.abort();
		await waiting;
		// 250 milliseconds on an idle machine
		expect(Date.now() - start).toBeLessThan(20 * SECOND);
	});

	test('ends at once if the signal has aborted or the time is not positive', async () => {
		const order: string[] = [];
		const pause = clock.delay(1).then(() => order.push('pause'));
		await Promise.all([
			clock.delay(HOUR, AbortSignal.abort()).then(() => order.push('stopped')),
			clock.delay(-1).then(() => order.push('none')),
			pause,
		]);
		expect(order).toEqual(['stopped', 'none', 'pause']);
	});
});

test('the virtual clock of the tests reports a promise that can never settle', async () => {
	const never = new Promise(() => {});
	expect((await errorOf(time.clock.until(never))).message).toMatch(/nobody for the clock/);
});

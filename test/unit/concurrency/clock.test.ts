import fc from 'fast-check';
import { clock, setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { errorOf, HOUR, SECOND, useVirtualClock, VirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test('waits just as long as it is told', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: -5, max: 20_000 }), async (milliseconds) => {
			const start = time.clock.elapsed;
			await time.clock.until(clock.delay(milliseconds));
			expect(time.clock.elapsed - start).toBe(Math.max(milliseconds, 0));
		}),
		{ numRuns: 30 },
	);
});

test('a stop ends the wait', async () => {
	const stop = new AbortController();
	const waiting = clock.delay(HOUR, stop.signal);
	await time.clock.pass(1.1 * SECOND);
	stop.abort();
	await time.clock.until(waiting);
	expect(time.clock.elapsed).toBe(1.1 * SECOND);
});

test('after a stop nobody waits', async () => {
	await time.clock.until(clock.delay(HOUR, AbortSignal.abort()));
	expect(time.clock.elapsed).toBe(0);
});

test("a clock in place of the system's is used until it is taken back", () => {
	const other = new VirtualClock();
	other.chance = 0.25;
	const restore = setClock(other);
	expect([clock.now(), clock.random()]).toEqual([other.now(), 0.25]);
	restore();
	expect(Math.abs(clock.now() - Date.now())).toBeLessThan(HOUR);
});

test('the system takes any time for an alarm', async () => {
	const restore = setClock({});
	await new Promise<void>((resolve) => clock.timeoutSignal(0.5).addEventListener('abort', () => resolve()));
	const early = [clock.timeoutSignal(-1), clock.timeoutSignal(1e12)];
	await new Promise<void>((resolve) => clock.timeoutSignal(2).addEventListener('abort', () => resolve()));
	expect(early.map(({ aborted }) => aborted)).toEqual([true, false]);
	restore();
});

test("the system's chance is at least 0 and below 1, and not always the same", () => {
	const restore = setClock({});
	const chances = Array.from({ length: 100 }, () => clock.random());
	restore();
	expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
	expect(new Set(chances).size).toBeGreaterThan(1);
});

describe("the system's delay", () => {
	let restore: () => void;
	beforeEach(() => (restore = setClock({})));
	afterEach(() => restore());

	test('takes at least as long as it is told', async () => {
		const start = Date.now();
		await clock.delay(300);
		// a timer may come a millisecond early
		expect(Date.now() - start).toBeGreaterThanOrEqual(299);
	});

	test('ends soon after a stop', async () => {
		const start = Date.now();
		const stop = new AbortController();
		const waiting = clock.delay(HOUR, stop.signal);
		stop.abort();
		await waiting;
		// a quarter of a second on a machine that has nothing else to do
		expect(Date.now() - start).toBeLessThan(20 * SECOND);
	});

	test('does not begin after a stop, or for no time', async () => {
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

test('the virtual clock tells who waits for ever', async () => {
	const never = new Promise(() => {});
	expect((await errorOf(time.clock.until(never))).message).toMatch(/nobody for the clock/);
});

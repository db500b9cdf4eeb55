import fc from 'fast-check';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { disconnected, googleSays, refused } from '../support/httpErrors';
import { bytes, KIB, MIB, sendingInSession, sha256, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const error = fc.constantFrom<Mishap['error']>(
	() => disconnected('ECONNRESET', 'socket hang up'),
	() => disconnected('ECONNREFUSED'),
	() => refused(503, ''),
	() => refused(412, { code: 9, message: 'Offset does not match.' }),
	() => googleSays(429, 'Quota exceeded'),
);

const mishap: fc.Arbitrary<Mishap> = fc.record(
	{
		error,
		after: fc.integer({ min: 0, max: 20 * MIB }),
		lost: fc.integer({ min: 0, max: 2 * MIB }),
	},
	{ requiredKeys: ['error'] },
);

test('under random faults Google gets the whole file, or the upload fails with one classified error', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.option(mishap, { nil: undefined, freq: 1 }), { maxLength: 12 }),
			fc.integer({ min: 1, max: 20 * MIB }),
			fc.constantFrom(1, 256 * KIB, 512 * KIB, 3 * MIB),
			fc.constantFrom(7 * KIB + 1, 64 * KIB, 32 * MIB),
			fc.boolean(),
			async (mishaps, size, granularity, chunk, queryOnFinalReturnsToken) => {
				const content = bytes(size);
				const store = new Store(content, chunk);
				const server = new UploadServer();
				Object.assign(server, { granularity, queryOnFinalReturnsToken });
				server.mishap = (_request, count) => mishaps[count - 1];
				const outcome = await time.clock.until(sendingInSession(store, server));
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
				if (outcome instanceof Error) {
					expect(failureOf(outcome)).toBeDefined();
					expect(mishaps.filter(Boolean).length).toBeGreaterThanOrEqual(3);
					return;
				}
				expect(outcome.sha256).toBe(sha256(content));
				expect(server.tokens.get(outcome.uploadToken)?.equals(content)).toBe(true);
			},
		),
		{ numRuns: 60 },
	);
}, 120_000);

test('cancelling at any time ends the upload within a second, closes the file and sends nothing more', async () => {
	const slow: fc.Arbitrary<Mishap> = fc.record({
		error: fc.oneof(error, fc.constant('stalled' as const)),
		after: fc.integer({ min: 0, max: 20 * MIB }),
	});
	let stopped = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(slow, { minLength: 8, maxLength: 8 }),
			fc.integer({ min: 0, max: 20 * SECOND }),
			async (mishaps, after) => {
				const store = new Store(bytes(9 * MIB));
				const server = new UploadServer();
				server.mishap = (_request, count) => mishaps[count % mishaps.length];
				const stop = new AbortController();
				const start = time.clock.elapsed;
				let over = false;
				const outcome = sendingInSession(store, server, { signal: stop.signal }).finally(() => (over = true));
				await time.clock.pass(after);
				if (over) return;
				stopped++;
				const { length } = server.asked;
				stop.abort();
				expect(failureOf(await time.clock.until(outcome))?.kind).toBe('cancelled');
				expect(time.clock.elapsed - start - after).toBeLessThanOrEqual(SECOND);
				expect(server.asked).toHaveLength(length);
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
			},
		),
		{ numRuns: 60 },
	);
	// some uploads end before they are cancelled
	expect(stopped).toBeGreaterThan(1);
}, 120_000);

import fc from 'fast-check';
import { failureOf } from '../../../nodes/GooglePhotos/request/explain';
import { disconnected, googleSays, refused } from '../support/httpErrors';
import { bytes, KIB, MIB, sendingInSession, sha256, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { useVirtualClock } from '../support/virtualClock';

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

test('whatever breaks, and however much of it Google keeps: it has the file once and whole, or there is one clear error', async () => {
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

import fc from 'fast-check';
import { newCredentialId } from '../support/caller';
import { errorsOf, execution, slowGoogle, idsOf } from '../support/executions';
import { googleSays } from '../support/httpErrors';
import { failed, success } from '../support/sentFiles';
import { MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const album = { id: 'album', title: 'Holiday' };

test('for arbitrary arrivals, cancellations and rejections every file gets its own outcome', async () => {
	const oneExecution = fc.record({
		after: fc.integer({ min: 0, max: 4000 }),
		files: fc.integer({ min: 1, max: 50 }),
		cancelledAfter: fc.option(fc.integer({ min: 0, max: 8000 }), { nil: undefined }),
		bad: fc.constantFrom('none', 'none', 'none', 'itself', 'the call') as fc.Arbitrary<'none' | 'itself' | 'the call'>,
		inAlbum: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(oneExecution, { minLength: 1, maxLength: 12 }), fc.nat({ max: 6 }), async (plan, tooMany) => {
			const bad = new Map<string, string>();
			const cancelledAt = new Map<string, number>();
			const google = slowGoogle((asked, call) => {
				if (call === tooMany) throw googleSays(429, "Quota exceeded for quota 'concurrent write request'");
				if (asked.some((token) => bad.get(token) === 'the call')) throw googleSays(400, 'Request contains an invalid argument.');
				return asked.map((token) => (bad.has(token) ? failed(token, 3) : success(token)));
			});
			const credentialId = newCredentialId();
			const start = time.clock.elapsed;
			const run = async (one: (typeof plan)[number]) => {
				await time.clock.delay(one.after);
				const own = execution(google, { files: one.files, credentialId, source: one.inAlbum ? { album } : {} });
				if (one.bad !== 'none') bad.set(own.files[0].uploadToken, one.bad);
				const cancel = () => {
					own.cancel();
					for (const { uploadToken } of own.files) cancelledAt.set(uploadToken, time.clock.now());
				};
				if (one.cancelledAfter !== undefined) void time.clock.delay(one.cancelledAfter).then(cancel);
				return { ...one, sent: own.files, created: await own.outcomes };
			};
			for (const { sent, created, bad: how, cancelledAfter } of await time.clock.until(Promise.all(plan.map(run)))) {
				const ids = idsOf(created);
				for (const [index, { uploadToken }] of sent.entries()) {
					const wanted = index === 0 && how !== 'none' ? undefined : `item of ${uploadToken}`;
					if (cancelledAfter === undefined) expect(ids[index]).toBe(wanted);
					else expect([wanted, undefined]).toContain(ids[index]);
				}
				const refusals = errorsOf(created).filter((error) => error && !error.message.includes('cancelled'));
				if (cancelledAfter === undefined) expect(refusals).toHaveLength(how === 'none' ? 0 : 1);
			}
			expect(google.mostOpen).toBeLessThanOrEqual(1);
			for (const [call, asked] of google.calls.entries()) {
				expect(asked.length).toBeGreaterThan(0);
				expect(asked.length).toBeLessThanOrEqual(50);
				for (const token of asked) expect(google.times[call]).toBeLessThanOrEqual(cancelledAt.get(token) ?? Infinity);
			}
			expect(time.clock.elapsed - start).toBeLessThan(10 * MINUTE);
		}),
		{ numRuns: 150 },
	);
});

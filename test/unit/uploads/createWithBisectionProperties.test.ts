import fc from 'fast-check';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import { fakeCaller, fakeRun } from '../support/caller';
import { batchOf, failed, sentFiles, success, tokensOf } from '../support/sentFiles';
import { MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Status codes of a file in successive create calls; 0 is success, -1 a missing result. */
const answers = fc.array(fc.constantFrom(0, -1, 3, 6, 8, 10, 13, 14), { maxLength: 4 });

test('for arbitrary results a file has one outcome, is created at most once, not after a final result', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(answers, { minLength: 1, maxLength: 12 }),
			fc.boolean(),
			async (plans, shuffled) => {
				const files = sentFiles(plans.length);
				const said = new Map<string, number[]>();
				const respond = (request: Parameters<typeof tokensOf>[0]) => {
					const results = tokensOf(request).flatMap((token) => {
						const before = said.get(token) ?? [];
						const code = plans[Number(token.split(' ')[1])][before.length] ?? 0;
						said.set(token, [...before, code]);
						if (code === -1) return [];
						return code === 0 ? success(token) : failed(token, code);
					});
					return { newMediaItemResults: shuffled ? results.reverse() : results };
				};
				const run = fakeRun(fakeCaller({ respond }));
				const created = await time.clock.until(createMediaItems(run, batchOf(files), { maximumWait: 60 * MINUTE }));
				expect(created.size).toBe(files.length);
				for (const file of files) {
					const codes = said.get(file.uploadToken) ?? [];
					const outcome = created.get(file);
					const final = codes.findIndex(
						(code, index) => code === 0 || code === 3 || (code === 6 && codes.indexOf(6) < index),
					);
					expect(final).toBe(codes.length - 1);
					if (outcome && 'mediaItem' in outcome) {
						expect(codes.at(-1)).toBe(0);
						expect(outcome).toEqual({
							mediaItem: { id: `item of ${file.uploadToken}` },
							// a call with an unknown outcome may have created it: it need not have existed before
							alreadyExisted: codes.includes(6) && !codes.some((code) => ![0, 6, 8].includes(code)),
						});
					} else {
						const kind = codes.at(-1) === 3 ? 'unsupportedFile' : 'alreadyThere';
						expect(failureOf(outcome?.error)?.kind).toBe(kind);
					}
				}
			},
		),
		{ numRuns: 60 },
	);
});

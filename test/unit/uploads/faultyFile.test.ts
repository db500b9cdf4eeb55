/** Create calls that end with a server fault whenever a certain file is in them. */
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import { CreateQueue } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { fakeCaller, fakeRun } from '../support/caller';
import { FakeAlbum } from '../support/fakeAlbum';
import { googleSays } from '../support/httpErrors';
import { sentFile, tokensOf } from '../support/sentFiles';
import { MINUTE, saying, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const id = (number: number) => `item of token ${number}`;

/** Creates `count` files in an album. Every call with a bad file ends with a server fault. */
async function create(count: number, bad: (number: number) => boolean) {
	const google = new FakeAlbum(['old']);
	const calls: string[][] = [];
	const respond: FakeAlbum['respond'] = (request) => {
		if (request.url.endsWith(':search')) return google.respond(request);
		const tokens = tokensOf(request);
		calls.push(tokens);
		if (tokens.some((token) => bad(Number(token.replace('token ', ''))))) throw googleSays(500, 'Internal error encountered.');
		return google.respond(request);
	};
	const run = fakeRun(fakeCaller({ respond }));
	const creation = new CreateQueue<Source>(run, new UploadBreaker(run), { maximumWait: 15 * MINUTE });
	const files = Array.from({ length: count }, (_, number) => sentFile(number, { album: { id: 'album', title: 'Album' } }));
	for (const file of files) creation.add(file);
	const results = await time.clock.until(creation.finish());
	const errors = files.map(({ source }) => {
		const result = results.get(source);
		return result && 'error' in result ? result.error : undefined;
	});
	return { google, calls, errors };
}

test.each([[[0]], [[17]], [[49]], [[59]], [[0, 1]], [[20, 21, 45]]])('if files %j cause server faults, only they fail, and the others are created in input order', async (bad) => {
	const { google, calls, errors } = await create(60, (number) => bad.includes(number));
	const failed = errors.flatMap((error, number) => (error ? number : []));
	expect(failed).toEqual(bad);
	for (const number of bad) {
		expect(failureOf(errors[number])?.kind).toBe('serverFault');
		expect(saying(errors[number] as Error)).toMatch(`but the file may be in the library: file "${number}.jpg"`);
	}
	const good = errors.flatMap((error, number) => (error ? [] : id(number)));
	expect(google.entries).toEqual(['old', ...good]);
	expect(calls.length).toBeLessThanOrEqual(6 + 2 + 12 * bad.length);
});

test('if the server is down, the halves of a batch are not attempted six times each', async () => {
	const { calls, errors } = await create(500, () => true);
	expect(errors.every((error) => failureOf(error)?.kind === 'serverFault')).toBe(true);
	expect(calls.length).toBeLessThanOrEqual(10 * 6 + 8);
});

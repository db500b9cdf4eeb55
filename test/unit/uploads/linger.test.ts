/** Executions that end together and are followed by others do not split into calls of their own. */
import fc from 'fast-check';
import { setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { Linger } from '../../../nodes/GooglePhotos/uploads/createCoalescer';
import { newCredentialId } from '../support/caller';
import { CREATE, execution, Google, idsOf, outcomesOf, tokens } from '../support/executions';
import { refused } from '../support/httpErrors';
import { success } from '../support/sentFiles';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** n8n runs so many executions at once; each is ready to create some time after it has begun. */
async function load(google: Google, { places, executions, ready }: { places: number; executions: number; ready: (number: number) => number }) {
	const credentialId = newCredentialId();
	let begun = 0;
	const place = async () => {
		for (let number = begun++; number < executions; number = begun++) {
			await time.clock.delay(ready(number));
			expect(idsOf(await execution(google, { credentialId }).outcomes)).not.toContain(undefined);
		}
	};
	await time.clock.until(Promise.all(Array.from({ length: places }, place)));
}

test('five places make five media items a call, not one and four by turns', async () => {
	const google = new Google();
	await load(google, { places: 5, executions: 100, ready: (number) => 100 + 50 * (number % 5) });
	expect(google.mostAtOnce).toBe(1);
	expect(google.calls.flat()).toHaveLength(100);
	// the first goes alone, since it knows of no other
	expect(google.calls.length).toBeLessThanOrEqual(22);
	expect(time.clock.elapsed).toBeLessThan(22 * 1.3 * CREATE);
});

test('executions one after the other never wait', async () => {
	const google = new Google();
	await load(google, { places: 1, executions: 10, ready: () => 10 });
	expect(time.clock.elapsed).toBeLessThan(10 * (CREATE + 20));
});

test('who comes a while after the others does not wait', async () => {
	const google = new Google();
	await load(google, { places: 2, executions: 2, ready: () => 10 });
	await time.clock.pass(CREATE);
	const before = time.clock.elapsed;
	await load(google, { places: 1, executions: 1, ready: () => 0 });
	expect(time.clock.elapsed - before).toBe(CREATE);
});

test('a full call leaves at once', async () => {
	const google = new Google();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [20, 20, 10].map((files) => execution(google, { files, credentialId }));
	await time.clock.until(outcomesOf([first, ...others]));
	expect(google.calls.map(({ length }) => length)).toEqual([1, 50]);
	expect(time.clock.elapsed).toBe(2 * CREATE);
});

test('a call that is sent again does not wait: nobody can join it', async () => {
	const google = new Google((asked, call) => {
		if (call === 1) throw refused(503);
		return asked.map(success);
	});
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const inAlbum = execution(google, { credentialId, source: { album: { id: 'album', title: 'Album' } } });
	await time.clock.until(outcomesOf([first, inAlbum]));
	expect(google.calls).toEqual([tokens(0), tokens(1), tokens(0)]);
	expect(time.clock.elapsed).toBe(3 * CREATE);
});

test('who is cancelled while it waits for company sends nothing', async () => {
	const google = new Google();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const second = execution(google, { credentialId });
	await time.clock.pass(CREATE - SECOND + 100);
	second.cancel();
	await time.clock.until(outcomesOf([first, second]));
	await time.clock.pass(10 * SECOND);
	expect(google.calls).toHaveLength(1);
});

test('the wait is at most a quarter of the last call, and two seconds', () => {
	const span = fc.nat({ max: 20_000 });
	fc.assert(
		fc.property(span, fc.integer({ min: 1, max: 50 }), span, span, (took, executions, later, begun) => {
			let now = took;
			const restore = setClock({ now: () => now });
			const company = new Linger();
			expect(company.lingerMs(begun)).toBe(0);
			company.ended(0, executions);
			now = took + later;
			const wait = company.lingerMs(begun);
			restore();
			const left = Math.max(Math.min(took / 4, 2_000) - later, 0);
			expect(wait).toBe(executions > 1 || begun < took ? left : 0);
		}),
	);
});

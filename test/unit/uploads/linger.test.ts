/** A create call waits for other executions, so that executions that end together do not need a call each. */
import fc from 'fast-check';
import { setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { Linger } from '../../../nodes/GooglePhotos/uploads/createCoalescer';
import { newCredentialId } from '../support/caller';
import { CREATE, execution, slowGoogle, idsOf, outcomesOf, tokens } from '../support/executions';
import type { FakeGoogle } from '../support/google';
import { refused } from '../support/httpErrors';
import { success } from '../support/sentFiles';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Runs executions, at most `places` at once, as n8n does. Each is ready to create after `ready` milliseconds. */
async function load(google: FakeGoogle, { places, executions, ready }: { places: number; executions: number; ready: (number: number) => number }) {
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

test('five concurrent executions create five media items per call, not one and four alternately', async () => {
	const google = slowGoogle();
	await load(google, { places: 5, executions: 100, ready: (number) => 100 + 50 * (number % 5) });
	expect(google.mostOpen).toBe(1);
	expect(google.calls.flat()).toHaveLength(100);
	// the first execution has met no other one, so it sends its call alone
	expect(google.calls.length).toBeLessThanOrEqual(22);
	expect(time.clock.elapsed).toBeLessThan(22 * 1.3 * CREATE);
});

test('executions that run one after the other do not wait', async () => {
	const google = slowGoogle();
	await load(google, { places: 1, executions: 10, ready: () => 10 });
	expect(time.clock.elapsed).toBeLessThan(10 * (CREATE + 20));
});

test('an execution that starts a while after the others does not wait', async () => {
	const google = slowGoogle();
	await load(google, { places: 2, executions: 2, ready: () => 10 });
	await time.clock.pass(CREATE);
	const before = time.clock.elapsed;
	await load(google, { places: 1, executions: 1, ready: () => 0 });
	expect(time.clock.elapsed - before).toBe(CREATE);
});

test('a full batch is sent at once', async () => {
	const google = slowGoogle();
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(SECOND);
	const others = [20, 20, 10].map((files) => execution(google, { files, credentialId }));
	await time.clock.until(outcomesOf([first, ...others]));
	expect(google.calls.map(({ length }) => length)).toEqual([1, 50]);
	expect(time.clock.elapsed).toBe(2 * CREATE);
});

test('a retried call does not wait for other executions: none can join it', async () => {
	const google = slowGoogle((asked, call) => {
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

test('an execution that is cancelled while its call waits for others sends nothing', async () => {
	const google = slowGoogle();
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

test('a call opened right when the last one of a single execution ended does not wait', () => {
	const linger = new Linger();
	linger.ended(time.clock.now() - 4 * SECOND, 1);
	expect(linger.lingerMs(time.clock.now())).toBe(0);
});

test('the wait is at most a quarter of the duration of the last call, and at most two seconds', () => {
	const span = fc.nat({ max: 20_000 });
	fc.assert(
		fc.property(span, fc.integer({ min: 1, max: 50 }), span, span, (took, executions, later, begun) => {
			let now = took;
			const restore = setClock({ now: () => now });
			const linger = new Linger();
			expect(linger.lingerMs(begun)).toBe(0);
			linger.ended(0, executions);
			now = took + later;
			const wait = linger.lingerMs(begun);
			restore();
			const left = Math.max(Math.min(took / 4, 2_000) - later, 0);
			expect(wait).toBe(executions > 1 || begun < took ? left : 0);
		}),
	);
});

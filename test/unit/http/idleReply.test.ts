/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { watchReply } from '../../../nodes/GooglePhotos/http/bodyWatchdog';
import { MIB } from '../support/storedFiles';
import { SECOND, useVirtualClock } from '../support/virtualClock';
import { OBJECTS_FOR_A_MIB, youngObjectsMade } from '../support/youngObjects';

const time = useVirtualClock();

/** A stream whose chunks arrive after these pauses, in milliseconds. */
function stream(pauses: number[]): Readable {
	async function* pieces() {
		for (const [number, pause] of pauses.entries()) {
			await clock.delay(pause);
			yield Buffer.from(`${number},`);
		}
	}
	return Readable.from(pieces(), { objectMode: false });
}

/** The two ways in which n8n reads a stream: into a file, and into memory. */
const readers = {
	iterating: async (source: Readable) => {
		let text = '';
		for await (const piece of source) text += String(piece);
		return text;
	},
	listening: async (source: Readable) =>
		await new Promise<string>((resolve) => {
			let text = '';
			source.on('data', (piece) => (text += String(piece)));
			source.once('end', () => resolve(text));
		}),
};

describe.each(['iterating', 'listening'] as const)('a body that is read by %s', (way) => {
	test('loses no bytes, and only a pause longer than the idle timeout is reported', async () => {
		// idleness may be noticed late: no pause is slightly longer than the idle timeout
		const pause = fc.oneof(fc.integer({ min: 0, max: 9_900 }), fc.integer({ min: 12_600, max: 30_000 }));
		const pauses = fc.array(pause, { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(pauses, fc.integer({ min: 0, max: 50 }), async (given, delay) => {
				const source = stream(given);
				let idles = 0;
				const unwatch = watchReply(source, 10 * SECOND, () => idles++);
				// n8n may start to read the body later
				await time.clock.pass(delay);
				expect(await time.clock.until(readers[way](source))).toBe(given.map((_, n) => `${n},`).join(''));
				unwatch();
				expect(idles).toBe(given.some((each) => each > 10 * SECOND) ? 1 : 0);
			}),
			{ numRuns: 40 },
		);
	});

	test('is not idle if its chunks arrive slowly', async () => {
		const source = stream([9 * SECOND, 9 * SECOND, 9 * SECOND, 9 * SECOND]);
		let idles = 0;
		watchReply(source, 10 * SECOND, () => idles++);
		await time.clock.until(readers[way](source));
		expect(idles).toBe(0);
	});

	test('loses no bytes if the consumer first listens for errors and reads later', async () => {
		const source = stream([0, 0, 0]);
		watchReply(source, 10 * SECOND, () => {});
		source.on('error', () => {});
		await time.clock.pass(SECOND);
		expect(await time.clock.until(readers[way](source))).toBe('0,1,2,');
	});
});

test('the bytes of a chunk are reported to V8 three times, once for each buffer', () => {
	const source = new PassThrough();
	watchReply(source, SECOND, () => {});
	source.on('data', () => {});
	expect(youngObjectsMade(() => source.emit('data', Buffer.alloc(MIB)))).toBe(3 * OBJECTS_FOR_A_MIB);
});

test('a stopped watchdog does not report idleness', async () => {
	let idles = 0;
	watchReply(stream([]), SECOND, () => idles++)();
	await time.clock.pass(5 * SECOND);
	expect(idles).toBe(0);
});

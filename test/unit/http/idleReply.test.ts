/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { watchIdle } from '../../../nodes/GooglePhotos/http/bodyWatchdog';
import { MIB } from '../support/storedFiles';
import { SECOND, useVirtualClock } from '../support/virtualClock';
import { OBJECTS_FOR_A_MIB, youngObjectsMade } from '../support/youngObjects';

const time = useVirtualClock();

/** Pieces that come after these milliseconds each. */
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

describe.each(['iterating', 'listening'] as const)('%s', (way) => {
	test('nothing is lost, and only a pause that is too long is silence', async () => {
		// up to a quarter more may pass unnoticed
		const pause = fc.oneof(fc.integer({ min: 0, max: 9_900 }), fc.integer({ min: 12_600, max: 30_000 }));
		const pauses = fc.array(pause, { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(pauses, fc.integer({ min: 0, max: 50 }), async (given, delay) => {
				const source = stream(given);
				let silences = 0;
				const unwatch = watchIdle(source, 10 * SECOND, () => silences++);
				// n8n does other things before it reads
				await time.clock.pass(delay);
				expect(await time.clock.until(readers[way](source))).toBe(given.map((_, n) => `${n},`).join(''));
				unwatch();
				expect(silences).toBe(given.some((each) => each > 10 * SECOND) ? 1 : 0);
			}),
			{ numRuns: 40 },
		);
	});

	test('a file whose pieces come slowly is not silent', async () => {
		const source = stream([9 * SECOND, 9 * SECOND, 9 * SECOND, 9 * SECOND]);
		let silences = 0;
		watchIdle(source, 10 * SECOND, () => silences++);
		await time.clock.until(readers[way](source));
		expect(silences).toBe(0);
	});

	test('who first listens for errors, and reads later, loses nothing', async () => {
		const source = stream([0, 0, 0]);
		watchIdle(source, 10 * SECOND, () => {});
		source.on('error', () => {});
		await time.clock.pass(SECOND);
		expect(await time.clock.until(readers[way](source))).toBe('0,1,2,');
	});
});

test('a piece passes through three buffers, which V8 is led to let go of', () => {
	const source = new PassThrough();
	watchIdle(source, SECOND, () => {});
	source.on('data', () => {});
	expect(youngObjectsMade(() => source.emit('data', Buffer.alloc(MIB)))).toBe(3 * OBJECTS_FOR_A_MIB);
});

test('a watch that has ended tells nothing any more', async () => {
	let silences = 0;
	watchIdle(stream([]), SECOND, () => silences++)();
	await time.clock.pass(5 * SECOND);
	expect(silences).toBe(0);
});
